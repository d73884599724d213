package org.ztclinical.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What our scanner accepts, Jackson with its detection of duplicates accepts, too, and finds the
 * same values in it: a client that reads what was judged reads nothing else.
 */
class JsonDifferentialTest {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(100_000, 40, 10_000));
  private static final Set<String> NAMES = Set.of("id", "a", "meta", "m1", "ü", "resourceType");
  private static final JsonSelection SOME = JsonSelection.of(NAMES);

  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @Test
  void onlyWhatJacksonReadsIsAcceptedAndIsReadAlike() {
    int accepted = 0;
    for (long seed = 1; seed <= 60_000; seed++) {
      OddJson random = new OddJson(seed);
      byte[] text = random.document();

      Optional<JsonObject> ours = ours(text, JsonSelection.all());
      Optional<JsonObject> selected = ours(text, SOME);
      Optional<JsonValue> inChunks = inChunks(text, new Random(seed));

      String shown = "seed " + seed + ": " + new String(text, StandardCharsets.UTF_8);
      assertThat(selected.isPresent()).as(shown).isEqualTo(ours.isPresent());
      assertThat(ours).as(shown).isEqualTo(whole(text));
      if (ours.isPresent()) {
        accepted++;
        assertThat(ours).as(shown).isEqualTo(jackson(text));
        NAMES.forEach(
            name -> assertThat(selected.get().get(name)).as(shown).isEqualTo(ours.get().get(name)));
        assertThat(inChunks).as(shown).isEqualTo(Optional.<JsonValue>of(ours.get()));
      } else {
        assertThat(inChunks).as(shown).isEmpty();
        if (isUtf8(text)) {
          assertThat(jackson(text)).as(shown).isEmpty();
        }
      }
    }
    // The test would say nothing if hardly anything were good, or bad.
    assertThat(accepted).isBetween(10_000, 50_000);
  }

  static List<byte[]> truncated() {
    byte[] text =
        "{\"id\":\"gr\u00fc\\u00df\\n\ud83d\ude00\",\"m1\":[-1.5e+3,true,false,null,{\"a\":[]}]}"
            .getBytes(StandardCharsets.UTF_8);
    List<byte[]> all = new ArrayList<>();
    for (int end = 0; end < text.length; end++) {
      all.add(Arrays.copyOf(text, end));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("truncated")
  void nothingThatIsCutOffIsAccepted(byte[] text) {
    assertThat(ours(text, SOME)).isEmpty();
    assertThat(inChunks(text, new Random(1))).isEmpty();
  }

  @Test
  void namesThatAreLongOrCollideAreToldApart() throws Exception {
    // The filter of 64 bits and the few that are compared one by one are both exceeded here.
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 500; i++) {
      text.append("\"name-of-a-member-").append(i).append("\":").append(i).append(',');
    }
    String longest = "x".repeat(JsonScanner.MAX_NAME);

    assertThat(read(text + "\"" + longest + "\":1}").members()).hasSize(501);
    assertThat(ours(utf8(text + "\"name-of-a-member-7\":1}"), SOME)).isEmpty();
    assertThat(ours(utf8(text + "\"name-of-a-member-\\u0034\":1}"), SOME)).isEmpty();
    assertThat(ours(utf8(text + "\"x" + longest + "\":1}"), SOME)).isEmpty();
  }

  @Test
  void depthIsCountedAsJacksonCountsIt() {
    for (int depth = 1; depth < 60; depth++) {
      String deep = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";

      assertThat(ours(utf8(deep), SOME).isPresent()).as("depth %d", depth).isEqualTo(depth < 40);
      assertThat(whole(utf8(deep)).isPresent()).as("depth %d", depth).isEqualTo(depth < 40);
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void numbersAreWhatTheGrammarSays(String number) throws Exception {
    byte[] text = utf8("{\"a\":" + number + "}");

    assertThat(ours(text, JsonSelection.all())).isEqualTo(whole(text));
    assertThat(ours(text, JsonSelection.of(Set.of("b"))).isPresent())
        .isEqualTo(whole(text).isPresent());
  }

  static List<String> numbers() {
    List<String> all = new ArrayList<>();
    for (String whole : List.of("", "0", "-0", "00", "-", "+1", "12", "-12", "012", "0x1", ".5")) {
      for (String fraction : List.of("", ".", ".0", ".25", "..5", ".-1")) {
        for (String exponent : List.of("", "e", "e5", "E+5", "e-05", "e+", "e1.5", "f")) {
          all.add(whole + fraction + exponent);
        }
      }
    }
    for (int digits = 60; digits < 70; digits++) {
      all.add("1".repeat(digits));
      all.add("-" + "1".repeat(digits));
      all.add("1." + "1".repeat(digits - 1));
      all.add("1." + "1".repeat(digits - 3) + "e-10");
    }
    all.addAll(List.of("NaN", "Infinity", "-Infinity", "nul", "nulll", "True", "tru", "truefalse"));
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isUtf8(byte[] text) {
    try {
      JsonReader.decode(text);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  private static JsonObject read(String text) throws JsonSyntaxException {
    byte[] bytes = utf8(text);
    return READER.readObject(bytes, 0, bytes.length, JsonSelection.all());
  }

  private static Optional<JsonObject> ours(byte[] text, JsonSelection selection) {
    try {
      return Optional.of(READER.readObject(text, 0, text.length, selection));
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> whole(byte[] text) {
    try {
      return Optional.of(READER.readObject(text));
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  /** The value of a scanner that gets the text in small chunks, somewhere in an array. */
  private static Optional<JsonValue> inChunks(byte[] text, Random random) {
    JsonScanner scanner = new JsonScanner(new JsonLimits(100_000, 40, 10_000));
    scanner.begin(JsonSelection.all());
    try {
      int length = 0;
      while (length < text.length) {
        length = Math.min(text.length, length + 1 + random.nextInt(9));
        int base = random.nextInt(20);
        byte[] moved = new byte[base + length];
        System.arraycopy(text, 0, moved, base, length);
        int end = scanner.scan(moved, base, base + length);
        if (end >= 0) {
          String rest =
              new String(text, end - base, text.length - end + base, StandardCharsets.UTF_8);
          boolean whole = rest.matches("[ \\n\\r\\t]*") && scanner.value() instanceof JsonObject;
          return whole ? Optional.of(scanner.value()) : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  /** What Jackson makes of the text, by a small reader of our own over its tokens. */
  private static Optional<JsonObject> jackson(byte[] text) {
    try (JsonParser parser = JACKSON.createParser(text)) {
      JsonValue value = value(parser, parser.nextToken());
      return parser.nextToken() == null && value instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    if (token == null) {
      throw new IOException("the end");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, value(parser, parser.nextToken()));
        }
        yield new JsonObject(members);
      }
      case START_ARRAY -> {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          elements.add(value(parser, next));
        }
        yield new JsonArray(elements);
      }
      case VALUE_STRING -> new JsonString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      default -> throw new IOException("unexpected " + token);
    };
  }
}
