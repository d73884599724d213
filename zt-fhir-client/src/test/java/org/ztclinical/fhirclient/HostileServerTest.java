package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.reason.ReasonCode;

/** Servers that are slow, large, wrong or broken. */
@Timeout(30)
class HostileServerTest extends ClientFixture {
  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  void anAnswerLargerThanTheLimitIsNotRead() {
    answer(exchange -> send(exchange, "application/fhir+json", " ".repeat(100_000)));

    assertFails(small(), ClientReason.ANSWER_TOO_LARGE);
  }

  @Test
  void anAnswerWithoutLengthIsReadUpToTheLimit() {
    answer(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            byte[] chunk = " ".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100_000; i++) {
              out.write(chunk);
            }
          }
        });

    assertFails(small(), ClientReason.ANSWER_TOO_LARGE);
  }

  @Test
  void aServerThatDoesNotAnswerIsLeft() {
    answer(exchange -> waitUntilOver());

    assertFails(hasty(), ClientReason.REMOTE_TIMEOUT);
    over.countDown();
  }

  @Test
  void aServerThatNeverEndsItsAnswerIsLeft() {
    answer(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          waitUntilOver();
        });

    assertFails(hasty(), ClientReason.REMOTE_TIMEOUT);
    over.countDown();
  }

  @Test
  void aServerThatIsNotThereIsNamedAsSuch() {
    URI nobody = remote.base();
    remote.close();
    IGenericClient client =
        SecuredFhirClients.remote(nobody)
            .dedicatedContext(R4)
            .audit(log)
            .skipServerValidation()
            .clock(clock)
            .build()
            .client(session("patient/Patient.r"));

    assertFails(client, ClientReason.REMOTE_UNREACHABLE);
  }

  @Test
  void aCompressedAnswerNobodyAskedForIsNotUsed() {
    answer(
        exchange -> {
          ByteArrayOutputStream zipped = new ByteArrayOutputStream();
          try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(Fhir.patient("p1").getBytes(StandardCharsets.UTF_8));
          }
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          FakeRemote.send(exchange, 200, zipped.toByteArray());
        });

    assertFails(client("patient/Patient.r"), ClientReason.ANSWER_ENCODED);
  }

  @Test
  void anAnswerInXmlIsCheckedLikeOneInJson() {
    String xml = "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"%s\"/></Patient>";

    remote.text("GET", "/fhir/Patient/p1", 200, "application/fhir+xml", xml.formatted("p1"));
    assertThat(read(client("patient/Patient.r")).getIdElement().getIdPart()).isEqualTo("p1");

    remote.text("GET", "/fhir/Patient/p1", 200, "application/fhir+xml", xml.formatted("p2"));
    assertThatThrownBy(() -> read(client("patient/Patient.r")))
        .satisfies(e -> assertThat(wordsOf(e)).doesNotContain("p2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/fhir+xml  | <Patient xmlns="http://hl7.org/fhir"><id value="p1"/><!-- secret-words --></Patient>
          text/html             | <html>secret-words</html>
          text/plain            | secret-words
          application/fhir+json | secret-words
          application/fhir+json | {"resourceType":"Patient","id":"p1",
          application/fhir+json | {"resourceType":"Patient","id":"p1","id":"secret-words"}
          application/fhir+json | []
          """)
  void whatCannotBeCheckedIsWithheld(String type, String body) {
    remote.text("GET", "/fhir/Patient/p1", 200, type, body);

    assertThatThrownBy(() -> read(client("patient/Patient.r")))
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> assertThat(e.reason().code()).isEqualTo(ClientReason.ANSWER_WITHHELD))
        .satisfies(e -> assertThat(wordsOf(e)).doesNotContain("secret-words", "p1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Unheard\",\"id\":\"secret-words\"}",
        "{\"id\":\"p1\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"secret-words\"}"
      })
  void whatIsNoResourceOfR4EndsWithoutItsWords(String body) {
    remote.json("GET", "/fhir/Patient/p1", 200, body);

    assertThatThrownBy(() -> read(client("patient/Patient.r")))
        .isInstanceOf(BaseServerResponseException.class)
        .satisfies(e -> assertThat(wordsOf(e)).doesNotContain("secret-words", "p1"));
  }

  @Test
  void anEmptyAnswerIsNoResource() {
    answer(exchange -> FakeRemote.send(exchange, 200, new byte[0]));

    assertThatThrownBy(() -> read(client("patient/Patient.r")))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void cookiesOfTheServerAreNeitherKeptNorShown() {
    answer(
        exchange -> {
          exchange.getResponseHeaders().add("Set-Cookie", "session=abc");
          send(exchange, "application/fhir+json", Fhir.patient("p1"));
        });
    IGenericClient client = client("patient/Patient.r");

    client.read().resource(Patient.class).withId("p1").execute();
    client.read().resource(Patient.class).withId("p1").execute();

    assertThat(remote.calls().get(1).header("Cookie")).isNull();
  }

  private static Patient read(IGenericClient client) {
    return client.read().resource(Patient.class).withId("p1").execute();
  }

  private void answer(FakeRemote.Answer answer) {
    remote.on("GET", "/fhir/Patient/p1", answer);
  }

  private IGenericClient small() {
    return builder().maxResponseBytes(50_000).build().client(session("patient/Patient.r"));
  }

  private IGenericClient hasty() {
    return builder()
        .callTimeout(Duration.ofMillis(300))
        .build()
        .client(session("patient/Patient.r"));
  }

  private static void assertFails(IGenericClient client, ReasonCode code) {
    assertThatThrownBy(() -> client.read().resource(Patient.class).withId("p1").execute())
        .isInstanceOfSatisfying(
            RemoteCallException.class, e -> assertThat(e.reason().code()).isEqualTo(code));
  }

  private static void send(HttpExchange exchange, String type, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    FakeRemote.send(exchange, 200, body.getBytes(StandardCharsets.UTF_8));
  }

  private void waitUntilOver() {
    try {
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that a log would show of an exception. */
  private static String wordsOf(Throwable failure) {
    StringBuilder out = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      out.append(at).append('\n');
    }
    return out.toString();
  }
}
