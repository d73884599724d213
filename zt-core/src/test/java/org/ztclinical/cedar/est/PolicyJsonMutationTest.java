package org.ztclinical.cedar.est;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.JsonMutations;
import org.ztclinical.cedar.RandomPolicies;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.ast.TemplateLink;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.text.PolicyPrinter;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** Broken policies are refused in one way; what is taken reads back from both syntaxes. */
class PolicyJsonMutationTest {
  private static final int RUNS = Integer.getInteger("zt.mutations", 2_000);
  private static final long SEED = Long.getLong("zt.mutations.seed", 20_260_313);

  @Test
  void brokenPolicySetsAreRefusedOrReadBack() throws Exception {
    Random random = new Random(SEED);
    JsonMutations mutations = new JsonMutations(random);
    int taken = 0;
    for (int i = 0; i < RUNS; i++) {
      String whole = PolicyJson.write(policySet(i));
      String text = mutations.of(whole, whole);
      PolicySet set;
      try {
        set = PolicyJson.parsePolicySet(text);
      } catch (CedarSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
        continue;
      }
      taken++;
      assertThat(PolicyJson.parsePolicySet(PolicyJson.write(set))).as("run %d", i).isEqualTo(set);
      PolicySet statics = PolicySet.of(set.staticPolicies());
      assertThat(PolicyParser.parse(PolicyPrinter.print(statics)).size())
          .as("run %d: %s", i, text)
          .isEqualTo(statics.size());
    }
    assertThat(taken).isBetween(RUNS / 100, RUNS - RUNS / 100);
  }

  private static PolicySet policySet(long seed) {
    RandomPolicies random = RandomPolicies.seeded(seed);
    Template template = random.template("t");
    Map<Slot, EntityUid> values = new EnumMap<>(Slot.class);
    template.slots().forEach(slot -> values.put(slot, EntityUid.of("A::B", "x")));
    return PolicySet.of(
        random.policySet((int) (seed % 3)).policies(),
        List.of(template),
        List.of(new TemplateLink("t", "link", values)));
  }
}
