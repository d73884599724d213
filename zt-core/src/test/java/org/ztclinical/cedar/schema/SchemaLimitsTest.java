package org.ztclinical.cedar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.SmallStack;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Name;

/** What is too much ends in an error, on a thread with a stack of 256 KiB. */
class SchemaLimitsTest {
  private static final int MEGABYTE = 1_000_000;

  /** Reads something. */
  private interface Reading {
    void read() throws CedarSyntaxException;
  }

  @Test
  void aMegabyteOfNestingIsRefusedInCedarSyntax() throws Exception {
    for (String unit : new String[] {"Set<", "{a:", "[", "{", "Set", "@a", "A::", "(", "\"\\\\"}) {
      String many = unit.repeat(MEGABYTE / unit.length());

      assertThat(outcome(() -> SchemaParser.parse("type T = " + many))).isIn(refusals());
      assertThat(outcome(() -> SchemaParser.parse("entity A in " + many))).isIn(refusals());
      assertThat(outcome(() -> SchemaParser.parse(many))).isIn(refusals());
    }
  }

  @Test
  void aThousandTypesThatAreAllInEachOtherAreReadSoon() throws Exception {
    String all = IntStream.range(0, 1_000).mapToObj(i -> "A" + i).collect(Collectors.joining(", "));

    Schema schema =
        assertTimeoutPreemptively(
            Duration.ofSeconds(8),
            () -> SchemaParser.parse("entity %s in [%s];".formatted(all, all)));

    assertThat(schema.ancestorTypes(Name.parse("A7"))).hasSize(1_000);
  }

  @Test
  void aMegabyteOfNestingIsRefusedInJson() throws Exception {
    String set = "{\"type\":\"Set\",\"element\":";
    String record = "{\"type\":\"Record\",\"attributes\":{\"a\":";
    for (String unit : new String[] {"[", "{\"a\":", set, record}) {
      String many = unit.repeat(MEGABYTE / unit.length());

      assertThat(outcome(() -> SchemaJson.parse(many))).isEqualTo(Fault.LIMIT);
      assertThat(outcome(() -> SchemaJson.parse(common(many)))).isEqualTo(Fault.LIMIT);
    }
  }

  @Test
  void typesAreReadPrintedComparedAndReadAgainUpToTheLimit() throws Exception {
    for (String[] nest : new String[][] {{"Set<", ">"}, {"{a:", "}"}}) {
      String deepest = "type T = " + nest[0].repeat(127) + "Long" + nest[1].repeat(127) + ";";
      String deeper = "type T = " + nest[0].repeat(128) + "Long" + nest[1].repeat(128) + ";";
      String used = deepest + "entity A { a: " + "T }; entity B tags T;";
      String use = deepest + "entity B tags T;";

      assertThat(outcome(() -> roundTrip(use))).isNull();
      assertThat(outcome(() -> SchemaParser.parse(deeper))).isEqualTo(Fault.LIMIT);
      assertThat(outcome(() -> SchemaParser.parse(used))).isEqualTo(Fault.LIMIT);
    }
  }

  @Test
  void commonTypesThatGrowExponentiallyAreRefused() throws Exception {
    String text =
        IntStream.range(0, 60)
            .mapToObj(i -> "type T%d = {x: T%d, y: T%d};".formatted(i, i + 1, i + 1))
            .collect(Collectors.joining("\n", "", "type T60 = Long;"));

    assertThat(outcome(() -> SchemaParser.parse(text))).isEqualTo(Fault.LIMIT);
  }

  @Test
  void commonTypesThatGrowAreSharedUpToTheLimit() throws Exception {
    String text =
        IntStream.range(0, 15)
            .mapToObj(i -> "type T%d = {x: T%d, y: T%d};".formatted(i, i + 1, i + 1))
            .collect(Collectors.joining("\n", "entity A tags T0;", "type T15 = Long;"));

    assertThat(outcome(() -> roundTrip(text))).isNull();
    assertThat(SchemaPrinter.print(SchemaParser.parse(text))).hasSizeLessThan(2_000);
    assertThat(SchemaJson.write(SchemaParser.parse(text))).hasSizeLessThan(4_000);
  }

  @Test
  void aLongChainOfCommonTypesIsFollowedWithoutRecursion() throws Exception {
    String text =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "type T%d = T%d;".formatted(i, i + 1))
            .collect(Collectors.joining("\n", "entity A tags T0;", "type T50000 = Long;"));

    assertThat(outcome(() -> roundTrip(text))).isNull();
    assertThat(outcome(() -> SchemaParser.parse(text.replace("= Long", "= T0"))))
        .isEqualTo(Fault.CYCLE);
  }

  @Test
  void aLongChainOfGroupsIsRefusedBeforeItFillsTheMemory() throws Exception {
    String actions =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "action a%d in a%d;".formatted(i, i + 1))
            .collect(Collectors.joining("\n", "", "action a50000;"));
    String types =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "entity E%d in E%d;".formatted(i, i + 1))
            .collect(Collectors.joining("\n", "", "entity E50000;"));

    assertThat(outcome(() -> SchemaParser.parse(actions))).isEqualTo(Fault.LIMIT);
    assertThat(outcome(() -> SchemaParser.parse(types))).isEqualTo(Fault.LIMIT);
    assertThat(
            outcome(
                () ->
                    SchemaParser.parse(actions.replace("action a50000;", "action a50000 in a0;"))))
        .isEqualTo(Fault.CYCLE);
  }

  @Test
  void aDeclarationOfManyNamesThatListsManyOthersIsRefused() throws Exception {
    String names =
        IntStream.range(0, 5_000).mapToObj(i -> "E" + i).collect(Collectors.joining(","));
    String actions = "action " + names.replace('E', 'a');
    String many = "entity " + names + ";";

    assertThat(outcome(() -> SchemaParser.parse("entity " + names + " in [" + names + "];")))
        .isEqualTo(Fault.LIMIT);
    assertThat(
            outcome(
                () ->
                    SchemaParser.parse(
                        many + actions + " appliesTo {principal: E0, resource: [" + names + "]};")))
        .isEqualTo(Fault.LIMIT);
    assertThat(outcome(() -> SchemaParser.parse(many + actions + ";"))).isNull();
  }

  @Test
  void textAndRecordsAreBoundedByTheLimits() throws Exception {
    CedarLimits small = new CedarLimits(40, 3, 1, 1, 2);
    String longer = "entity A;" + " ".repeat(40);
    String record = "entity A { a: Long, b: Long, c: Long };";
    String json = "{\"N\":{\"entityTypes\":{},\"actions\":{\"a\":{}}}}";

    assertThat(outcome(() -> SchemaParser.parse(longer, "s", small))).isEqualTo(Fault.LIMIT);
    assertThat(outcome(() -> SchemaParser.parse(record, "s", small))).isEqualTo(Fault.LIMIT);
    assertThat(outcome(() -> SchemaJson.parse(json, "s", small))).isEqualTo(Fault.LIMIT);
    assertThat(outcome(() -> SchemaParser.parse("entity A {a: Long};", "s", small))).isNull();
  }

  private static Set<Object> refusals() {
    return Set.of(Fault.LIMIT, Fault.MALFORMED, Fault.UNKNOWN, Fault.DUPLICATE);
  }

  private static String common(String type) {
    return "{\"N\":{\"entityTypes\":{},\"actions\":{},\"commonTypes\":{\"T\":" + type + "}}}";
  }

  private static void roundTrip(String text) throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(text);
    assertThat(SchemaParser.parse(SchemaPrinter.print(schema)).equals(schema)).isTrue();
    assertThat(SchemaJson.parse(SchemaJson.write(schema)).equals(schema)).isTrue();
    assertThat(SchemaParser.parse(text).hashCode()).isEqualTo(schema.hashCode());
  }

  /** The fault of the error that the reading ended in; null when it read. */
  private static Fault outcome(Reading reading) throws Exception {
    Throwable end =
        SmallStack.run(
            () -> {
              reading.read();
              return null;
            });
    if (end instanceof CedarSyntaxException refused) {
      return refused.fault();
    }
    assertThat(end).isNull();
    return null;
  }
}
