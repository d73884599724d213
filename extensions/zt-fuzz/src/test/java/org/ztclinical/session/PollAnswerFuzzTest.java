package org.ztclinical.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.fuzz.Bounded;
import org.ztclinical.fuzz.CannedHttpClient;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.request.PlainText;
import org.ztclinical.signal.EventPoll;
import org.ztclinical.signal.EventTransmitter;

/** Any bytes as a transmitter's answer to a poll (RFC 8936 §2.3). */
class PollAnswerFuzzTest {
  private static final int MOST = 3;
  private static final EventPoll POLL =
      EventPoll.of(
              EventTransmitter.of("https://issuer.example", "https://fhir.example"),
              URI.create("https://issuer.example/poll"))
          .atMost(MOST);

  @FuzzTest(maxDuration = "10m")
  void whatIsTakenWasSentUnderThatIdAndARefusalTellsNothing(byte[] bytes) throws Exception {
    Bounded.run(
        () -> {
          try {
            JsonObject answer =
                POLL.httpClient(CannedHttpClient.of(bytes))
                    .post()
                    .send(new JsonObject(Map.of()), Optional.empty());
            check(answer, PollAnswer.read(answer, POLL.most()));
          } catch (IOException e) {
            assertThat(e.getMessage())
                .isIn(
                    "the answer is not one acceptable JSON object",
                    "the answer is not that to a poll",
                    "the answer is larger than 1024 KiB");
          }
        });
  }

  private static void check(JsonObject answer, PollAnswer taken) {
    JsonObject sets = answer.object("sets").orElseThrow();
    assertThat(taken.tokens()).hasSize(Math.min(MOST, sets.members().size()));
    taken
        .tokens()
        .forEach(
            (id, token) -> {
              assertThat(id).isNotBlank().matches(PlainText::isPlain);
              assertThat(sets.get(id)).isEqualTo(new JsonString(token));
            });
    assertThat(taken.toString()).isEqualTo("PollAnswer[" + taken.tokens().size() + "]");
  }
}
