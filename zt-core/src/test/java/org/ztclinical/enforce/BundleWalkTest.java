package org.ztclinical.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.smart.ReleaseFilter;

/** What is checked piece by piece comes to the same as what is read whole and then checked. */
class BundleWalkTest {
  private static final JsonReader READER = JsonReader.of(JsonLimits.forResources());
  private static final ReleaseFilter NO_SECRETS_READ =
      NoSecrets.FILTER.reading(type -> Set.of("id"));

  /** What came of a document: its bytes, and what was counted. */
  private record Result(Optional<JsonObject> leaves, int withheld, int resources) {}

  @Test
  void inPiecesLeavesWhatLeavesWhole() throws Exception {
    for (long seed = 1; seed <= 3_000; seed++) {
      Random random = new Random(seed);
      String text = bundle(random);
      EntryRule rule =
          new EntryRule(
              random.nextBoolean() ? NoSecrets.FILTER : NO_SECRETS_READ,
              false,
              random.nextBoolean(),
              random.nextBoolean(),
              true,
              false);

      Result whole = whole(text, rule);
      Result pieces = inPieces(text, rule, random);

      assertThat(pieces).as("seed %d: %s", seed, text).isEqualTo(whole);
    }
  }

  @Test
  void anEntryThatStaysLeavesNothingAndOneThatLeavesIsUnchanged() throws Exception {
    String kept = "{ \"resource\" : {\"resourceType\":\"Observation\", \"id\":\"a\" } }";
    String text =
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
            + entry("secret-1")
            + ", "
            + kept
            + ",\n"
            + entry("secret-2")
            + " ] , \"id\":\"7\"}";
    Leaving leaving = new Leaving(new Released());

    walk(text, rule(NoSecrets.FILTER), leaving, new Released(), new Random(1));

    assertThat(new String(leaving.toByteArray(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
                + kept
                + "],\"id\":\"7\"}");
  }

  @Test
  void parametersThatCarryWhatMayNotLeaveStayInPiecesToo() throws Exception {
    String carrying =
        "{\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"x\",\"part\":[%s]}]}}";
    String text =
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
            + carrying.formatted(entry("secret-1"))
            + ","
            + carrying.formatted(entry("a"))
            + "]}";
    for (ReleaseFilter filter : List.of(NoSecrets.FILTER, NO_SECRETS_READ)) {
      Released released = new Released();
      Leaving leaving = new Leaving(released);

      walk(text, rule(filter), leaving, released, new Random(1));

      assertThat(new String(leaving.toByteArray(), StandardCharsets.UTF_8))
          .contains("\"id\":\"a\"")
          .doesNotContain("secret");
      assertThat(released.withheld()).isEqualTo(1);
    }
  }

  private static EntryRule rule(ReleaseFilter filter) {
    return new EntryRule(filter, false, true, false, true, false);
  }

  private static String entry(String id) {
    return "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"" + id + "\"}}";
  }

  /** A search set or history, with members in any order but for those that come first. */
  private static String bundle(Random random) {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    before.add("\"resourceType\":\"Bundle\"");
    before.add("\"type\":\"" + (random.nextBoolean() ? "searchset" : "history") + "\"");
    (random.nextInt(3) > 0 ? before : after).add("\"id\":\"b\"");
    if (random.nextBoolean()) {
      // In the head a total is omitted in any case, so only one behind the entries is compared.
      after.add("\"total\":" + random.nextInt(9));
    }
    if (random.nextBoolean()) {
      (random.nextBoolean() ? before : after)
          .add("\"link\":[{\"relation\":\"next\",\"url\":\"http://x/?_getpages=1\"}]");
    }
    if (random.nextInt(4) == 0) {
      (random.nextBoolean() ? before : after).add("\"extra\":{\"resourceType\":\"Patient\"}");
    }
    List<String> entries = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      entries.add(randomEntry(random, i));
    }
    before.add("\"entry\":[" + String.join(random.nextBoolean() ? "," : " ,\n ", entries) + "]");
    before.addAll(after);
    return "{" + String.join(",", before) + "}";
  }

  private static String randomEntry(Random random, int number) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> entry("secret-" + number);
      case 2 -> "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/gone\"}}";
      case 3 -> "{\"resource\":{\"id\":\"b\",\"resourceType\":\"Bundle\",\"type\":\"searchset\"}}";
      case 4 ->
          "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"x\"},\"response\":{\"outcome\":"
              + "{\"resourceType\":\"Patient\",\"id\":\"y\"}}}";
      case 5 -> "{\"resource\":{\"id\":\"late\",\"x\":[1,{\"y\":2}],\"resourceType\":\"Patient\"}}";
      case 6 -> "{\"extra\":1,\"resource\":{\"resourceType\":\"Patient\",\"id\":\"x\"}}";
      default -> entry("o" + number);
    };
  }

  private static Result whole(String text, EntryRule rule) throws JsonSyntaxException {
    Released released = new Released();
    Optional<JsonObject> leaves =
        new BundleCheck(rule, released).check(READER.readObject(bytes(text)));
    return new Result(leaves, released.withheld(), released.resources().size());
  }

  private static Result inPieces(String text, EntryRule rule, Random random) throws Exception {
    Released released = new Released();
    Leaving leaving = new Leaving(released);
    BundleWalk walk = walk(text, rule, leaving, released, random);
    Optional<JsonObject> leaves =
        walk.rules().isAbsent()
            ? Optional.empty()
            : Optional.of(READER.readObject(leaving.toByteArray()))
                // Nobody knows before the end of the entries that there are none.
                .map(bundle -> text.contains("\"entry\":[]") ? withEmpty(bundle) : bundle);
    return new Result(leaves, released.withheld(), released.resources().size());
  }

  private static JsonObject withEmpty(JsonObject bundle) {
    return bundle.with("entry", new org.ztclinical.json.JsonArray(List.of()));
  }

  private static BundleWalk walk(
      String text, EntryRule rule, Leaving leaving, Released released, Random random)
      throws IOException {
    BundleWalk walk =
        new BundleWalk(
            rule, NoSecrets.NAMES, released, leaving, new JsonLimits(100_000, 64, 10_000));
    byte[] bytes = bytes(text);
    int at = 0;
    while (at < bytes.length) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(30));
      walk.feed(bytes, at, end);
      at = end;
    }
    walk.finish();
    return walk;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
