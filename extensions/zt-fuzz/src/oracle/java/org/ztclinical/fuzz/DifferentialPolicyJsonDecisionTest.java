package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.est.PolicyJson;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.json.JsonObject;

/** The reference decides by the JSON that we write as it decides by the text. */
class DifferentialPolicyJsonDecisionTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);
  private final List<String> different = new ArrayList<>();
  private int taken;

  @Test
  void whatWeWriteSaysToTheReferenceWhatTheTextSays() throws Exception {
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      RandomWorld world = new RandomWorld(seed);
      String text = world.policies();
      String[] request = world.request();
      String entities = world.entities();
      if (policies(text).isEmpty()) {
        continue;
      }
      StringBuilder json = new StringBuilder();
      for (Policy policy : policies(text)) {
        json.append(json.isEmpty() ? "{" : ",")
            .append('"')
            .append(policy.id())
            .append("\":")
            .append(PolicyJson.write(policy));
      }

      JsonObject ofText = ask(request, ReferenceEngine.quote(text), entities);
      JsonObject ofJson = ask(request, json + "}", entities);

      taken += ofText.string("type").orElse("").equals("success") ? 1 : 0;
      if (!decision(ofText).equals(decision(ofJson))) {
        different.add(seed + " is decided otherwise:\n" + text + "\n" + json);
      }
    }
    report();
  }

  /** The policies of the text; none where it is meant to be wrong. */
  private static List<Policy> policies(String text) {
    try {
      return PolicyParser.parse(text).policies();
    } catch (CedarSyntaxException e) {
      return List.of();
    }
  }

  private static JsonObject ask(String[] request, String policies, String entities) {
    return ReferenceEngine.ask(
        "AuthorizationOperation",
        "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":%s,\"policies\":{\"staticPolicies\":%s},\"entities\":%s}"
            .formatted(request[0], request[1], request[2], request[3], policies, entities));
  }

  /** The decision, the determining and the erring policies, without messages. */
  private static String decision(JsonObject answer) {
    JsonObject response = answer.object("response").orElse(new JsonObject(java.util.Map.of()));
    JsonObject diagnostics =
        response.object("diagnostics").orElse(new JsonObject(java.util.Map.of()));
    return response.string("decision").orElse("none")
        + diagnostics.array("reason").stream()
            .map(id -> ((org.ztclinical.json.JsonString) id).value())
            .sorted()
            .toList()
        + diagnostics.objects("errors").stream()
            .map(error -> error.string("policyId").orElse(""))
            .sorted()
            .toList();
  }

  private void report() {
    System.out.println(CASES + " cases, " + taken + " taken, " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }
}
