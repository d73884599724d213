package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.est.PolicyJson;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonWriter;

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
  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());

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
    JsonObject set = JSON.readObject(policySet.getBytes(StandardCharsets.UTF_8));
    return CanonicalJson.of(set.object("staticPolicies").orElseThrow());
  }

  @Test
  void policyJsonIsTakenOrRefused() throws Exception {
    List<String> different = new ArrayList<>();
    int taken = 0;
    int decided = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      RandomWorld world = new RandomWorld(seed);
      String changed = changed(world.policies().split("\n")[0], new Random(seed));
      if (changed.isEmpty()) {
        continue;
      }
      boolean reference = ReferenceEngine.takesPolicyJson(REQUEST, changed);
      taken += reference ? 1 : 0;
      try {
        PolicySet ours = PolicySet.of(List.of(PolicyJson.parsePolicy("p", changed)));
        if (!reference) {
          different.add(
              "%d reference refuses: %s%n%s"
                  .formatted(seed, ReferenceEngine.refusalOfPolicyJson(REQUEST, changed), changed));
        } else {
          decided += compareDecisions(seed, world, changed, ours, different);
        }
      } catch (CedarSyntaxException e) {
        if (reference && !isStricterOnPurpose(e.getMessage())) {
          different.add(seed + " reference takes, we: " + e.getMessage() + "\n" + changed);
        }
      }
    }
    report(different, taken + " taken, " + decided + " satisfied or erring");
  }

  /** The policy in JSON with one change or two; empty where the text is meant to be wrong. */
  private static String changed(String text, Random random) {
    try {
      JsonObject policy =
          JSON.readObject(
              PolicyJson.write(PolicyParser.parse(text).policies().get(0))
                  .getBytes(StandardCharsets.UTF_8));
      if (random.nextBoolean()) {
        for (String scope : List.of("principal", "action", "resource")) {
          policy = policy.with(scope, new JsonObject(Map.of("op", new JsonString("All"))));
        }
      }
      String json = JsonWriter.text(policy);
      return random.nextInt(4) == 0
          ? Mutations.ofPolicyJson(random).ofValue(json)
          : TreeMutations.ofPolicies(random).of(json);
    } catch (CedarSyntaxException e) {
      return "";
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What both take says the same to both. Counts the answers that say more than "no". */
  private static int compareDecisions(
      long seed, RandomWorld world, String policy, PolicySet ours, List<String> different)
      throws CedarSyntaxException {
    String entitiesJson = world.entities();
    Entities entities = EntitiesJson.parse(entitiesJson);
    int said = 0;
    for (int i = 0; i < 3; i++) {
      String[] request = world.request();
      ReferenceEngine.Answer reference =
          ReferenceEngine.authorizeByJson(request, policy, entitiesJson).orElseThrow();
      ReferenceEngine.Answer answer = OurEngine.authorize(ours, request, entities);
      said += reference.reasons().size() + reference.errors().size();
      if (!reference.equals(answer)) {
        different.add(
            "%d decided otherwise: ours %s, reference %s%n%s%n%s%n%s"
                .formatted(
                    seed, answer, reference, policy, String.join(" ", request), entitiesJson));
      }
    }
    return said;
  }

  /**
   * Unknown members and null are refused everywhere, and arrays in the place of objects, which the
   * reference's JSON reader takes for their members in order. Unknown functions are refused when
   * they are read; and a method without its receiver could not be written in Cedar's own syntax.
   */
  private static boolean isStricterOnPurpose(String refusal) {
    return refusal.contains("there is no such member here")
        || refusal.contains("found null")
        || refusal.contains("null is not a value")
        || refusal.contains("expected an object, found an array")
        || refusal.contains("__expr is no longer part of the language")
        || refusal.contains("there is no extension function of this name")
        || refusal.contains("is its receiver, and is missing");
  }

  private static void report(List<String> different, String more) {
    System.out.println(CASES + " cases, " + more + ", " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }
}
