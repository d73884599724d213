package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.walk.Ward.keepsSecret;
import static org.ztclinical.walk.Ward.showsOnly;
import static org.ztclinical.walk.Ward.status;
import static org.ztclinical.walk.Ward.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/**
 * One test for each class of bypass that was found in systems of this kind, through the whole walk
 * to a store that hands out everything. {@link #TABLE} says which test is for what, and is
 * complete.
 */
class BypassClassesTest {
  private static final String PATIENT_READS = "patient/*.rs";

  /** Class of bypass, where it was found, and the test. */
  static final String TABLE =
      """
      type forgotten | CVE-2026-24487 OpenEMR | cve202624487NoTypeIsForgotten
      route without rules | CVE-2026-25164 OpenEMR | cve202625164ARouteWithoutARuleIsClosed
      prefix of a URL | CVE-2026-34359, -34360, -34361 HAPI FHIR | cve202634359ALookAlikeOfOurBaseIsAnotherServer
      reference to another server | HAPI FhirTerser | hapiFhirTerserAPatientOfAnotherServerIsNotOurs
      include | microsoft/fhir-server #5683 | microsoft5683IncludedResourcesAreCheckedOnEveryPage
      reference that is not membership | microsoft/fhir-server #5683 | microsoft5683ObservationFocusIsNoMembership
      chain, _has, _sort, _filter | hapi-fhir #6065 | hapi6065WhatDecidesOverAnAnswerMustBeReadable
      list of alternatives | fhir-gateway | fhirGatewayEveryAlternativeOfAListCounts
      count | HAPI 8.8.1 | hapi881ACountTellsNothingOfOthers
      parameter of the same path | hapi-fhir #3941 | hapi3941AParameterOfTheSamePathIsNoConstraint
      patch, conditional write | LinuxForHealth #4101, hapi-fhir #7240 | linuxForHealth4101Hapi7240PatchesAndConditionsAreJudgedByBothVersions
      batch, transaction | microsoft/fhir-server #3099, #3372 | microsoft3099And3372EveryEntryIsJudged
      nested bundle, tricks with URLs of entries | proxy-smart | proxySmartAnEntryHasOneReading
      GraphQL | medplum #4183, #7641 | medplum4183And7641GraphQlIsClosed
      operation taken for a read | fhir-gateway, proxy-smart | fhirGatewayAnOperationIsNoRead
      two readings of a search | vectors http-* | httpASearchHasOneReading
      method override | no peer checks it | httpAMethodHasOneReading
      path tricks | no peer checks them all | httpAPathHasOneReading
      page of another | hapi-fhir #590, #3382 | hapi590And3382APageIsForWhoWasGivenIt
      empty means unrestricted | InterSystems HSDD-2316 | interSystemsHsdd2316NothingGrantedIsNothingPermitted
      patient chosen by a header | Aidbox X-Patient-id, Google X-Consent-Scope | aidboxXPatientIdTheContextIsTheTokensAlone
      XML | CVE-2023-24057, CVE-2024-45294, CVE-2024-51132, CVE-2024-52007 | cve202324057NoDocumentTypeIsRead
      token not confined to its user's records | Knight 2021 | knight2021ATokenReadsOneRecordAmongMany
      """;

  @TempDir Path directory;

  @Test
  void everyClassHasItsTestAndEveryTestItsClass() {
    ReferenceTable.verify(BypassClassesTest.class, TABLE, 23);
  }

  @Test
  void cve202624487NoTypeIsForgotten() throws Exception {
    String secret =
        "{'resourceType':'%s','id':'x','subject':{'reference':'Patient/456'},"
            + "'patient':{'reference':'Patient/456'},'description':'SECRET'}";
    String[] stored =
        ResourceTypes.all().stream()
            // It carries messages and is nobody's record.
            .filter(type -> !type.equals("OperationOutcome"))
            .map(secret::formatted)
            .toArray(String[]::new);
    try (Ward ward = new Ward(directory, stored)) {
      String token = ward.patient(PATIENT_READS);

      for (String type : ResourceTypes.all()) {
        keepsSecret(ward.get(token, "/" + type + "/x"));
        keepsSecret(ward.get(token, "/" + type));
      }
    }
    assertThat(stored).hasSizeGreaterThanOrEqualTo(145);
  }

  @Test
  void cve202625164ARouteWithoutARuleIsClosed() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.user("user/*.cruds");

      for (String route : List.of("/", "/api/portal", "/fhirs/Patient/1", "/admin", "/FHIR")) {
        assertThat(status(ward.clinic.get(token, route))).as(route).isEqualTo(404);
        assertThat(status(ward.clinic.get("", "/fhir/Patient/123"))).isEqualTo(401);
      }
      assertThat(ward.runs()).isZero();
    }
  }

  @Test
  void cve202634359ALookAlikeOfOurBaseIsAnotherServer() throws Exception {
    refusesSubjects(
        "https://fhir.example/fhirPatient/123",
        "https://fhir.example/fhir-copy/Patient/123",
        "https://fhir.example.evil.example/fhir/Patient/123",
        "https://fhir.example@evil.example/fhir/Patient/123",
        "https://fhir.example:444/fhir/Patient/123",
        "http://fhir.example/fhir/Patient/123");
  }

  @Test
  void hapiFhirTerserAPatientOfAnotherServerIsNotOurs() throws Exception {
    refusesSubjects(
        "https://other.example/Patient/123",
        "urn:uuid:00000000-0000-4000-8000-000000000123",
        "#123",
        "patient/123",
        "Patient/123/x",
        "Patient?_id=123",
        "x/Patient/123");
  }

  private void refusesSubjects(String... references) throws Exception {
    String secret =
        "{'resourceType':'Condition','id':'c%d','subject':{'reference':'%s','identifier':"
            + "{'value':'123'}},'note':[{'text':'SECRET'}]}";
    String[] stored = new String[references.length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = secret.formatted(i, references[i]);
    }
    try (Ward ward = new Ward(directory, stored)) {
      String token = ward.patient("patient/*.cruds");

      for (int i = 0; i < stored.length; i++) {
        keepsSecret(ward.get(token, "/Condition/c" + i));
        int before = ward.runs();
        ward.refuses(ward.send(HttpMethod.POST, token, "/Condition", stored[i]), before);
      }
      keepsSecret(ward.get(token, "/Condition?patient=123"));
    }
  }

  @Test
  void microsoft5683IncludedResourcesAreCheckedOnEveryPage() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      for (String query :
          List.of(
              "_include=Observation:subject",
              "_include=*",
              "_include:iterate=Observation:subject",
              "_revinclude=Provenance:target",
              "_revinclude:iterate=Observation:focus")) {
        showsOnly(ward.get(token, "/Observation?patient=123&" + query), "own");
      }
      showsOnly(ward.get(token, "/Patient?_id=123&_revinclude=Observation:subject"), "123");
      ward.refusesGet(token, "/Observation/$includes?page=2");
      ward.refusesGet(token, "/?_getpages=never-given-out");
      ward.refusesGet(
          ward.patient("patient/Patient.rs"), "/Patient?_id=123&_revinclude=Observation:subject");
    }
  }

  @Test
  void microsoft5683ObservationFocusIsNoMembership() throws Exception {
    String focused =
        "{'resourceType':'Observation','id':'focused','focus':[{'reference':'Patient/123'}],"
            + "'subject':{'reference':'Patient/456'},'note':[{'text':'SECRET'}]}";
    try (Ward ward = new Ward(directory, focused)) {
      String token = ward.patient(PATIENT_READS);

      keepsSecret(ward.get(token, "/Observation/focused"));
      keepsSecret(ward.get(token, "/Observation?focus=Patient/123"));
    }
  }

  @Test
  void hapi6065WhatDecidesOverAnAnswerMustBeReadable() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/Patient.rs");

      for (String query :
          List.of(
              "_has:Observation:patient:code=1234-5",
              "_has:Observation:subject:_has:Condition:subject:code=1",
              "general-practitioner.name=x",
              "general-practitioner:Practitioner.name=x",
              "_filter=name eq \"x\"".replace(" ", "%20").replace("\"", "%22"),
              "_sort=general-practitioner.name",
              "_list=1",
              "_query=any")) {
        ward.refusesGet(token, "/Patient?" + query);
      }
      ward.refusesGet(ward.patient(PATIENT_READS), "/Observation?patient=123&performer.name=x");
      ward.refusesGet(ward.user("user/Patient.rs"), "/Patient?_has:Observation:patient:code=1");
    }
  }

  @Test
  void fhirGatewayEveryAlternativeOfAListCounts() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      for (String query :
          List.of(
              "subject=Patient/123,Group/9",
              "subject=Group/9,Patient/123",
              "patient=123,456",
              "subject=Patient/123,Patient/456")) {
        ward.refusesGet(token, "/Observation?" + query + "&_summary=count");
        showsOnly(ward.get(token, "/Observation?" + query), "own");
      }
      ward.refusesGet(token, "/Observation?subject=Patient/456,Patient/789");
      ward.refusesGet(token, "/Observation?patient=123&patient=456");
    }
  }

  @Test
  void hapi881ACountTellsNothingOfOthers() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      for (String query : List.of("code=1", "patient=123,456", "performer=Patient/123,Group/9")) {
        keepsSecret(ward.get(token, "/Observation?" + query));
        ward.refusesGet(token, "/Observation?" + query + "&_total=accurate");
        ward.refusesGet(token, "/Observation?" + query + "&_summary=count");
        ward.refusesGet(token, "/Observation?" + query + "&_count=1");
      }
    }
  }

  @Test
  void hapi3941AParameterOfTheSamePathIsNoConstraint() throws Exception {
    String appointment =
        "{'resourceType':'Appointment','id':'a','participant':[{'actor':"
            + "{'reference':'Location/123'}},{'actor':{'reference':'Patient/456'}}],"
            + "'description':'SECRET'}";
    String person =
        "{'resourceType':'Person','id':'p','link':[{'target':{'reference':'Practitioner/123'}}],"
            + "'name':[{'family':'SECRET'}]}";
    try (Ward ward = new Ward(directory, appointment, person)) {
      String token = ward.patient(PATIENT_READS);

      for (String url :
          List.of(
              "/Appointment?location=123",
              "/Appointment?practitioner=Patient/123",
              "/Person?practitioner=123",
              "/Provenance?target=123")) {
        Guarded guarded = ward.get(token, url);

        assertThat(text(guarded)).as(url).doesNotContain(Ward.SECRET);
        assertThat(ward.clinic.performed.get(ward.runs() - 1).query().toQuery())
            .as("the constraint is added whatever the client asks for")
            .contains("=Patient%2F123");
      }
    }
  }

  @Test
  void linuxForHealth4101Hapi7240PatchesAndConditionsAreJudgedByBothVersions() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/*.cruds");

      int before = ward.runs();
      ward.refuses(patch(ward, token, "other", "'path':'/status','value':'final'"), before);
      ward.refuses(
          patch(ward, token, "own", "'path':'/subject/reference','value':'Patient/456'"), before);
      ward.refuses(
          ward.send(HttpMethod.PATCH, token, "/Observation/own", "{'resourceType':'Parameters'}"),
          before);
      for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH)) {
        ward.refuses(
            ward.send(
                method,
                token,
                "/Observation?code=1",
                method == HttpMethod.DELETE
                    ? ""
                    : method == HttpMethod.PUT
                        ? Ward.OWN.replace("'id':'own',", "")
                        : "{'resourceType':'Parameters'}"),
            before);
      }
      ward.refuses(
          patch(ward, ward.patient(PATIENT_READS), "own", "'path':'/status','value':'x'"), before);
      assertThat(status(patch(ward, token, "own", "'path':'/status','value':'final'")))
          .isLessThan(300);
    }
  }

  private static Guarded patch(Ward ward, String token, String id, String operation)
      throws Exception {
    String patch = Ward.quoted("[{'op':'add'," + operation + "}]");
    return ward.clinic.send(
        HttpMethod.PATCH,
        token,
        "/fhir/Observation/" + id,
        Body.of("application/json-patch+json", patch.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void microsoft3099And3372EveryEntryIsJudged() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/Observation.rs");
      String[] urls = {
        "Observation/own",
        "Observation/other",
        "Patient/456",
        "Patient/456/$everything",
        "Observation?_has:Condition:subject:code=1"
      };

      Guarded batch = ward.bundle(token, "batch", urls);

      showsOnly(batch, "own");
      assertThat(text(batch).split("\"status\":\"403 Forbidden\"", -1)).hasSize(4);
      int before = ward.runs();
      ward.refuses(ward.bundle(token, "transaction", urls), before);
      ward.refuses(ward.bundle(token, "transaction", "Observation/other"), before);
    }
  }

  @Test
  void proxySmartAnEntryHasOneReading() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      int before = ward.runs();
      for (String url :
          List.of(
              "../fhir/Observation/other",
              "Observation/./other",
              "Observation//other",
              "Observation%2fother",
              "%4fbservation/other",
              "Observation/other;x",
              "https://fhir.example/fhir/Observation/other",
              "observation/other",
              "metadata/../Observation/other")) {
        ward.refuses(ward.bundle(token, "batch", url), before);
      }
      String inner = "{'resourceType':'Bundle','type':'batch','entry':[]}";
      ward.refuses(
          ward.send(
              HttpMethod.POST,
              token,
              "",
              "{'resourceType':'Bundle','type':'batch','entry':[{'resource':"
                  + inner
                  + ",'request':{'method':'POST','url':''}}]}"),
          before);
      ward.refuses(ward.send(HttpMethod.POST, token, "/Patient/_history", inner), before);
    }
  }

  @Test
  void medplum4183And7641GraphQlIsClosed() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String token : List.of(ward.patient("patient/*.cruds"), ward.user("user/*.cruds"))) {
        ward.refusesGet(token, "/$graphql");
        ward.refusesGet(token, "/$graphql?query=%7BPatientList%7Bid%7D%7D");
        ward.refusesGet(token, "/Patient/123/$graphql?query=%7Bname%7D");
        int before = ward.runs();
        ward.refuses(ward.send(HttpMethod.POST, token, "/$graphql", "{'query':'x'}"), before);
      }
    }
  }

  @Test
  void fhirGatewayAnOperationIsNoRead() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String reads = ward.patient("patient/Patient.rs");

      ward.refusesGet(reads, "/Patient/123/$everything");
      ward.refusesGet(reads, "/Patient/123/Observation");
      ward.refusesGet(reads, "/Patient/123/*");
      ward.refusesGet(ward.patient("patient/*.cruds"), "/Patient/123/$meta");
      ward.refusesGet(ward.patient("patient/*.cruds"), "/Patient/456/$everything");
      showsOnly(ward.get(ward.patient(PATIENT_READS), "/Patient/123/$everything"), "own");
      showsOnly(ward.get(ward.patient(PATIENT_READS), "/Patient/123/Observation"), "own");
    }
  }

  @Test
  void httpASearchHasOneReading() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      keepsSecret(ward.form(token, "/Observation/_search?patient=123", "patient=456"));
      keepsSecret(ward.form(token, "/Observation/_search", "patient=123&subject=Patient/456"));
      int before = ward.runs();
      ward.refuses(ward.form(token, "/Observation/_search?_count=5", "_count=6"), before);
      ward.refuses(
          ward.form(token, "/Observation/_search", "%5Fhas:Condition:subject:code=1"), before);
      ward.refuses(ward.send(HttpMethod.POST, token, "/Observation/_search", "{'x':1}"), before);
      ward.refuses(ward.form(token, "/Observation", "patient=123"), before);
      ward.refusesGet(token, "/Observation?patient=123&_summary=count&_summary=false");
      ward.refusesGet(token, "/Observation?%5Finclude=Secret:x");
    }
  }

  @Test
  void httpAMethodHasOneReading() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      int before = ward.runs();
      for (String header :
          List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
        ward.refuses(
            ward.clinic.send(
                HttpMethod.GET,
                token,
                "/fhir/Observation/own",
                Map.of(header, List.of("DELETE")),
                Body.none()),
            before);
      }
      ward.refusesGet(token, "/Observation?_method=DELETE");
      assertThatThrownBy(() -> HttpMethod.parse("TRACE"))
          .isInstanceOf(RequestRefusedException.class);
      assertThatThrownBy(() -> HttpMethod.parse("get")).isInstanceOf(RequestRefusedException.class);
      Guarded head =
          ward.clinic.send(HttpMethod.HEAD, token, "/fhir/Observation/other", Body.none());
      Guarded absent = ward.clinic.send(HttpMethod.HEAD, token, "/fhir/Patient/456", Body.none());
      assertThat(status(head)).isEqualTo(404);
      assertThat(head.response().body()).isEmpty();
      assertThat(status(absent)).isBetween(400, 404);
    }
  }

  @Test
  void httpAPathHasOneReading() throws Exception {
    for (String path :
        List.of(
            "/fhir/Observation%2fother",
            "/fhir/Observation/../Observation/other",
            "/fhir/Observation/%2e%2e/other",
            "/fhir//Observation/other",
            "/fhir/Observation/other;x=1",
            "/fhir/Observation/other%00",
            "/fhir/Observation/other\\")) {
      assertThatThrownBy(() -> CanonicalPath.parse(path))
          .as(path)
          .isInstanceOf(RequestRefusedException.class);
    }
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      ward.refusesGet(token, "/observation/own");
      ward.refusesGet(token, "/Observation/own/_history/1/x");
      ward.refusesGet(token, "/OBSERVATION");
    }
  }

  @Test
  void hapi590And3382APageIsForWhoWasGivenIt() throws Exception {
    try (Ward ward = new Ward(directory)) {
      ward.clinic.answering(
          Ward.quoted(
              "{'resourceType':'Bundle','type':'searchset','link':[{'relation':'next','url':"
                  + "'https://fhir.example/fhir?_getpages=abc'}],'entry':[{'resource':"
                  + Ward.OTHER
                  + "}]}"));
      String owner = ward.patient(PATIENT_READS);

      ward.refusesGet(owner, "/?_getpages=abc");
      keepsSecret(ward.get(owner, "/Observation"));
      keepsSecret(ward.get(owner, "/?_getpages=abc"));
      ward.refusesGet(ward.patient("patient/*.cruds"), "/?_getpages=abc");
      ward.refusesGet(ward.user("user/*.rs"), "/?_getpages=abc");
      ward.refusesGet(ward.token(PATIENT_READS, t -> t.patient("456")), "/?_getpages=abc");
      int before = ward.runs();
      ward.refuses(ward.bundle(ward.user("user/*.rs"), "batch", "?_getpages=abc"), before);
      assertThat(status(ward.get("", "/?_getpages=abc"))).isEqualTo(401);
    }
  }

  @Test
  void interSystemsHsdd2316NothingGrantedIsNothingPermitted() throws Exception {
    try (Ward ward = new Ward(directory.resolve("scopes"))) {
      for (String scopes :
          List.of(
              "openid",
              "openid launch/patient fhirUser offline_access",
              "patient/Observation.sr patient/*.x user/*",
              "patient/Observation.rs?nosuch=1",
              "smart/orchestrate_launch *",
              "https://fhir.example/*")) {
        ward.refusesGet(ward.patient(scopes), "/Observation/own");
        ward.refusesGet(ward.patient(scopes), "/Observation");
        ward.refusesGet(ward.user("patient/*.rs"), "/Observation");
      }
    }
    String forbids = "@id(\"none\") @reason(\"closed\") forbid (principal, action, resource);";
    try (Ward ward =
        new Ward(
            directory.resolve("policies"),
            settings ->
                settings.policies(PolicySource.of(new PolicyText("none.cedar", forbids))))) {
      ward.refusesGet(ward.user("user/*.rs"), "/Observation/own");
    }
  }

  @Test
  void aidboxXPatientIdTheContextIsTheTokensAlone() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String header : List.of("X-Patient-id", "X-Consent-Scope", "X-Forwarded-User")) {
        Map<String, List<String>> headers = Map.of(header, List.of("456"));

        Guarded other =
            ward.clinic.send(
                HttpMethod.GET,
                ward.patient(PATIENT_READS),
                "/fhir/Patient/456",
                headers,
                Body.none());
        Guarded nobody =
            ward.clinic.send(
                HttpMethod.GET,
                ward.user(PATIENT_READS),
                "/fhir/Patient/456",
                headers,
                Body.none());

        assertThat(status(other)).isBetween(403, 404);
        assertThat(status(nobody)).isEqualTo(403);
      }
      ward.refusesGet(ward.patient(PATIENT_READS), "/Patient/456?patient=456");
    }
  }

  @Test
  void cve202324057NoDocumentTypeIsRead() throws Exception {
    String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>";
    byte[] xml = entity.getBytes(StandardCharsets.UTF_8);
    try (Ward ward = new Ward(directory)) {
      String token = ward.user("user/*.cruds");

      int before = ward.runs();
      for (String type :
          List.of(
              "application/fhir+xml", "application/xml", "text/xml", "application/xml-patch+xml")) {
        HttpMethod method = type.contains("patch") ? HttpMethod.PATCH : HttpMethod.PUT;
        Guarded guarded = ward.clinic.send(method, token, "/fhir/Patient/123", Body.of(type, xml));
        assertThat(status(guarded)).as(type).isBetween(400, 415);
        assertThat(ward.runs()).isEqualTo(before);
      }
      ward.clinic.working(
          clearance -> Response.of(200, Map.of("Content-Type", List.of("application/xml")), xml));
      Guarded answered = ward.get(token, "/Patient/123");
      assertThat(status(answered)).isEqualTo(500);
      assertThat(text(answered)).doesNotContain("ENTITY");
    }
  }

  @Test
  void knight2021ATokenReadsOneRecordAmongMany() throws Exception {
    String[] others = new String[60];
    for (int i = 0; i < others.length; i++) {
      others[i] = "{'resourceType':'Patient','id':'p%d','name':[{'family':'SECRET'}]}".formatted(i);
    }
    try (Ward ward = new Ward(directory, others)) {
      String token = ward.patient(PATIENT_READS);

      showsOnly(ward.get(token, "/Patient"), "123");
      for (int i = 0; i < others.length; i++) {
        keepsSecret(ward.get(token, "/Patient/p" + i));
      }
    }
  }
}
