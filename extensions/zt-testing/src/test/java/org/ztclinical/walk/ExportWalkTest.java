package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.walk.Clinic.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** Exports from start to file (Bulk Data Access 2): everything of one is for who started it. */
class ExportWalkTest {
  private static final String BASE = "https://fhir.example/fhir";
  private static final BulkRoutes PLAIN = BulkRoutes.below("/bulk/status", "/bulk/files");
  private static final String STATUS = "/bulk/status/job-1";
  private static final String FILE = "/bulk/files/job-1/Patient.ndjson";
  private static final String LINES =
      """
      {"resourceType":"Patient","id":"1"}
      {"resourceType":"Observation","id":"2","subject":{"reference":"Patient/1"}}
      """;
  private static final Map<String, List<String>> ASYNC =
      Map.of("Prefer", List.of("respond-async"), "Accept", List.of("application/fhir+json"));

  @TempDir Path directory;
  private String location = BASE + STATUS;
  private String manifest = manifest(BASE + FILE);
  private String lines = LINES;
  private String fileType = "application/fhir+ndjson";
  private boolean complete = true;

  @BeforeEach
  void setUp() {
    complete = true;
  }

  @Test
  void whoStartsAnExportGetsItsStatusManifestAndFiles() throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String token = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      complete = false;

      assertThat(start(clinic, token).response().header("Content-Location")).contains(location);
      assertThat(clinic.performed.get(0).headers("prefer")).containsExactly("respond-async");
      Guarded running = clinic.get(token, "/fhir" + STATUS);
      assertThat(running.response().status()).isEqualTo(202);
      assertThat(running.response().header("X-Progress")).contains("half");
      assertThat(running.response().header("X-Other")).isEmpty();
      complete = true;
      Guarded ready = clinic.get(token, "/fhir" + STATUS);
      assertThat(ready.response().status()).isEqualTo(200);
      assertThat(text(ready)).contains(BASE + FILE, "\"requiresAccessToken\":true");
      Guarded file = file(clinic, token);
      assertThat(file.response().status()).isEqualTo(200);
      assertThat(text(file)).isEqualTo(LINES);
      assertThat(clinic.performed.get(3).headers("accept"))
          .containsExactly("application/fhir+ndjson");
      assertThat(clinic.send(HttpMethod.DELETE, token, "/fhir" + STATUS, Body.none()).response())
          .satisfies(answer -> assertThat(answer.status()).isEqualTo(202))
          .satisfies(answer -> assertThat(answer.body()).isEmpty());
      assertThat(clinic.log())
          .anyMatch(line -> line.contains(" release ") && line.contains("Patient:1"));
    }
  }

  @Test
  void toEverybodyElseAnExportReadsLikeNone() throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      start(clinic, owner);
      clinic.get(owner, "/fhir" + STATUS);
      int before = clinic.runs.get();

      for (String thief :
          List.of(
              clinic.token("system/*.rs", t -> t.subject("other").client("app")),
              clinic.token("system/*.rs", t -> t.subject("app").client("other")),
              clinic.token("system/*.cruds", t -> t.subject("app").client("app")),
              clinic.token("user/*.cruds", t -> t.subject("dr-a")))) {
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE)) {
          assertSame(
              clinic.send(method, thief, "/fhir" + STATUS, Body.none()),
              clinic.send(method, thief, "/fhir/bulk/status/none", Body.none()));
        }
        assertSame(file(clinic, thief), clinic.get(thief, "/fhir/bulk/files/none/x.ndjson"));
      }
      assertThat(clinic.runs).hasValue(before);
    }
  }

  @Test
  void aFileThatNoManifestNamedIsNobodys() throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      start(clinic, owner);

      assertThat(file(clinic, owner).response().status()).isEqualTo(404);
      clinic.get(owner, "/fhir" + STATUS);
      assertThat(file(clinic, owner).response().status()).isEqualTo(200);
      assertThat(clinic.get(owner, "/fhir" + FILE + "?x=1").response().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.example/files/Patient.ndjson",
        "https://fhir.example.evil.example/fhir/bulk/files/job-1/Patient.ndjson",
        "https://fhir.example/fhir/Patient/1",
        "https://fhir.example/fhir/bulk/status/job-2",
        "https://fhir.example/fhir/bulk/files/../../admin",
        "/bulk/files/job-1/Patient.ndjson"
      })
  void aManifestThatNamesAnythingElseThanAFileStays(String url) throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      start(clinic, owner);
      manifest = manifest(BASE + FILE + "\",\"type\":\"Patient\"},{\"url\":\"" + url);

      Guarded status = clinic.get(owner, "/fhir" + STATUS);

      assertThat(status.response().status()).isEqualTo(500);
      assertThat(text(status)).doesNotContain("ndjson", "admin");
      assertThat(file(clinic, owner).response().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\",\"id\":\"1\"}",
        "{\"transactionTime\":\"x\",\"output\":\"none\"}",
        "{\"output\":[\"x\"]}",
        "{\"output\":[{}]}",
        "{\"link\":[{\"relation\":\"next\",\"url\":\"https://fhir.example/fhir/x\"}]}",
        "not json"
      })
  void whatIsNoManifestStays(String answer) throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      start(clinic, owner);
      manifest = answer;

      assertThat(clinic.get(owner, "/fhir" + STATUS).response().status()).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://jobs.example/1",
        "https://fhir.example/fhir/Patient/1",
        "https://fhir.example/fhir/bulk/files/x/y",
        "/fhir/bulk/status/job-1"
      })
  void aStatusThatCannotBeBoundIsNotGivenOut(String elsewhere) throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      location = elsewhere;

      Guarded started = start(clinic, clinic.token("system/*.rs", t -> t));

      assertThat(started.response().status()).isEqualTo(500);
      assertThat(started.response().header("Content-Location")).isEmpty();
    }
  }

  @Test
  void whatTheScopesDoNotCoverIsTakenOutOfAFile() throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String owner = clinic.token("system/Patient.rs", t -> t.subject("app").client("app"));
      clinic.send(HttpMethod.GET, owner, "/fhir/$export?_type=Patient", ASYNC, Body.none());
      clinic.get(owner, "/fhir" + STATUS);

      Guarded file = file(clinic, owner);

      assertThat(text(file)).isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"1\"}\n");
      assertThat(clinic.log())
          .anyMatch(line -> line.contains(" release ") && line.contains("withheld=1"));
    }
  }

  @Test
  void aLineThatCarriesWhatTheScopesDoNotCoverIsTakenOutOfAFile() throws Exception {
    String open = carrying("{\"resourceType\":\"Patient\",\"id\":\"1\"}");
    lines =
        open
            + carrying("{\"resourceType\":\"Observation\",\"id\":\"2\"}")
            + carrying(carrying("{\"resourceType\":\"Patient\",\"id\":\"1\"}").strip());
    String policy =
        """
        @id("all") permit (principal, action, resource);
        @id("no-observations") @reason("x") forbid (principal, action, resource is Fhir::Observation);
        """;
    try (Clinic clinic =
        new Clinic(
            directory,
            settings ->
                settings
                    .bulkExport(PLAIN)
                    .policies(PolicySource.of(new PolicyText("test.cedar", policy))))) {
      clinic.working(this::answer);
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));
      clinic.send(HttpMethod.GET, owner, "/fhir/$export?_type=Patient", ASYNC, Body.none());
      clinic.get(owner, "/fhir" + STATUS);

      assertThat(text(file(clinic, owner))).isEqualTo(open);
    }
  }

  private static String carrying(String resource) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"x\",\"part\":[{\"name\":\"y\",\"resource\":"
        + resource
        + "}]}]}\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/json",
        "application/octet-stream",
        "application/fhir+ndjson;charset=UTF-16"
      })
  void aFileThatIsStatedAsSomethingElseIsWithheld(String type) throws Exception {
    fileType = type;
    try (Clinic clinic = clinic(PLAIN)) {
      String token = clinic.token("system/*.rs", t -> t);
      start(clinic, token);
      clinic.get(token, "/fhir" + STATUS);

      assertThat(file(clinic, token).response().status()).isEqualTo(500);
    }
  }

  @Test
  void theLastLineOfAFileIsCheckedWhetherItEndsOrNot() throws Exception {
    try (Clinic clinic = clinic(PLAIN)) {
      String token = clinic.token("system/Patient.rs", t -> t);
      clinic.send(HttpMethod.GET, token, "/fhir/$export?_type=Patient", ASYNC, Body.none());
      clinic.get(token, "/fhir" + STATUS);
      String seen = "{\"resourceType\":\"Patient\",\"id\":\"1\"}";

      lines = seen;
      assertThat(text(file(clinic, token))).isEqualTo(seen + "\n");
      lines = seen + "\n{\"resourceType\":\"Observation\",\"id\":\"SECRET\"}";
      assertThat(text(file(clinic, token))).isEqualTo(seen + "\n");
      lines = seen + "\n{\"resourceType\":\"Patient\"";
      assertThat(file(clinic, token).response().status()).isEqualTo(500);
    }
  }

  @Test
  void withoutRoutesSuchRequestsHaveNoMeaning() throws Exception {
    try (Clinic clinic = clinic(BulkRoutes.none())) {
      String token = clinic.token("system/*.cruds", t -> t);

      assertThat(clinic.get(token, "/fhir" + STATUS).response().status()).isEqualTo(400);
      assertThat(clinic.get(token, "/fhir" + FILE).response().status()).isEqualTo(400);
      assertThat(clinic.get(token, "/fhir/$export-poll-status?_jobId=1").response().status())
          .isEqualTo(403);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void hapisStatusAndBinariesAreBoundToo() throws Exception {
    location = BASE + "/$export-poll-status?_jobId=job-1";
    manifest = manifest(BASE + "/Binary/file-1");
    try (Clinic clinic = clinic(BulkRoutes.hapi())) {
      String owner = clinic.token("system/Patient.rs", t -> t.subject("app").client("app"));
      String thief = clinic.token("system/*.rs", t -> t.subject("other").client("other"));
      clinic.send(HttpMethod.GET, owner, "/fhir/$export?_type=Patient", ASYNC, Body.none());
      String status = "/fhir/$export-poll-status?_jobId=job-1";

      assertThat(clinic.get(thief, status).response().status()).isEqualTo(404);
      assertThat(clinic.get(owner, status + "&_jobId=job-2").response().status()).isEqualTo(403);
      assertThat(clinic.get(owner, status).response().status()).isEqualTo(200);
      assertThat(text(binary(clinic, owner, "file-1"))).contains("Patient");
      assertThat(binary(clinic, thief, "file-1").response().status()).isEqualTo(404);
      assertThat(clinic.send(HttpMethod.DELETE, thief, status, Body.none()).response().status())
          .isEqualTo(404);
      assertThat(clinic.send(HttpMethod.DELETE, owner, status, Body.none()).response().status())
          .isEqualTo(202);
    }
  }

  @Test
  void aBinaryThatIsAFileOfAnExportLeavesAsSuchAlone() throws Exception {
    try (Clinic clinic = clinic(BulkRoutes.hapi())) {
      String token = clinic.token("system/*.rs", t -> t);
      clinic.working(
          clearance ->
              Response.json(
                  200,
                  "{\"resourceType\":\"Binary\",\"id\":\"x\",\"contentType\":\""
                      + (clearance.toPerform().path().text().endsWith("pdf")
                          ? "application/pdf"
                          : "application/fhir+ndjson")
                      + "\",\"data\":\"AA==\"}"));

      assertThat(clinic.get(token, "/fhir/Binary/a.pdf").response().status()).isEqualTo(200);
      assertThat(clinic.get(token, "/fhir/Binary/unknown").response().status()).isEqualTo(404);
    }
  }

  @Test
  void policiesAreAskedOfWhatTheExportReadAndNotOfItsFiles() throws Exception {
    String policy =
        """
        @id("patients-may-be-exported")
        permit (principal is Clinical::Service, action, resource)
        when { resource is Fhir::Patient || resource is Fhir::System };
        """;
    try (Clinic clinic =
        new Clinic(
            directory,
            settings ->
                settings
                    .bulkExport(PLAIN)
                    .policies(PolicySource.of(new PolicyText("test.cedar", policy))))) {
      clinic.working(this::answer);
      String owner = clinic.token("system/*.rs", t -> t.subject("app").client("app"));

      clinic.send(HttpMethod.GET, owner, "/fhir/$export?_type=Patient", ASYNC, Body.none());
      assertThat(clinic.get(owner, "/fhir" + STATUS).response().status()).isEqualTo(200);
      Guarded file = file(clinic, owner);

      assertThat(text(file)).isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"1\"}\n");
    }
  }

  @Test
  void pathsOfExportsAreNotThoseOfFhir() {
    for (String path : List.of("/Patient", "/", "/$export", "/_history", "bulk", "/metadata")) {
      assertThatThrownBy(() -> BulkRoutes.below(path, "/bulk/files"))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> BulkRoutes.below("/bulk", "/bulk/files"))
        .hasMessageContaining("paths of their own");
  }

  private Clinic clinic(BulkRoutes routes) {
    return new Clinic(directory, settings -> settings.bulkExport(routes)).working(this::answer);
  }

  /** A server that has one export and cares for nobody's rights. */
  private Response answer(Clearance clearance) {
    String path = clearance.toPerform().path().text();
    if (clearance.toPerform().method() == HttpMethod.DELETE) {
      return Response.json(202, "{\"resourceType\":\"OperationOutcome\"}");
    }
    if (path.endsWith("$export")) {
      return Response.of(202, Map.of("Content-Location", List.of(location)), new byte[0]);
    }
    if (path.contains("status")) {
      return complete
          ? Response.of(
              200,
              Map.of("Content-Type", List.of("application/json")),
              manifest.getBytes(StandardCharsets.UTF_8))
          : Response.of(
              202,
              Map.of("X-Progress", List.of("half"), "X-Other", List.of("x")),
              "working".getBytes(StandardCharsets.UTF_8));
    }
    return Response.of(
        200, Map.of("Content-Type", List.of(fileType)), lines.getBytes(StandardCharsets.UTF_8));
  }

  private static Guarded start(Clinic clinic, String token) throws Exception {
    return clinic.send(HttpMethod.GET, token, "/fhir/$export", ASYNC, Body.none());
  }

  private static Guarded file(Clinic clinic, String token) throws Exception {
    return clinic.send(
        HttpMethod.GET,
        token,
        "/fhir" + FILE,
        Map.of("Accept", List.of("application/fhir+ndjson")),
        Body.none());
  }

  private static Guarded binary(Clinic clinic, String token, String id) throws Exception {
    return clinic.send(
        HttpMethod.GET,
        token,
        "/fhir/Binary/" + id,
        Map.of("Accept", List.of("application/fhir+ndjson")),
        Body.none());
  }

  private static String manifest(String url) {
    return "{\"transactionTime\":\"2026-01-01T00:00:00Z\",\"request\":\""
        + BASE
        + "/$export\",\"requiresAccessToken\":false,\"output\":[{\"type\":\"Patient\",\"url\":\""
        + url
        + "\",\"count\":2}],\"error\":[]}";
  }

  private static void assertSame(Guarded one, Guarded other) {
    assertThat(one.response().status()).isEqualTo(404).isEqualTo(other.response().status());
    assertThat(one.response().headers()).isEqualTo(other.response().headers());
    assertThat(text(one)).isEqualTo(text(other));
  }
}
