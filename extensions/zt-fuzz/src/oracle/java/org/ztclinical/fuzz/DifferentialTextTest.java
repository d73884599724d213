package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Policy and schema texts, hit at random, are taken or refused exactly as the reference does. */
class DifferentialTextTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);

  @Test
  void policyTextIsTakenOrRefusedAsTheReferenceDoes() {
    List<String> different = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      String text = sometimesMutated(seed, new RandomWorld(seed).policies());
      boolean reference = ReferenceEngine.authorize(REQUEST, text, "[]").isPresent();
      taken += reference ? 1 : 0;
      String ours = refusal(() -> PolicyParser.parse(text));
      if (reference != ours.isEmpty()) {
        different.add(
            seed
                + (reference ? " reference takes, we: " + ours : " reference refuses")
                + "\n"
                + text);
      }
    }
    report(different, taken);
  }

  @Test
  void schemaTextIsTakenOrRefusedAsTheReferenceDoes() {
    List<String> different = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      String text = sometimesMutated(seed, RandomSchemaText.of(new Random(seed)));
      boolean reference = ReferenceEngine.takesSchema(ReferenceEngine.quote(text));
      taken += reference ? 1 : 0;
      String ours = refusal(() -> SchemaParser.parse(text));
      // The reference lets the last of two equal attributes win; we refuse, since one would be
      // lost.
      boolean stricter = ours.contains("is declared twice");
      if (reference != ours.isEmpty() && !stricter) {
        different.add(
            seed
                + (reference
                    ? " reference takes, we: " + ours
                    : " reference refuses: "
                        + ReferenceEngine.ask(
                                "ValidateOperation",
                                "{\"schema\":"
                                    + ReferenceEngine.quote(text)
                                    + ",\"policies\":{\"staticPolicies\":\"\"}}")
                            .objects("errors")
                            .get(0)
                            .string("message")
                            .orElse(""))
                + "\n"
                + text);
      }
    }
    report(different, taken);
  }

  private static final String[] REQUEST = {
    "{\"type\":\"User\",\"id\":\"a\"}",
    "{\"type\":\"Action\",\"id\":\"a\"}",
    "{\"type\":\"User\",\"id\":\"a\"}",
    "{}"
  };

  private static String sometimesMutated(long seed, String text) {
    return seed % 2 == 0 ? text : Mutations.ofCedar(new Random(seed)).of(text);
  }

  private interface Reading {
    void read() throws CedarSyntaxException;
  }

  private static String refusal(Reading reading) {
    try {
      reading.read();
      return "";
    } catch (CedarSyntaxException e) {
      return e.getMessage();
    }
  }

  private static void report(List<String> different, int taken) {
    System.out.println(CASES + " texts, " + taken + " taken, " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 12))).isEmpty();
  }
}
