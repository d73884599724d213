package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;

/** A read by id is decided by the patient of what is stored, and does not tell what is stored. */
class PatientReadWalkTest extends PolicyWalk {
  private static final String STAFF =
      "@id(\"staff\") permit (principal in Clinical::Role::\"staff\", action, resource);";
  private static final String BUNDLES =
      """
      @id("bundles")
      permit (
        principal,
        action in [Fhir::Action::"batch", Fhir::Action::"transaction"],
        resource
      );
      """;
  private static final String VIP =
      """
      @id("vip")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;

  /** Stands for a relationship: who treats whom. */
  private static final String TREATING =
      """
      @id("treating")
      permit (principal in Clinical::Role::"staff", action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"p1" };
      """;

  private static final String BREAK_GLASS =
      """
      @id("break-glass")
      @obligation("justify, notify")
      permit (
        principal in Clinical::Role::"staff",
        action in Fhir::Action::"read-like",
        resource
      )
      when { resource has patient };
      """;
  private static final List<String> BY_ID =
      List.of(
          "Observation/%s",
          "Observation/%s/_history",
          "Observation/%s/_history?_since=2999-01-01",
          "Observation/%s/_history/1",
          "Encounter/%s/$all",
          "Binary/%s");

  private final StoredRecords stored =
      new StoredRecords()
          .of("Observation", "vips", "vip")
          .of("Observation", "p1s", "p1")
          .of("Encounter", "vips", "vip")
          .of("Encounter", "p1s", "p1")
          .of("DocumentReference", "vips", "vip")
          .of("DocumentReference", "p1s", "p1")
          .with(
              "{'resourceType':'Binary','id':'vips',"
                  + "'securityContext':{'reference':'DocumentReference/vips'}}")
          .with(
              "{'resourceType':'Binary','id':'p1s',"
                  + "'securityContext':{'reference':'DocumentReference/p1s'}}");

  @Test
  void whoTreatsThePatientReadsById() throws Exception {
    try (Clinic clinic = clinic(TREATING)) {
      for (String path : BY_ID) {
        Guarded guarded = get(clinic, path.formatted("p1s"));

        assertThat(guarded.response().status()).as(path).isEqualTo(200);
        assertThat(text(guarded)).as(path).contains("\"id\":\"p1s\"");
        assertThat(((Permit) guarded.outcome()).decidedBy().policies()).containsExactly("treating");
      }
    }
  }

  @Test
  void whoDoesNotIsToldTheSameOfWhatIsThereAndWhatIsNot() throws Exception {
    try (Clinic clinic = clinic(TREATING)) {
      for (String path : BY_ID) {
        assertSame(clinic, path, 403);
      }
      assertThat(clinic.performed).isEmpty();
    }
  }

  @Test
  void whatIsForbiddenForThePatientIsToldAsAbsent() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (String path : BY_ID) {
        assertThat(get(clinic, path.formatted("p1s")).response().status()).isEqualTo(200);
        assertSame(clinic, path, 404);
      }
    }
  }

  @Test
  void aResourceThatWasMovedIntoAShieldedRecordDoesNotShowItsHistory() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[{\"resource\":{"
              + "\"resourceType\":\"Observation\",\"id\":\"vips\",\"subject\":{\"reference\":"
              + "\"Patient/p1\"}}}]}");

      assertThat(get(clinic, "Observation/vips/_history").response().status()).isEqualTo(404);
    }
  }

  @Test
  void anEntryOfABundleIsToldTheSameOfWhatIsThereAndWhatIsNot() throws Exception {
    for (String policies : List.of(TREATING + BUNDLES, STAFF + VIP)) {
      try (Clinic clinic = new Clinic(directory.resolve("" + policies.length()), with(policies))) {
        clinic.working(stored::answer);
        for (String kind : List.of("batch", "transaction")) {
          for (String path : BY_ID) {
            Guarded there = bundle(clinic, kind, path.formatted("vips"));
            Guarded absent = bundle(clinic, kind, path.formatted("absent"));

            assertThat(text(there)).as(kind + " " + path).isEqualTo(text(absent));
            assertThat(there.response().status()).isEqualTo(absent.response().status());
            assertThat(text(bundle(clinic, kind, path.formatted("p1s"))))
                .as(kind + " " + path)
                .contains("\"id\":\"p1s\"");
          }
        }
      }
    }
  }

  @Test
  void withoutALookupTheAnswerIsCheckedAsEver() throws Exception {
    try (Clinic clinic =
        new Clinic(
            directory, settings -> with(STAFF + VIP).apply(settings).resourceLookup(nothing()))) {
      clinic.working(stored::answer);

      assertThat(get(clinic, "Observation/p1s").response().status()).isEqualTo(200);
      assertSame(clinic, "Observation/%s", 404);
    }
    try (Clinic clinic =
        new Clinic(
            directory.resolve("treating"),
            settings -> with(TREATING).apply(settings).resourceLookup(nothing()))) {
      assertThat(reasons(get(clinic, "Observation/p1s"))).containsExactly("policy.no-policy");
    }
  }

  @Test
  void aReasonOpensARecordByIdAndTheDemandForOneDoesNotTellWhatIsThere() throws Exception {
    try (Clinic clinic = clinic(TREATING, BREAK_GLASS)) {
      assertThat(get(clinic, "Observation/p1s").response().status())
          .as("whoever treats owes no reason, but the union of permits does")
          .isEqualTo(403);
      assertSame(clinic, "Observation/%s", 403);
      assertThat(clinic.performed).isEmpty();

      Guarded reasoned =
          clinic.send(
              HttpMethod.GET,
              token(clinic),
              "/fhir/Observation/vips",
              Map.of("Access-Justification", List.of("unconscious in trauma room 2")),
              Body.none());

      assertThat(reasoned.response().status()).isEqualTo(200);
      assertThat(get(clinic, "Encounter/vips").response().status()).isEqualTo(200);
      assertThat(clinic.log()).anyMatch(line -> line.contains("justification"));
    }
  }

  @Test
  void inABundleTheDemandForAReasonDoesNotTellWhatIsThereEither() throws Exception {
    try (Clinic clinic = clinic(BUNDLES, BREAK_GLASS)) {
      for (String kind : List.of("batch", "transaction")) {
        Guarded there = bundle(clinic, kind, "Observation/vips");
        Guarded absent = bundle(clinic, kind, "Observation/absent");

        assertThat(there.response().status()).as(kind).isEqualTo(absent.response().status());
        assertThat(text(there)).as(kind).isEqualTo(text(absent));
      }
    }
  }

  @Test
  void aReasonForOnePatientDoesNotTellWhatIsStoredOfAnother() throws Exception {
    try (Clinic clinic = clinic(BUNDLES, BREAK_GLASS)) {
      stored.with("{'resourceType':'Patient','id':'p1'}");

      Guarded there = reasoned(clinic, bundleOf("batch", "Patient/p1", "Observation/vips"));
      Guarded absent = reasoned(clinic, bundleOf("batch", "Patient/p1", "Observation/absent"));
      Guarded two = reasoned(clinic, bundleOf("batch", "Observation/p1s", "Observation/vips"));

      assertThat(text(there)).isEqualTo(text(absent)).contains("403 Forbidden", "\"p1\"");
      assertThat(text(two)).doesNotContain("vips");
      assertThat(text(reasoned(clinic, bundleOf("batch", "Patient/p1", "Observation/p1s"))))
          .contains("p1s");
    }
  }

  private static Guarded reasoned(Clinic clinic, Body bundle) throws Exception {
    return clinic.send(
        HttpMethod.POST,
        token(clinic),
        "/fhir",
        Map.of("Access-Justification", List.of("unconscious in trauma room 2")),
        bundle);
  }

  @Test
  void strongerAuthenticationIsAskedForWhateverIsStored() throws Exception {
    String mfa =
        """
        @id("mfa")
        @reason("two factors")
        forbid (principal, action, resource) unless { context.authentication.mfa };
        """;
    try (Clinic clinic = clinic(TREATING, VIP, mfa)) {
      for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
        for (String id : List.of("p1s", "vips", "absent")) {
          Guarded weak = clinic.send(method, token(clinic), "/fhir/Observation/" + id, Body.none());

          assertThat(weak.response().status()).as(method + " " + id).isEqualTo(401);
          assertThat(weak.response().header("WWW-Authenticate"))
              .hasValue("Bearer error=\"insufficient_user_authentication\"");
        }
      }
      String strong =
          clinic.token("user/*.cruds", token -> token.claim("roles", List.of("staff")).mfa());
      assertThat(clinic.get(strong, "/fhir/Observation/p1s").response().status()).isEqualTo(200);
      assertThat(clinic.get(strong, "/fhir/Observation/vips").response().status()).isEqualTo(403);
      assertThat(clinic.get(strong, "/fhir/Observation/absent").response().status()).isEqualTo(403);
    }
  }

  @Test
  void aForbidThatHoldsForWhatIsInNobodysRecordDoesNotHoldForWhatIsInSomebodys() throws Exception {
    String clinicalOnly =
        """
        @id("clinical-only")
        @reason("only records of patients are read here")
        forbid (principal, action, resource) unless { resource has patient };
        """;
    try (Clinic clinic = clinic(STAFF, clinicalOnly)) {
      assertThat(get(clinic, "Observation/p1s").response().status()).isEqualTo(200);
      assertThat(get(clinic, "Observation/absent").response().status()).isEqualTo(403);
      assertThat(
              clinic
                  .get(
                      clinic.token("user/*.rs", t -> t.claim("roles", List.of("other"))),
                      "/fhir/Observation/absent")
                  .response()
                  .header("WWW-Authenticate"))
          .isEmpty();
    }
  }

  @Test
  void scopesThatConfineToOnePatientNeedNoLookup() throws Exception {
    try (Clinic clinic = clinic(TREATING, VIP)) {
      String app =
          clinic.token("patient/*.rs", t -> t.patient("p1").claim("roles", List.of("staff")));

      assertThat(clinic.get(app, "/fhir/Observation/p1s").response().status()).isEqualTo(200);
      assertThat(clinic.get(app, "/fhir/Observation/vips").response().status()).isEqualTo(404);
      assertThat(stored.lookedUp).isEmpty();
    }
  }

  @Test
  void wherePoliciesDoNotAskForThePatientNothingIsLookedUp() throws Exception {
    String ofOthers = VIP.replace("(principal,", "(principal in Clinical::Role::\"support\",");
    try (Clinic clinic = clinic(STAFF, TREATING, ofOthers)) {
      for (String path : BY_ID) {
        assertThat(get(clinic, path.formatted("p1s")).response().status()).as(path).isEqualTo(200);
      }
      assertThat(get(clinic, "Patient/p1").outcome()).isInstanceOf(Permit.class);
      assertThat(stored.lookedUp).isEmpty();
    }
  }

  @Test
  void whatLeavesIsNotTakenForNobodysWhenItNamesItsPatientOtherwise() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
              + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o1\","
              + "\"subject\":{\"identifier\":{\"value\":\"9\"}}}},"
              + "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o2\"}}]}");

      Guarded search = get(clinic, "Observation?code=x");

      assertThat(text(search)).contains("o2").doesNotContain("o1");
    }
  }

  @Test
  void thePatientOfWhatIsReadStandsInTheAuditRecord() throws Exception {
    try (Clinic clinic = clinic(TREATING)) {
      get(clinic, "Observation/p1s");

      assertThat(clinic.log()).anyMatch(l -> l.contains(" permit ") && !l.contains("unknown("));
    }
  }

  private static void assertSame(Clinic clinic, String path, int status) throws Exception {
    Guarded there = get(clinic, path.formatted("vips"));
    Guarded absent = get(clinic, path.formatted("absent"));

    assertThat(there.response().status()).as(path).isEqualTo(status);
    assertThat(absent.response().status()).as(path).isEqualTo(status);
    assertThat(there.response().headers()).as(path).isEqualTo(absent.response().headers());
    assertThat(text(there)).as(path).isEqualTo(text(absent));
  }

  private static Guarded get(Clinic clinic, String path) throws Exception {
    return clinic.get(token(clinic), "/fhir/" + path);
  }

  private static Guarded bundle(Clinic clinic, String kind, String url) throws Exception {
    return clinic.send(HttpMethod.POST, token(clinic), "/fhir", bundleOf(kind, url));
  }

  private static Body bundleOf(String kind, String... urls) {
    List<String> entries =
        List.of(urls).stream()
            .map(url -> "{\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}")
            .toList();
    return json(
        "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
            .formatted(kind, String.join(",", entries)));
  }

  private static String token(Clinic clinic) {
    return clinic.token("user/*.cruds", token -> token.claim("roles", List.of("staff")));
  }

  @Override
  Clinic clinic(String... policies) {
    return new Clinic(directory, with(String.join("\n", policies))).working(stored::answer);
  }

  private UnaryOperator<ZeroTrustBuilder> with(String policies) {
    return settings ->
        settings
            .policies(PolicySource.of(new PolicyText("p.cedar", policies)))
            .allowOperation(
                OperationRule.ofInstance("Encounter", "all")
                    .needing("Encounter", Permission.READ)
                    .answersFromItself())
            .resourceLookup(stored);
  }

  private static ResourceLookup nothing() {
    return (type, id) -> Optional.empty();
  }
}
