package org.ztclinical.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.json.JsonSyntaxException.Fault;

class JsonSelectionTest {
  private static final JsonReader READER = JsonReader.of(new JsonLimits(100_000, 20, 10_000));
  private static final JsonSelection SOME = JsonSelection.of(Set.of("id", "meta", "m1", "m2"));

  @Test
  void aSelectionAcceptsAndRefusesWhatTheWholeReadingDoes() {
    for (long seed = 1; seed <= 30_000; seed++) {
      RandomJson random = new RandomJson(seed);
      byte[] document = random.object(4).getBytes(StandardCharsets.UTF_8);
      byte[] text = seed % 2 == 0 ? random.mutated(document) : document;

      Optional<JsonObject> whole = whole(text);
      Optional<JsonObject> selected = selected(text, SOME);

      assertThat(selected.isPresent())
          .as("seed %d: %s", seed, new String(text, StandardCharsets.UTF_8))
          .isEqualTo(whole.isPresent());
      if (whole.isPresent()) {
        for (String name : Set.of("id", "meta", "m1", "m2")) {
          assertThat(selected.get().get(name)).as("seed %d", seed).isEqualTo(whole.get().get(name));
        }
      }
    }
  }

  @Test
  void whatWasNotReadDoesNotLookAbsent() throws Exception {
    JsonObject selected = read("{\"id\":\"1\",\"secret\":true}", SOME);

    assertThat(selected.string("id")).contains("1");
    assertThat(selected.get("meta")).isNull();
    assertThatThrownBy(() -> selected.get("secret")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> selected.array("other")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> selected.with("id", new JsonNull()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonWriter.write(selected)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSelectionFollowsTheTypeWhereThatComesFirst() throws Exception {
    JsonSelection byType =
        JsonSelection.byFirst("t", text -> JsonSelection.of(Set.of("t", "of-" + text)));

    JsonObject first = read("{\"t\":\"x\",\"of-x\":1,\"of-y\":2}", byType);
    JsonObject late = read("{\"of-y\":2,\"t\":\"x\",\"of-x\":1}", byType);
    JsonObject odd = read("{\"t\":[\"x\"],\"of-y\":2}", byType);

    assertThat(first.get("of-x")).isNotNull();
    assertThatThrownBy(() -> first.get("of-y")).isInstanceOf(IllegalStateException.class);
    assertThat(late.members()).hasSize(3);
    assertThat(odd.members()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"x\":{\"a\":1,\"b\":[{\"c\":1,\"c\":1}]}}",
        "{\"id\":{\"a\":1,\"a\":1}}"
      })
  void aSecondMemberOfOneNameIsRefusedAtAnyDepth(String text) {
    assertThatThrownBy(() -> read(text, SOME))
        .isInstanceOfSatisfying(
            JsonSyntaxException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.DUPLICATE_MEMBER));
  }

  @Test
  void aSecondMemberAmongManyIsRefused() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 200; i++) {
      text.append("\"n").append(i).append("\":0,");
    }

    assertThatThrownBy(() -> read(text + "\"n3\":0}", SOME)).hasMessageContaining("same name");
    assertThatThrownBy(() -> read(text + "\"n150\":0}", SOME)).hasMessageContaining("same name");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0xC0, 0xC1, 0xF5, 0xFF, 0x80, 0xE0_80_80, 0xED_A0_80, 0xF0_80_80_80, 0xF4_90_80_80})
  void bytesThatAreNotUtf8AreRefusedInWhatIsSkipped(int bytes) {
    byte[] text = "{\"skipped\":\"????\"}".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 4 && bytes >>> (8 * i) != 0; i++) {
      text[15 - i] = (byte) (bytes >>> (8 * i));
    }

    assertThat(selected(text, SOME)).isEmpty();
    assertThat(whole(text)).isEmpty();
  }

  private static JsonObject read(String text, JsonSelection selection) throws JsonSyntaxException {
    byte[] bytes = ("??" + text + "??").getBytes(StandardCharsets.UTF_8);
    return READER.readObject(bytes, 2, bytes.length - 2, selection);
  }

  private static Optional<JsonObject> selected(byte[] text, JsonSelection selection) {
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
}
