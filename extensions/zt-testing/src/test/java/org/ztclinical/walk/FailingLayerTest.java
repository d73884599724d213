package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.request.HttpMethod;

/** A layer that fails denies, and the log says that it failed. */
class FailingLayerTest {
  private static final String OWN =
      "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/1\"}}";

  @TempDir Path directory;

  @Test
  void aLookupThatThrowsDeniesTheWrite() throws Exception {
    assertDenied(failingLookup(notice -> {}), "scope.stored-fact-unknown");
  }

  @Test
  void aLayerThatThrowsDeniesTheWrite() throws Exception {
    Clinic clinic =
        failingLookup(
            notice -> {
              if (notice.kind() == Notice.Kind.FACTS_UNAVAILABLE) {
                throw new IllegalStateException("a listener that must not throw");
              }
            });

    assertDenied(clinic, "policy.layer-failed");
  }

  private void assertDenied(Clinic clinic, String reason) throws Exception {
    String token = clinic.token("patient/Observation.cruds", t -> t.patient("1"));

    Guarded guarded = clinic.send(HttpMethod.PUT, token, "/fhir/Observation/o1", Clinic.json(OWN));

    assertThat(guarded.response().status()).isEqualTo(403);
    assertThat(Clinic.text(guarded)).doesNotContain("o1");
    assertThat(clinic.runs).hasValue(0);
    assertThat(clinic.log())
        .anySatisfy(line -> assertThat(line).contains("denied").contains(reason));
  }

  private Clinic failingLookup(NoticeListener listener) throws Exception {
    return new Clinic(
        directory,
        builder ->
            builder
                .notices(listener)
                .resourceLookup(
                    (type, id) -> {
                      throw new IllegalStateException("the store does not answer about " + id);
                    }));
  }
}
