package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonCutter;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSelection;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;

/** Any bytes as an answer in JSON, in chunks and whole, beside Jackson reading all of it. */
class JsonCutterFuzzTest {
  private static final JsonLimits LIMITS = new JsonLimits(1_000_000, 20, 100_000);
  private static final JsonReader READER = JsonReader.of(LIMITS);
  private static final JsonReader WIDE = JsonReader.of(new JsonLimits(1_000_000, 30, 1_000_000));

  @FuzzTest(maxDuration = "10m")
  void whatIsAcceptedIsWhatJacksonReads(byte[] bytes) throws IOException {
    Optional<JsonObject> scanned = scanned(bytes, JsonSelection.all());
    Optional<List<Object>> pieces = cut(bytes, bytes.length);

    if (scanned.isPresent()) {
      assertThat(scanned).isEqualTo(jackson(bytes));
      JsonObject some = scanned(bytes, JsonSelection.of(Set.of("id"))).orElseThrow();
      assertThat(some.get("id")).isEqualTo(scanned.get().get("id"));
    }
    for (int chunk : new int[] {1, 7}) {
      assertThat(cut(bytes, chunk)).isEqualTo(pieces);
    }
    if (pieces.isPresent() && haveNoNameTwice(pieces.get())) {
      assertThat(jackson(bytes).map(JsonCutterFuzzTest::inPieces)).isEqualTo(pieces);
    }
  }

  private static boolean haveNoNameTwice(List<Object> pieces) {
    Set<Object> names = new HashSet<>();
    return pieces.stream().filter(String.class::isInstance).allMatch(names::add);
  }

  /** What the cutter should hand out of a whole object: names as text, values as they are. */
  private static List<Object> inPieces(JsonObject object) {
    List<Object> pieces = new ArrayList<>();
    object
        .members()
        .forEach(
            (name, value) -> {
              pieces.add(name);
              if (name.equals("entry") && value instanceof org.ztclinical.json.JsonArray entries) {
                pieces.addAll(entries.elements());
              } else {
                pieces.add(value);
              }
            });
    return pieces;
  }

  private static Optional<List<Object>> cut(byte[] bytes, int chunk) throws IOException {
    List<Object> pieces = new ArrayList<>();
    JsonCutter cutter =
        new JsonCutter(
            "entry",
            JsonSelection.all(),
            LIMITS,
            new JsonCutter.Pieces() {
              @Override
              public void member(String name, JsonValue value, byte[] source, int from, int to) {
                pieces.add(name);
                pieces.add(value);
              }

              @Override
              public void opens() {
                pieces.add("entry");
              }

              @Override
              public void element(JsonValue value, byte[] source, int from, int to)
                  throws JsonSyntaxException {
                byte[] alone = Arrays.copyOfRange(source, from, to);
                assertThat(READER.read(alone)).isEqualTo(value);
                pieces.add(value);
              }

              @Override
              public void closes() {}
            });
    try {
      for (int from = 0; from < bytes.length; from += chunk) {
        cutter.feed(bytes, from, Math.min(bytes.length, from + chunk));
      }
      cutter.finish();
      return Optional.of(pieces);
    } catch (JsonSyntaxException refused) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> scanned(byte[] bytes, JsonSelection selection) {
    try {
      return Optional.of(READER.readObject(bytes, 0, bytes.length, selection));
    } catch (JsonSyntaxException refused) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> jackson(byte[] bytes) {
    try {
      return Optional.of(WIDE.readObject(bytes));
    } catch (JsonSyntaxException refused) {
      return Optional.empty();
    }
  }
}
