package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.CedarSyntaxException;

/**
 * Decisions, reasons and errors agree with the reference, however we evaluate: interpreted,
 * compiled, and where only the decision is asked for.
 */
class DifferentialDecisionTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);

  private final List<String> different = new ArrayList<>();
  private int requests;
  private int allowed;
  private int erring;

  @Test
  void fewPoliciesDecideAlike() throws CedarSyntaxException {
    for (int i = 0; i < CASES; i++) {
      RandomWorld world = new RandomWorld(SEED * 1_000_003 + i);
      compare(i, world, RandomPolicySet.of(world, 1 + world.choose().below(4), 0, 0), 5);
    }
    report();
  }

  @Test
  void linksOfTemplatesDecideAlike() throws CedarSyntaxException {
    for (int i = 0; i < CASES; i++) {
      RandomWorld world = new RandomWorld(SEED * 1_000_003 + i);
      compare(i, world, RandomPolicySet.of(world, 1, 1 + world.choose().below(4), 4), 10);
    }
    report();
  }

  /** So many that the index of scopes decides which are looked at. */
  @Test
  void manyPoliciesDecideAlike() throws CedarSyntaxException {
    for (int i = 0; i < CASES / 20; i++) {
      RandomWorld world = new RandomWorld(SEED * 1_000_003 + i);
      int policies = 50 + world.choose().below(150);
      compare(i, world, RandomPolicySet.of(world, policies, 3, 5), 100);
    }
    report();
  }

  private void compare(int number, RandomWorld world, RandomPolicySet policies, int asked)
      throws CedarSyntaxException {
    String entitiesJson = world.entities();
    Entities entities = EntitiesJson.parse(entitiesJson);
    Authorizer interpreted = Authorizer.builder(policies.ours()).interpretOnly().build();
    Authorizer compiled = Authorizer.builder(policies.ours()).compileAtOnce().build();
    try (ReferencePolicies kept = ReferencePolicies.of("s" + number, policies.reference())) {
      for (int i = 0; i < asked; i++) {
        String[] asking = world.request();
        AuthorizationRequest request = OurEngine.request(asking);
        ReferenceEngine.Answer reference = kept.authorize(asking, entitiesJson).orElseThrow();
        requests++;
        allowed += reference.allowed() ? 1 : 0;
        erring += reference.errors().isEmpty() ? 0 : 1;
        ReferenceEngine.Answer ours = OurEngine.answer(interpreted.authorize(request, entities));
        ReferenceEngine.Answer ofBytecode = OurEngine.answer(compiled.authorize(request, entities));
        boolean decided = compiled.decide(compiled.prepare(request, entities));
        if (!reference.equals(ours)
            || !reference.equals(ofBytecode)
            || decided != reference.allowed()) {
          different.add(
              "ours %s, compiled %s, decided %s, reference %s%n%s%n%s%n%s"
                  .formatted(
                      ours,
                      ofBytecode,
                      decided,
                      reference,
                      policies.reference(),
                      String.join(" ", asking),
                      entitiesJson));
        }
      }
    }
  }

  private void report() {
    System.out.println(
        requests
            + " requests, "
            + allowed
            + " allowed, "
            + erring
            + " with errors, "
            + different.size()
            + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }
}
