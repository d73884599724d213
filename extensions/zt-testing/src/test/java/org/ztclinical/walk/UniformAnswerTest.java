package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ztclinical.enforce.Guarded;
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

  private static void assertSame(Guarded there, Guarded absent) {
    assertThat(there.response().status()).isEqualTo(absent.response().status());
    assertThat(there.response().headers()).isEqualTo(absent.response().headers());
    assertThat(Clinic.text(there)).isEqualTo(Clinic.text(absent));
  }

  private Clinic clinic() {
    Map<String, String> stored =
        Map.of(
            "Observation/there",
            OF_ANOTHER,
            "Binary/there",
            "{\"resourceType\":\"Binary\",\"id\":\"there\","
                + "\"securityContext\":{\"reference\":\"Patient/2\"}}");
    return new Clinic(
        directory,
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
