package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;

/** Large answers over HTTP/2: there are no chunks, and a cut is a stream that is reset. */
final class JettyHttp2Test extends ContainerContract {
  private static final Pattern IDS = Pattern.compile("\"id\":\"p1-");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_2)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  JettyHttp2Test() {
    super(JettyServer::startWithHttp2);
  }

  /** What came, and whether the client could take it for all there is. */
  private record Came(int status, String body, boolean complete) {}

  @ParameterizedTest
  @ValueSource(strings = {"large", "large-async"})
  void aLargeSearchSetLeavesInPieces(String behaviour) throws Exception {
    Came came = large(behaviour, 1_000, -1);

    assertThat(came.status()).isEqualTo(200);
    assertThat(came.complete()).isTrue();
    assertThat(
            JsonReader.of(JsonLimits.forResources())
                .readObject(came.body().getBytes(StandardCharsets.UTF_8))
                .array("entry"))
        .hasSize(500);
    assertThat(came.body()).doesNotContain("Family2");
    assertThat(releases()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "large-throw",
        "large-syntax",
        "large-too-large",
        "large-signature",
        "large-unfinished",
        "large-async-syntax",
        "large-async-timeout"
      })
  void whatGoesWrongAfterAPartHasLeftResetsTheStream(String behaviour) throws Exception {
    Came came = large(behaviour, 1_000, 600);

    assertThat(came.status()).isEqualTo(200);
    assertThat(came.complete()).as("looks complete: %s", behaviour).isFalse();
    assertThat(came.body()).doesNotContain("Family2", Behaviours.SECRET, "<html");
    List<ReleaseRecord> releases = releases();
    assertThat(releases.get(releases.size() - 1).aborted()).isTrue();
    // What was on its way when the stream was reset may be lost; more than recorded never comes.
    assertThat(IDS.matcher(came.body()).results().count())
        .isLessThanOrEqualTo(releases.stream().mapToLong(r -> r.resources().size()).sum());
  }

  @Test
  void aStreamThatIsResetLeavesTheConnectionToOthers() throws Exception {
    assertThat(large("large-throw", 1_000, 600).complete()).isFalse();

    Came next = large("large", 1_000, -1);

    assertThat(next.complete()).isTrue();
  }

  @Test
  void whatGoesWrongBeforeAnythingHasLeftIsAnErrorAsEver() throws Exception {
    Came came = large("large-syntax", 100, 80);

    assertThat(came.status()).isEqualTo(500);
    assertThat(came.complete()).isTrue();
    assertThat(came.body()).contains("OperationOutcome");
  }

  private Came large(String behaviour, int entries, int badAt) throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:" + application().port() + "/fhir/Observation?patient=1");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + application().patientToken())
            .header("X-Behaviour", behaviour)
            .header("X-Entries", "" + entries)
            .header("X-Bad-At", "" + badAt)
            .build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean complete = true;
    try (InputStream in = response.body()) {
      in.transferTo(body);
    } catch (IOException e) {
      complete = false;
    }
    return new Came(response.statusCode(), body.toString(StandardCharsets.UTF_8), complete);
  }
}
