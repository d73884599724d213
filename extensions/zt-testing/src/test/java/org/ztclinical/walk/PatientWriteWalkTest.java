package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Check;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.reason.Layer;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;
import org.ztclinical.testing.TestToken;

/** A policy about a patient holds for every write that could concern the patient. */
class PatientWriteWalkTest {
  private static final String STAFF =
      "@id(\"staff\") permit (principal in Clinical::Role::\"staff\", action, resource);";
  private static final String VIP =
      """
      @id("vip")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  private static final String OBSERVATION =
      "{'resourceType':'Observation','subject':{'reference':'Patient/%s'}}";
  private static final List<HttpMethod> CHANGES =
      List.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
  private static final String FORBIDDEN = "policy.forbidden";
  private static final String UNKNOWN = "policy.patient-unknown";

  @TempDir Path directory;

  private final StoredRecords stored =
      new StoredRecords()
          .of("Observation", "vips", "vip")
          .of("Observation", "others", "p1")
          .of("Encounter", "vips", "vip")
          .of("Encounter", "others", "p1");

  @Test
  void whatIsStoredOfAPatientCannotBeChangedNorTakenAway() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (HttpMethod method : CHANGES) {
        Guarded vips = write(clinic, method, "/fhir/Observation/vips", "p1");
        Guarded others = write(clinic, method, "/fhir/Observation/others", "p1");

        assertThat(reasons(vips)).as("%s", method).contains(FORBIDDEN);
        assertThat(others.outcome()).as("%s", method).isInstanceOf(Permit.class);
      }
      assertThat(clinic.performed).hasSize(CHANGES.size());
    }
  }

  @Test
  void norCanAnythingBeMovedIntoTheRecord() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.PATCH)) {
        assertThat(reasons(write(clinic, method, "/fhir/Observation/others", "vip")))
            .as("%s", method)
            .contains(FORBIDDEN);
      }
      assertThat(reasons(write(clinic, HttpMethod.POST, "/fhir/Observation", "vip")))
          .contains(FORBIDDEN);
      assertThat(clinic.performed).isEmpty();
    }
  }

  @Test
  void withoutALookupNoStoredResourceIsChangedWherePoliciesDecideByThePatient() throws Exception {
    try (Clinic clinic = new Clinic(directory, policies(STAFF, VIP))) {
      for (HttpMethod method : CHANGES) {
        assertThat(reasons(write(clinic, method, "/fhir/Observation/others", "p1")))
            .as("%s", method)
            .contains(UNKNOWN);
        assertThat(write(clinic, method, "/fhir/Organization/o1", "").outcome())
            .as("%s", method)
            .isInstanceOf(Permit.class);
      }
      assertThat(clinic.log()).anyMatch(line -> line.contains(UNKNOWN));
    }
  }

  @Test
  void whatIsForbiddenAndWhatIsNotThereAreRefusedAlike() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (HttpMethod method : CHANGES) {
        Guarded vips = write(clinic, method, "/fhir/Observation/vips", "p1");
        Guarded absent = write(clinic, method, "/fhir/Observation/absent", "p1");

        assertThat(vips.response().status()).isEqualTo(403).isEqualTo(absent.response().status());
        assertThat(vips.response().headers()).isEqualTo(absent.response().headers());
        assertThat(text(vips)).isEqualTo(text(absent)).doesNotContain("shielded");
      }
    }
  }

  @Test
  void aPatientWhoIsNamedOtherwiseThanByIdIsNotKnown() throws Exception {
    List<String> subjects =
        List.of(
            "{'reference':'Patient?identifier=9'}",
            "{'reference':'/Patient?identifier=9'}",
            "{'identifier':{'system':'urn:mrn','value':'9'}}",
            "{'reference':'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0'}",
            "{'reference':'/Patient/vip'}",
            "{'reference':'#p'}");
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (String subject : subjects) {
        String body = "{'resourceType':'Observation','subject':" + subject + "}";

        assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Observation", body)))
            .as(subject)
            .containsExactly(UNKNOWN);
      }
      assertThat(clinic.performed).isEmpty();
    }
  }

  @Test
  void aSearchThatDecidesWhatIsWrittenMayFindAnybodys() throws Exception {
    String p1 = OBSERVATION.formatted("p1");
    try (Clinic clinic = clinic(STAFF, VIP)) {
      assertThat(reasons(send(clinic, HttpMethod.PUT, "/fhir/Observation?code=x", p1)))
          .containsExactly(UNKNOWN);
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Observation?code=x", "")))
          .containsExactly(UNKNOWN);
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Patient?identifier=9", "")))
          .containsExactly(UNKNOWN);
      assertThat(
              reasons(
                  clinic.send(
                      HttpMethod.POST,
                      token(clinic),
                      "/fhir/Observation",
                      Map.of("If-None-Exist", List.of("code=x")),
                      json(p1.replace('\'', '"')))))
          .containsExactly(UNKNOWN);
      assertThat(send(clinic, HttpMethod.DELETE, "/fhir/Organization?name=x", "").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void aReferenceByCriteriaSearchesPatientsWhereverItStands() throws Exception {
    String focus =
        "{'resourceType':'Observation','subject':{'reference':'Patient/p1'},"
            + "'focus':[{'reference':'Patient?identifier=9'}]}";
    try (Clinic clinic = clinic(STAFF, VIP)) {
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Observation", focus)))
          .containsExactly(UNKNOWN);
    }
  }

  @Test
  void aResourceThatAPolicyNamesIsNotReachedByASearchEither() throws Exception {
    String named =
        """
        @id("head-office")
        @reason("the head office stays as it is")
        forbid (principal, action, resource == Fhir::Organization::"head");
        """;
    try (Clinic clinic = clinic(STAFF, named)) {
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Organization/head", "")))
          .contains(FORBIDDEN);
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Organization?name=x", "")))
          .containsExactly("policy.resource-unknown");
      assertThat(send(clinic, HttpMethod.DELETE, "/fhir/Location?name=x", "").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void inATransactionAReferenceIsToWhatBecomesOfTheEntry() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      assertThat(reasons(refersTo(clinic, "'method':'POST','url':'Patient'", "sent"))).isEmpty();
      assertThat(
              reasons(
                  refersTo(
                      clinic,
                      "'method':'POST','url':'Patient','ifNoneExist':'identifier=9'",
                      "sent")))
          .contains(UNKNOWN);
      assertThat(reasons(refersTo(clinic, "'method':'PUT','url':'Patient/p1'", "p1"))).isEmpty();
      assertThat(reasons(refersTo(clinic, "'method':'PUT','url':'Patient/vip'", "vip")))
          .contains(FORBIDDEN);
      assertThat(reasons(refersTo(clinic, "'method':'PUT','url':'Patient?identifier=9'", "sent")))
          .contains(UNKNOWN);
    }
  }

  @Test
  void aBinaryIsNotWrittenIntoADocumentThatTheSameTransactionMoves() throws Exception {
    stored.of("DocumentReference", "d1", "p1");
    String binaries = VIP.replace("action, resource)", "action, resource is Fhir::Binary)");
    String binary =
        "{'resource':{'resourceType':'Binary','contentType':'text/plain','securityContext':"
            + "{'reference':'DocumentReference/d1'}},'request':{'method':'POST','url':'Binary'}}";
    String document =
        "{'resource':{'resourceType':'DocumentReference','id':'d1','subject':{'reference':"
            + "'Patient/%s'}},'request':{'method':'PUT','url':'DocumentReference/d1'}}";
    String transaction = "{'resourceType':'Bundle','type':'transaction','entry':[%s,%s]}";
    try (Clinic clinic = clinic(STAFF, binaries)) {
      for (String staying :
          List.of(
              transaction.formatted(binary, document.formatted("p1")),
              transaction.formatted(document.formatted("p1"), binary))) {
        assertThat(send(clinic, HttpMethod.POST, "/fhir", staying).outcome())
            .isInstanceOf(Permit.class);
        assertThat(
                reasons(
                    send(
                        clinic,
                        HttpMethod.POST,
                        "/fhir",
                        staying.replace("Patient/p1", "Patient/vip"))))
            .contains(FORBIDDEN);
      }
    }
  }

  private static Guarded refersTo(Clinic clinic, String request, String id) throws Exception {
    String entries =
        "{'fullUrl':'urn:uuid:1','resource':{'resourceType':'Patient','id':'%s'},'request':{%s}},"
                .formatted(id, request)
            + "{'resource':{'resourceType':'Observation','subject':{'reference':'urn:uuid:1'}},"
            + "'request':{'method':'POST','url':'Observation'}}";
    return send(
        clinic,
        HttpMethod.POST,
        "/fhir",
        "{'resourceType':'Bundle','type':'transaction','entry':[" + entries + "]}");
  }

  @Test
  void aBatchEntryIsRefusedInItsPlace() throws Exception {
    String bundle =
        "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':'DELETE','url':'Observation/vips'}},{'request':{'method':'DELETE','url':'Observation/others'}}]}";
    try (Clinic clinic = clinic(STAFF, VIP)) {
      Guarded guarded = send(clinic, HttpMethod.POST, "/fhir", bundle);

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(text(guarded)).contains("403 Forbidden");
      assertThat(new String(clinic.performed.get(0).body().bytes(), StandardCharsets.UTF_8))
          .contains("Observation/others")
          .doesNotContain("Observation/vips");
    }
  }

  @Test
  void anOperationThatMayChangeAResourceIsAWrite() throws Exception {
    UnaryOperator<ZeroTrustBuilder> close =
        settings ->
            settings.allowOperation(
                OperationRule.ofInstance("Encounter", "close")
                    .needing("Encounter", Permission.UPDATE));
    try (Clinic clinic = new Clinic(directory, all(policies(STAFF, VIP), close, this::lookingUp))) {
      clinic.working(stored::answer);

      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Encounter/vips/$close", "")))
          .contains(FORBIDDEN);
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Encounter/absent/$close", "")))
          .contains(UNKNOWN);
      assertThat(send(clinic, HttpMethod.POST, "/fhir/Encounter/others/$close", "").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void aPermitMustCoverEveryPatient() throws Exception {
    String assigned =
        """
        @id("assigned")
        permit (principal, action, resource)
        when { resource has patient && resource.patient == Fhir::Patient::"p1" };
        """;
    String both =
        "{'resourceType':'Observation','subject':{'reference':'Patient/p1'},"
            + "'performer':[{'reference':'Patient/p2'}]}";
    try (Clinic clinic = clinic(assigned)) {
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Observation", both)))
          .containsExactly("policy.no-policy");
      assertThat(reasons(write(clinic, HttpMethod.PUT, "/fhir/Observation/vips", "p1")))
          .contains("policy.no-policy");
      assertThat(write(clinic, HttpMethod.PUT, "/fhir/Observation/others", "p1").outcome())
          .isInstanceOf(Permit.class);
      assertThat(
              reasons(
                  send(
                      clinic,
                      HttpMethod.POST,
                      "/fhir/Patient",
                      "{'resourceType':'Patient','id':'p1'}")))
          .as("a new patient is not the one whose id it comes with")
          .containsExactly("policy.no-policy");
    }
  }

  @Test
  void aPermitForWhatIsInNobodysRecordDoesNotCoverWhatIsNotKnown() throws Exception {
    String nobodys =
        "@id(\"nobodys\") permit (principal, action, resource) unless { resource has patient };";
    try (Clinic clinic = clinic(nobodys)) {
      assertThat(
              reasons(
                  send(
                      clinic,
                      HttpMethod.POST,
                      "/fhir/Observation",
                      "{'resourceType':'Observation','subject':{'identifier':{'value':'9'}}}")))
          .containsExactly(UNKNOWN);
      assertThat(
              send(clinic, HttpMethod.POST, "/fhir/Observation", "{'resourceType':'Observation'}")
                  .outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void wherePoliciesDoNotAskForThePatientNothingIsLookedUpOrRefused() throws Exception {
    String ofOthers = VIP.replace("(principal,", "(principal in Clinical::Role::\"support\",");
    try (Clinic clinic = clinic(STAFF, ofOthers)) {
      assertThat(write(clinic, HttpMethod.DELETE, "/fhir/Observation/vips", "").outcome())
          .isInstanceOf(Permit.class);
      assertThat(send(clinic, HttpMethod.DELETE, "/fhir/Observation?code=x", "").outcome())
          .isInstanceOf(Permit.class);
      assertThat(
              send(
                      clinic,
                      HttpMethod.POST,
                      "/fhir/Observation",
                      OBSERVATION.formatted("x").replace("Patient/x", "Patient?identifier=9"))
                  .outcome())
          .isInstanceOf(Permit.class);
      assertThat(stored.lookedUp).isEmpty();
    }
  }

  @Test
  void eachPatientOfAWriteStandsInTheAuditRecord() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      stored.of("Observation", "p2s", "p2");
      write(clinic, HttpMethod.PUT, "/fhir/Observation/p2s", "p1");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/p2s", "");

      List<String> permits =
          clinic.log().stream().filter(line -> line.contains(" permit ")).toList();

      assertThat(permits).hasSize(2);
      assertThat(patients(permits.get(0))).hasSize(2);
      assertThat(patients(permits.get(1))).hasSize(1);
      assertThat(patients(permits.get(0))).containsAll(patients(permits.get(1)));
    }
  }

  @Test
  void whoseRecordWasLookedUpStandsInTheAuditRecordOfARefusalToo() throws Exception {
    String delete = "{'request':{'method':'DELETE','url':'Observation/%s'}}";
    try (Clinic clinic = clinic(STAFF, VIP)) {
      write(clinic, HttpMethod.POST, "/fhir/Observation", "vip");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/vips", "");
      send(clinic, HttpMethod.GET, "/fhir/Patient/vip", "");
      send(
          clinic,
          HttpMethod.POST,
          "/fhir",
          "{'resourceType':'Bundle','type':'batch','entry':["
              + delete.formatted("vips")
              + ","
              + delete.formatted("others")
              + "]}");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/others", "");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/absent", "");

      List<List<String>> patients =
          clinic.log().stream()
              .filter(line -> line.contains(" decision "))
              .map(PatientWriteWalkTest::patients)
              .toList();

      List<String> vip = patients.get(0);
      List<String> p1 = patients.get(5);
      assertThat(vip).hasSize(1);
      assertThat(p1).hasSize(1).isNotEqualTo(vip);
      assertThat(patients).containsExactly(vip, vip, vip, p1, vip, p1, List.of());
    }
  }

  @Test
  void whoseRecordWasLookedUpForScopesOrInPoliciesThatOnlyObserveStandsThereToo() throws Exception {
    UnaryOperator<ZeroTrustBuilder> observing =
        settings -> settings.mode(Check.POLICY, Mode.OBSERVE);
    try (Clinic clinic =
        new Clinic(directory, all(policies(STAFF, VIP), this::lookingUp, observing))) {
      String confined = clinic.token("patient/*.cruds", token -> token.patient("p1"));
      clinic.send(HttpMethod.DELETE, token(clinic), "/fhir/Observation/vips", Body.none());
      clinic.send(HttpMethod.DELETE, confined, "/fhir/Observation/vips", Body.none());

      List<String> decisions =
          clinic.log().stream().filter(line -> line.contains(" decision ")).toList();

      assertThat(decisions).hasSize(2);
      assertThat(patients(decisions.get(0))).hasSize(1);
      assertThat(patients(decisions.get(1))).isEqualTo(patients(decisions.get(0)));
    }
  }

  private static List<String> patients(String line) {
    String value = line.replaceAll(".*patients=(\\S+).*", "$1");
    return value.startsWith("unknown") ? List.of() : List.of(value.split(","));
  }

  private static Guarded write(Clinic clinic, HttpMethod method, String path, String patient)
      throws Exception {
    String type = path.split("/")[2];
    boolean ofPatient = type.equals("Observation");
    String id = path.substring(path.lastIndexOf('/') + 1);
    String resource =
        ofPatient ? OBSERVATION.formatted(patient) : "{'resourceType':'" + type + "','name':'x'}";
    return switch (method) {
      case DELETE -> send(clinic, method, path, "");
      case PATCH ->
          clinic.send(
              method,
              token(clinic),
              path,
              Body.of(
                  "application/json-patch+json",
                  "[{\"op\":\"add\",\"path\":\"%s\",\"value\":\"%s\"}]"
                      .formatted(
                          ofPatient ? "/subject/reference" : "/alias",
                          ofPatient ? "Patient/" + patient : "x")
                      .getBytes(StandardCharsets.UTF_8)));
      case PUT ->
          send(
              clinic,
              method,
              path,
              resource.replaceFirst("'resourceType'", "'id':'" + id + "','resourceType'"));
      case POST -> send(clinic, method, path, resource);
      case GET, HEAD, OPTIONS -> throw new IllegalArgumentException("not a write");
    };
  }

  private static Guarded send(Clinic clinic, HttpMethod method, String path, String json)
      throws Exception {
    Body body = json.isEmpty() ? Body.none() : json(json.replace('\'', '"'));
    return clinic.send(method, token(clinic), path, body);
  }

  private static String token(Clinic clinic) {
    UnaryOperator<TestToken> staff = token -> token.claim("roles", List.of("staff"));
    return clinic.token("user/*.cruds", staff);
  }

  private Clinic clinic(String... policies) {
    Clinic clinic = new Clinic(directory, all(policies(policies), this::lookingUp));
    return clinic.working(stored::answer);
  }

  private ZeroTrustBuilder lookingUp(ZeroTrustBuilder settings) {
    return settings.resourceLookup(stored);
  }

  private static UnaryOperator<ZeroTrustBuilder> policies(String... policies) {
    return settings ->
        settings.policies(PolicySource.of(new PolicyText("p.cedar", String.join("\n", policies))));
  }

  @SafeVarargs
  private static UnaryOperator<ZeroTrustBuilder> all(UnaryOperator<ZeroTrustBuilder>... settings) {
    return builder -> {
      ZeroTrustBuilder configured = builder;
      for (UnaryOperator<ZeroTrustBuilder> one : settings) {
        configured = one.apply(configured);
      }
      return configured;
    };
  }

  private static List<String> reasons(Guarded guarded) {
    return ((Decision) guarded.outcome())
        .explanation().of(Layer.DATA).reasons().stream()
            .map(reason -> reason.code().code())
            .toList();
  }
}
