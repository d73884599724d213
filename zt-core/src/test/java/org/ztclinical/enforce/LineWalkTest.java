package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;

/** Files of exports, cut anywhere. */
class LineWalkTest {
  private static final List<String> LINES =
      List.of(
          "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n",
          "{\"resourceType\":\"Patient\",\"id\":\"secret-1\"}\r\n",
          "\n",
          "\r\n",
          " {\"id\":\"b\", \"resourceType\":\"Observation\",\"text\":\"Größe \\n\"}\t\r\n",
          "{\"id\":\"secret-2\",\"resourceType\":\"Observation\"}\n");

  private final Released released = new Released();
  private final Leaving leaving = new Leaving(released);

  @Test
  void whereverAFileIsCutTheSameLinesLeave() throws Exception {
    String kept =
        "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n"
            + " {\"id\":\"b\", \"resourceType\":\"Observation\",\"text\":\"Größe \\n\"}\t\n";
    byte[] file = String.join("", LINES).repeat(3).strip().getBytes(StandardCharsets.UTF_8);
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      Released counted = new Released();
      Leaving left = new Leaving(counted);
      LineWalk walk = walk(counted, left, 200);
      for (int from = 0; from < file.length; ) {
        int to = Math.min(file.length, from + random.nextInt(90));
        walk.feed(file, from, to);
        from = to;
      }
      walk.finish();

      assertThat(new String(left.toByteArray(), StandardCharsets.UTF_8))
          .as("seed %d", seed)
          .isEqualTo(kept.repeat(3));
      assertThat(counted.resources()).hasSize(6);
      assertThat(counted.withheld()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\"",
        "{\"resourceType\":\"Patient\"} {\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"Patient\",\r\"id\":\"1\"}",
        "[{\"resourceType\":\"Patient\"}]",
        "{\"resourceType\":\"Patient\",\"id\":\"1\",\"id\":\"2\"}",
        " ",
        "x"
      })
  void whatIsNoResourceOnALineOfItsOwnIsNotRead(String line) {
    assertThatThrownBy(() -> feed(line + "\n", 200)).isInstanceOf(UnreadableAnswerException.class);
    assertThatThrownBy(() -> feed(line, 200)).isInstanceOf(UnreadableAnswerException.class);
  }

  @Test
  void aLineThatIsTooLongIsNotReadHoweverItComes() {
    String line = "{\"resourceType\":\"Patient\",\"x\":\"" + "y".repeat(200) + "\"}";

    assertThatThrownBy(() -> feed(line + "\n", 200)).isInstanceOf(UnreadableAnswerException.class);
    assertThatThrownBy(() -> feed(line.substring(0, 210), 200))
        .isInstanceOf(UnreadableAnswerException.class);
    assertThatThrownBy(
            () -> {
              LineWalk walk = walk(released, leaving, 200);
              for (byte b : line.getBytes(StandardCharsets.UTF_8)) {
                walk.feed(new byte[] {b}, 0, 1);
              }
            })
        .isInstanceOf(UnreadableAnswerException.class);
  }

  private void feed(String text, int maxLine) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    LineWalk walk = walk(released, leaving, maxLine);
    walk.feed(bytes, 0, bytes.length);
    walk.finish();
  }

  private static LineWalk walk(Released counted, Leaving left, int maxLine) {
    return new LineWalk(
        NoSecrets.OPEN,
        NoSecrets.NAMES,
        JsonReader.of(JsonLimits.forResources()),
        counted,
        left,
        maxLine);
  }
}
