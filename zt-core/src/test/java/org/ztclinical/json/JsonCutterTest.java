package org.ztclinical.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonSyntaxException.Fault;

class JsonCutterTest {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(100_000, 20, 10_000));

  /** Writes down what it is handed, and reads each piece. */
  private static final class Written implements JsonCutter.Pieces {
    private final List<String> pieces = new ArrayList<>();

    @Override
    public void member(String name, JsonValue value, byte[] bytes, int from, int to)
        throws JsonSyntaxException {
      assertThat(value).isEqualTo(READER.read(bytes, from, to));
      pieces.add(name + "=" + text(bytes, from, to));
    }

    @Override
    public void opens() {
      pieces.add("[");
    }

    @Override
    public void element(JsonValue value, byte[] bytes, int from, int to)
        throws JsonSyntaxException {
      assertThat(value).isEqualTo(READER.read(bytes, from, to));
      pieces.add(text(bytes, from, to));
    }

    @Override
    public void closes() {
      pieces.add("]");
    }

    private static String text(byte[] bytes, int from, int to) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
  }

  @Test
  void membersAndElementsAreCutOutByteForByte() {
    assertThat(
            cut(
                " { \"a\" : 1 ,\"b\":\"},\\\"{\" , \"e\":[ {\"x\":[1, 2]} ,3, \"]\" ] ,\"c\":[ ]}\n",
                100))
        .hasValue(
            List.of("a=1", "b=\"},\\\"{\"", "[", "{\"x\":[1, 2]}", "3", "\"]\"", "]", "c=[ ]"));
    assertThat(cut("{}", 100)).hasValue(List.of());
    assertThat(cut("{\"e\":[]}", 100)).hasValue(List.of("[", "]"));
    assertThat(cut("{\"e\":{}}", 100)).hasValue(List.of("e={}"));
  }

  @Test
  void whereTheChunksEndMakesNoDifference() {
    for (long seed = 1; seed <= 4_000; seed++) {
      RandomJson random = new RandomJson(seed);
      byte[] good =
          ("{\"k\":"
                  + random.value(3)
                  + ",\"e\":["
                  + random.value(3)
                  + ","
                  + random.value(2)
                  + "]}")
              .getBytes(StandardCharsets.UTF_8);
      byte[] text = seed % 3 == 0 ? random.mutated(good) : good;

      Optional<List<String>> whole = cut(text, new int[] {text.length});
      Optional<List<String>> chopped = cut(text, chunks(text.length, new Random(seed)));

      assertThat(chopped).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void whatIsCutInPiecesThatReadIsADocumentThatReads() {
    for (long seed = 1; seed <= 20_000; seed++) {
      RandomJson random = new RandomJson(seed);
      byte[] good = random.object(3).getBytes(StandardCharsets.UTF_8);
      byte[] text = seed % 2 == 0 ? random.mutated(good) : good;

      boolean cut = cut(text, new int[] {text.length}).isPresent();
      boolean reads = reads(text);

      // Members of one name are for the taker to refuse.
      if (reads) {
        assertThat(cut).as("seed %d", seed).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1}}",
        "{\"a\":1}x",
        "{,}",
        "{\"e\":[1,]}",
        "{\"e\":[,1]}",
        "{\"e\":[1}",
        "{\"e\":[1]",
        "{\"a\":1 2}",
        "{a:1}",
        "\"x\"",
        "{\"a\":\"x}",
        "\uFEFF{}",
        "{\"a\":{]}",
        "{\"e\":[{]]}"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThat(cut(text, 100)).isEmpty();
  }

  @Test
  void aPieceAboveTheLimitIsRefusedBeforeItIsHeld() {
    JsonCutter cutter = cutter(1_000, new Written());
    byte[] start = "{\"e\":[\"".getBytes(StandardCharsets.UTF_8);
    byte[] more = "x".repeat(400).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () -> {
              cutter.feed(start, 0, start.length);
              for (int i = 0; i < 10; i++) {
                cutter.feed(more, 0, more.length);
              }
            })
        .isInstanceOfSatisfying(
            JsonSyntaxException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
  }

  private static JsonCutter cutter(int maxPiece, Written written) {
    return new JsonCutter("e", JsonSelection.all(), new JsonLimits(maxPiece, 20, 10_000), written);
  }

  private static boolean reads(byte[] text) {
    try {
      READER.readObject(text);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  private static Optional<List<String>> cut(String text, int chunk) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return cut(bytes, new int[] {Math.min(chunk, bytes.length), bytes.length});
  }

  /** The pieces; empty when the document is refused. */
  private static Optional<List<String>> cut(byte[] bytes, int[] ends) {
    Written written = new Written();
    JsonCutter cutter = cutter(100_000, written);
    try {
      int from = 0;
      for (int end : ends) {
        cutter.feed(bytes, from, end);
        from = end;
      }
      cutter.finish();
      return Optional.of(written.pieces);
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int[] chunks(int length, Random random) {
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    while (at < length) {
      at = Math.min(length, at + 1 + random.nextInt(7));
      ends.add(at);
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }
}
