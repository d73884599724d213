package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.est.PolicyJson;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;

/** Policies in JSON read and write as the reference reads and writes them. */
class DifferentialPolicyJsonTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);
  private static final String[] REQUEST = {
    "{\"type\":\"User\",\"id\":\"a\"}",
    "{\"type\":\"Action\",\"id\":\"a\"}",
    "{\"type\":\"User\",\"id\":\"a\"}",
    "{}"
  };
  private final JsonReader json = JsonReader.of(JsonLimits.forResources());

  @Test
  void bothWriteTheSameAndWeReadIt() throws Exception {
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (int i = 0; i < CASES; i++) {
      String text = new RandomWorld(SEED * 1_000_003 + i).policies();
      PolicySet ours;
      try {
        ours = PolicyParser.parse(text);
      } catch (CedarSyntaxException e) {
        continue;
      }
      compared += ours.size();
      String reference = ReferenceEngine.policiesAsJson(text);
      if (!canonical(PolicyJson.write(ours)).equals(canonical(reference))) {
        different.add(i + " written otherwise\n" + PolicyJson.write(ours) + "\n" + reference);
      }
      try {
        String again = PolicyJson.write(PolicyJson.parsePolicySet(reference));
        if (!canonical(again).equals(canonical(reference))) {
          different.add(i + " read otherwise\n" + again + "\n" + reference);
        }
        // What we write means the same to the reference when it reads it.
        if (!ReferenceEngine.takesPolicies(PolicyJson.write(ours))) {
          different.add(i + " the reference does not read\n" + PolicyJson.write(ours));
        }
      } catch (CedarSyntaxException e) {
        different.add(i + " " + e.getMessage() + "\n" + reference);
      }
    }
    report(different, compared + " policies compared");
  }

  private String canonical(String policySet) throws Exception {
    JsonObject set = json.readObject(policySet.getBytes(StandardCharsets.UTF_8));
    return CanonicalJson.of(set.object("staticPolicies").orElseThrow());
  }

  @Test
  void policyJsonIsTakenOrRefused() throws Exception {
    List<String> different = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      Random random = new Random(seed);
      String text = new RandomWorld(seed).policies().split("\n")[0];
      PolicySet policies;
      try {
        policies = PolicyParser.parse(text);
      } catch (CedarSyntaxException e) {
        continue;
      }
      String policy = PolicyJson.write(policies.policies().get(0));
      String changed =
          random.nextInt(3) == 0
              ? Mutations.ofJson(random).of(policy)
              : Mutations.ofPolicyJson(random).ofValue(policy);
      boolean reference = ReferenceEngine.takesPolicyJson(REQUEST, changed);
      taken += reference ? 1 : 0;
      String ours = "";
      try {
        PolicyJson.parsePolicy("p", changed);
      } catch (CedarSyntaxException e) {
        ours = e.getMessage();
      }
      // A method without its receiver could not be written in Cedar's own syntax.
      boolean stricter = ours.contains("is its receiver, and is missing");
      if (reference != ours.isEmpty() && !stricter) {
        different.add(
            seed
                + (reference
                    ? " reference takes, we: " + ours
                    : " reference refuses: "
                        + ReferenceEngine.refusalOfPolicyJson(REQUEST, changed))
                + "\n"
                + changed);
      }
    }
    report(different, taken + " taken");
  }

  private static void report(List<String> different, String more) {
    System.out.println(CASES + " cases, " + more + ", " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }
}
