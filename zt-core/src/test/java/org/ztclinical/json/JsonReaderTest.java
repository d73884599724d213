package org.ztclinical.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.json.JsonSyntaxException.Fault;

class JsonReaderTest {
  private final JsonReader reader = JsonReader.of(new JsonLimits(1_000_000, 16, 10_000));

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":2} ~ DUPLICATE_MEMBER",
        "{\"a\":{\"b\":1,\"\\u0062\":2}} ~ DUPLICATE_MEMBER",
        "{\"a\":1 ~ MALFORMED",
        "{\"a\":1} x ~ MALFORMED",
        "{} {} ~ MALFORMED",
        "{a:1} ~ MALFORMED",
        "{'a':1} ~ MALFORMED",
        "[1,] ~ MALFORMED",
        "[NaN] ~ MALFORMED",
        "[01] ~ MALFORMED",
        "// x ~ MALFORMED"
      })
  void whatIsNotOneDocumentIsRefused(String text, Fault fault) {
    assertFault(text.getBytes(StandardCharsets.UTF_8), fault);
  }

  @Test
  void anEmptyDocumentIsRefused() {
    assertFault(new byte[0], Fault.MALFORMED);
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertFault(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}, Fault.NOT_UTF8);
    assertFault(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, Fault.NOT_UTF8);
    assertFault("\uFEFF{}".getBytes(StandardCharsets.UTF_8), Fault.NOT_UTF8);
    assertFault("{}".getBytes(StandardCharsets.UTF_16), Fault.NOT_UTF8);
  }

  @Test
  void errorsNameLineAndColumn() {
    assertThatThrownBy(() -> reader.read("{\"a\": 1,\n \"a\": 2}"))
        .isInstanceOfSatisfying(
            JsonSyntaxException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isEqualTo(2);
              assertThat(e.sentence()).isEqualTo("an object has two members of the same name");
            });
  }

  @Test
  void textIsReadAsItsBytesAre() throws Exception {
    String text = "{\"é\": [1, null, \"\uD83D\uDE00\"]}";

    assertThat(reader.read(text)).isEqualTo(reader.read(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(JsonWriter.text(reader.read(text))).isEqualTo(text.replace(" ", ""));
  }

  @Test
  void deepValuesAreWrittenWithoutRecursion() {
    JsonValue deep = new JsonArray(List.of());
    for (int i = 0; i < 100_000; i++) {
      deep = i % 2 == 0 ? new JsonArray(List.of(deep)) : new JsonObject(Map.of("a", deep));
    }

    assertThat(JsonWriter.write(deep)).hasSizeGreaterThan(300_000);
  }

  @Test
  void megabytesOfNestingEndInACleanErrorOnASmallStack() throws Exception {
    byte[] deep = "[".repeat(900_000).getBytes(StandardCharsets.UTF_8);
    List<Throwable> unexpected = new ArrayList<>();
    Thread small =
        new Thread(
            null,
            () -> {
              try {
                assertFault(deep, Fault.TOO_DEEP);
              } catch (Throwable e) {
                unexpected.add(e);
              }
            },
            "small-stack",
            256 * 1024);
    small.start();
    small.join();

    assertThat(unexpected).isEmpty();
  }

  @Test
  void tooManyValuesAreRefused() {
    String many = "[" + "0,".repeat(10_001) + "0]";

    assertFault(many.getBytes(StandardCharsets.UTF_8), Fault.TOO_LARGE);
  }

  @Test
  void aDocumentAboveTheLimitIsRefused() {
    assertFault(new byte[1_000_001], Fault.TOO_LARGE);
  }

  @Test
  void anErrorSaysNothingOfTheDocument() {
    assertThatThrownBy(() -> reader.read("{\"name\":Smith}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageNotContaining("Smith")
        .hasMessageNotContaining("name");
  }

  @Test
  void writingAndReadingGivesTheSame() throws Exception {
    long seed = 7;
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      JsonValue any = any(random, 5);

      assertThat(reader.read(JsonWriter.write(any)))
          .as("seed %d round %d", seed, round)
          .isEqualTo(any);
    }
  }

  private void assertFault(byte[] document, Fault fault) {
    assertThatThrownBy(() -> reader.read(document))
        .isInstanceOfSatisfying(
            JsonSyntaxException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private static JsonValue any(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> new JsonString("s\u00e9\"\\\n\ud83d\ude00" + random.nextInt(100));
      case 1 -> new JsonNumber(random.nextBoolean() ? "1.50" : "-" + random.nextInt(1_000));
      case 2 -> new JsonBoolean(random.nextBoolean());
      case 3 -> new JsonNull();
      case 4 -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put("m" + random.nextInt(10), any(random, depth - 1));
        }
        yield new JsonObject(members);
      }
      default -> {
        List<JsonValue> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(any(random, depth - 1));
        }
        yield new JsonArray(elements);
      }
    };
  }
}
