package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.Span;

/** Index, slots, remembered conditions and compiled code change nothing but the time taken. */
final class RandomDecisionsTest {
  private static final int WORLDS = 400;
  private static final int REQUESTS = 25;

  @Test
  void everyWayToDecideAnswersAsTheReference() {
    Map<String, Integer> kinds = new TreeMap<>();
    for (long seed = 0; seed < WORLDS; seed++) {
      PolicySet policies = RandomPolicies.seeded(seed).policySet(1 + (int) (seed % 60));
      ReferenceAuthorizer reference = new ReferenceAuthorizer(policies);
      List<Authorizer> authorizers = authorizers(policies);
      RandomWorld world = RandomWorld.seeded(seed);
      // Two stores, asked in turn: what holds in one must not be taken to hold in the other.
      List<Entities> stores = List.of(world.entities(), world.entities());
      for (int i = 0; i < REQUESTS; i++) {
        Entities entities = stores.get(i % 2);
        AuthorizationRequest request = world.request();
        ReferenceAuthorizer.Answer expected = reference.authorize(request, entities);
        for (Authorizer authorizer : authorizers) {
          compare("seed " + seed + " request " + i, authorizer, request, entities, expected);
        }
        kinds.merge(expected.allowed() ? "allowed" : "denied", 1, Integer::sum);
        kinds.merge(expected.errors().isEmpty() ? "without error" : "with error", 1, Integer::sum);
        kinds.merge(expected.determining().isEmpty() ? "by none" : "by some", 1, Integer::sum);
      }
    }

    // Chance must have found all kinds of answers, else the comparison proves little.
    assertThat(kinds.values()).hasSize(6).allMatch(count -> count > 500);
  }

  /** Policies made of few conditions, so that most stand in several and are remembered. */
  @Test
  void conditionsThatPoliciesShareCountInEachOfThem() {
    int answers = 0;
    for (long seed = 0; seed < 150; seed++) {
      PolicySet policies = alike(seed);
      ReferenceAuthorizer reference = new ReferenceAuthorizer(policies);
      List<Authorizer> authorizers = authorizers(policies);
      RandomWorld world = RandomWorld.seeded(seed);
      Entities entities = world.entities();
      for (int i = 0; i < 10; i++) {
        AuthorizationRequest request = world.request();
        ReferenceAuthorizer.Answer expected = reference.authorize(request, entities);
        for (Authorizer authorizer : authorizers) {
          compare("seed " + seed + " request " + i, authorizer, request, entities, expected);
        }
        answers += expected.determining().size() + expected.errors().size();
      }
    }

    assertThat(answers).isGreaterThan(5_000);
  }

  private static PolicySet alike(long seed) {
    Random random = new Random(seed);
    RandomExpressions expressions = RandomExpressions.of(random);
    List<Expr> few = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      few.add(expressions.bool(6));
    }
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Expr first = few.get(random.nextInt(few.size()));
      Expr second = few.get(random.nextInt(few.size()));
      Condition condition =
          new Condition(
              random.nextBoolean() ? Condition.Kind.WHEN : Condition.Kind.UNLESS,
              random.nextInt(3) == 0 ? first : Expr.And.of(first, second, Span.NONE),
              Span.NONE);
      Effect effect = random.nextInt(4) == 0 ? Effect.FORBID : Effect.PERMIT;
      policies.add(Policies.with(effect, condition).withId("policy" + i));
    }
    return PolicySet.of(policies);
  }

  private static List<Authorizer> authorizers(PolicySet policies) {
    return List.of(
        Authorizer.builder(policies).interpretOnly().build(),
        Authorizer.builder(policies).compileAtOnce().build());
  }

  private static void compare(
      String where,
      Authorizer authorizer,
      AuthorizationRequest request,
      Entities entities,
      ReferenceAuthorizer.Answer expected) {
    PreparedRequest prepared = authorizer.prepare(request, entities);
    PreparedRequest built = built(authorizer, request).prepare(entities);

    assertThat(built(authorizer, request).build()).as(where).isEqualTo(request);
    assertThat(authorizer.decide(built)).as(where).isEqualTo(expected.allowed());
    assertThat(ReferenceAuthorizer.Answer.of(authorizer.authorize(built)))
        .as(where)
        .isEqualTo(expected);

    assertThat(authorizer.decide(prepared)).as(where).isEqualTo(expected.allowed());
    assertThat(ReferenceAuthorizer.Answer.of(authorizer.authorize(request, entities)))
        .as(where)
        .isEqualTo(expected);
    assertThat(ReferenceAuthorizer.Answer.of(authorizer.authorize(prepared)))
        .as(where)
        .isEqualTo(expected);
  }

  private static RequestBuilder built(Authorizer authorizer, AuthorizationRequest request) {
    RequestBuilder builder =
        authorizer.request(request.principal(), request.action(), request.resource());
    request
        .context()
        .attributes()
        .forEach(
            (name, value) ->
                builder.set(authorizer.contextAttribute(name, ContextAttribute.Kind.VALUE), value));
    return builder;
  }
}
