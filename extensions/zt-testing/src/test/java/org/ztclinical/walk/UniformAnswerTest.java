package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** What one may not touch and what does not exist are refused in the same words. */
class UniformAnswerTest {
  private static final String OF_ANOTHER =
      "{\"resourceType\":\"Observation\",\"id\":\"there\",\"subject\":{\"reference\":\"Patient/2\"}}";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"PUT", "PATCH", "DELETE"})
  void aConfinedWriteDoesNotTellWhetherAnothersResourceExists(HttpMethod method) throws Exception {
    try (Clinic clinic = clinic()) {
      String token = clinic.token("patient/Observation.cruds", t -> t.patient("1"));

      Guarded there = write(clinic, method, token, "there");
      Guarded absent = write(clinic, method, token, "absent");

      assertThat(clinic.runs).hasValue(0);
      assertSame(there, absent);
    }
  }

  @Test
  void aBinaryDoesNotTellWhetherItExists() throws Exception {
    try (Clinic clinic = clinic()) {
      String token = clinic.token("patient/Binary.r patient/Observation.rs", t -> t.patient("1"));

      Guarded there = clinic.get(token, "/fhir/Binary/there");
      Guarded absent = clinic.get(token, "/fhir/Binary/absent");

      assertSame(there, absent);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/_history", "/_history/1", "/_history?_since=2999-01-01"})
  void aReadOfAnothersDoesNotTellThatItExists(String rest) throws Exception {
    for (boolean looksUp : List.of(true, false)) {
      Path log = Files.createDirectory(directory.resolve("looks-up-" + looksUp));
      try (Clinic clinic = looksUp ? clinic(log) : new Clinic(log, settings -> settings)) {
        String token = clinic.token("patient/Observation.rs", t -> t.patient("1"));
        clinic.working(UniformAnswerTest::perform);

        assertSame(
            clinic.get(token, "/fhir/Observation/there" + rest),
            clinic.get(token, "/fhir/Observation/absent" + rest));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "batch, GET, ''",
    "batch, HEAD, ''",
    "batch, GET, /_history",
    "batch, GET, /_history/1",
    "transaction, GET, ''",
    "transaction, GET, /_history",
    "transaction, GET, /_history/1",
  })
  void anEntryThatReadsAnothersDoesNotTellThatItExists(String kind, String method, String rest)
      throws Exception {
    for (boolean looksUp : List.of(true, false)) {
      Path log = Files.createDirectory(directory.resolve("looks-up-" + looksUp));
      try (Clinic clinic = looksUp ? clinic(log) : new Clinic(log, settings -> settings)) {
        String token = clinic.token("patient/Observation.rs", t -> t.patient("1"));
        clinic.working(UniformAnswerTest::perform);

        assertSame(
            bundle(clinic, token, kind, method, "Observation/there" + rest),
            bundle(clinic, token, kind, method, "Observation/absent" + rest));
      }
    }
  }

  private static Guarded bundle(Clinic clinic, String token, String kind, String method, String url)
      throws Exception {
    return clinic.send(
        HttpMethod.POST,
        token,
        "/fhir",
        Clinic.json(
            "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[{\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}]}"
                .formatted(kind, method, url)));
  }

  /** As servers do: whole transactions fail over an absent resource, batches do not. */
  private static Response perform(Clearance clearance) {
    String asked =
        clearance.toPerform().path().text()
            + new String(clearance.toPerform().body().bytes(), StandardCharsets.UTF_8);
    boolean there = asked.contains("Observation/there");
    boolean transaction = asked.contains("\"transaction\"");
    if (!there && (transaction || !asked.contains("\"batch\""))) {
      return Response.json(404, "{\"resourceType\":\"OperationOutcome\"}");
    }
    String found = asked.contains("/_history\"") ? "" : OF_ANOTHER;
    if (asked.endsWith("/_history")) {
      boolean none = !clearance.toPerform().query().isEmpty();
      return Response.json(
          200,
          "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":["
              + (none ? "" : "{\"resource\":" + OF_ANOTHER + "}")
              + "]}");
    }
    if (!transaction && !asked.contains("\"batch\"")) {
      return Response.json(200, OF_ANOTHER);
    }
    if (found.isEmpty()) {
      found = "{\"resourceType\":\"Bundle\",\"type\":\"history\"}";
    }
    String resource = asked.contains("HEAD") ? "" : "\"resource\":" + found + ",";
    return Response.json(
        200,
        "{\"resourceType\":\"Bundle\",\"type\":\""
            + (transaction ? "transaction" : "batch")
            + "-response\",\"entry\":[{"
            + (there ? resource + "\"response\":{\"status\":\"200\",\"etag\":\"W/9\"}" : "")
            + (there ? "" : "\"response\":{\"status\":\"404\"}")
            + "}]}");
  }

  private static void assertSame(Guarded there, Guarded absent) {
    assertThat(there.response().status()).isEqualTo(absent.response().status());
    assertThat(there.response().headers()).isEqualTo(absent.response().headers());
    assertThat(Clinic.text(there)).isEqualTo(Clinic.text(absent));
  }

  private Clinic clinic() {
    return clinic(directory);
  }

  private Clinic clinic(Path log) {
    Map<String, String> stored =
        Map.of(
            "Observation/there",
            OF_ANOTHER,
            "Binary/there",
            "{\"resourceType\":\"Binary\",\"id\":\"there\","
                + "\"securityContext\":{\"reference\":\"Patient/2\"}}");
    return new Clinic(
        log,
        builder ->
            builder.resourceLookup(
                (type, id) -> Optional.ofNullable(stored.get(type + "/" + id)).map(this::object)));
  }

  private JsonObject object(String json) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Guarded write(Clinic clinic, HttpMethod method, String token, String id)
      throws Exception {
    Body body =
        switch (method) {
          case PUT ->
              Clinic.json(
                  "{\"resourceType\":\"Observation\",\"id\":\""
                      + id
                      + "\",\"subject\":{\"reference\":\"Patient/1\"}}");
          case PATCH ->
              Body.of(
                  "application/json-patch+json",
                  "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"final\"}]"
                      .getBytes(StandardCharsets.UTF_8));
          default -> Body.none();
        };
    return clinic.send(method, token, "/fhir/Observation/" + id, body);
  }
}
