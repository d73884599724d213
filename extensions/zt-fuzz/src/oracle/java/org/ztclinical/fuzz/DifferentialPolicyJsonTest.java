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
  void whatTheReferenceWritesWeReadAsTheSamePolicies() throws Exception {
    List<String> different = new ArrayList<>();
    int same = 0;
    for (int i = 0; i < CASES; i++) {
      String text = new RandomWorld(SEED * 1_000_003 + i).policies();
      PolicySet ours;
      try {
        ours = PolicyParser.parse(text);
      } catch (CedarSyntaxException e) {
        continue;
      }
      String written = ReferenceEngine.policiesAsJson(text);
      try {
        PolicySet theirs = PolicyJson.parsePolicySet(written);
        JsonObject again = json.readObject(PolicyJson.write(ours).getBytes(StandardCharsets.UTF_8));
        JsonObject reference = json.readObject(written.getBytes(StandardCharsets.UTF_8));
        if (!theirs.equals(ours)) {
          different.add(i + " read otherwise\n" + text + "\n" + written);
          // The reference writes the text of patterns letter by letter.
        } else if (!text.contains(" like ")
            && !again.get("staticPolicies").equals(reference.get("staticPolicies"))) {
          same++;
          different.add(i + " written otherwise\n" + PolicyJson.write(ours) + "\n" + written);
        }
      } catch (CedarSyntaxException e) {
        different.add(i + " " + e.getMessage() + "\n" + written);
      }
    }
    report(different, "written otherwise " + same);
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
      if (reference != ours.isEmpty()) {
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
