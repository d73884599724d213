package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * Policies by chance over the small world of {@link RandomWorld}: scopes of every kind, conditions
 * of {@link RandomExpressions}. The same seed gives the same policies.
 */
public final class RandomPolicies {
  private static final List<String> KEYS = List.of("id", "reason", "if", "in", "__cedar", "flag");

  private final Random random;
  private final RandomExpressions expressions;

  private RandomPolicies(Random random) {
    this.random = random;
    this.expressions = RandomExpressions.of(random);
  }

  /** Policies that this seed determines. */
  public static RandomPolicies seeded(long seed) {
    return new RandomPolicies(new Random(seed));
  }

  /** The expressions of the conditions, from the same source of chance. */
  public RandomExpressions expressions() {
    return expressions;
  }

  /** A set of policies {@code policy0}, {@code policy1}, … without templates. */
  public PolicySet policySet(int size) {
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      policies.add(policy("policy" + i));
    }
    return PolicySet.of(policies);
  }

  /** A policy with up to three conditions, each up to four levels deep. */
  public Policy policy(String id) {
    return new Policy(
        id,
        effect(),
        annotations(),
        scope(Optional.empty()),
        action(),
        scope(Optional.empty()),
        conditions(),
        Optional.empty(),
        Span.NONE);
  }

  /** A template with one slot or two. */
  public Template template(String id) {
    int slots = 1 + random.nextInt(3);
    return new Template(
        id,
        effect(),
        annotations(),
        scope(Optional.of(Slot.PRINCIPAL).filter(slot -> (slots & 1) != 0)),
        action(),
        scope(Optional.of(Slot.RESOURCE).filter(slot -> (slots & 2) != 0)),
        conditions(),
        Span.NONE);
  }

  private Effect effect() {
    return random.nextInt(4) == 0 ? Effect.FORBID : Effect.PERMIT;
  }

  private Map<String, String> annotations() {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      annotations.put(one(KEYS), one(RandomWorld.STRINGS));
    }
    return annotations;
  }

  private ScopeConstraint scope(Optional<Slot> slot) {
    Supplier<ScopeConstraint.Target> target =
        () ->
            slot.<ScopeConstraint.Target>map(found -> found)
                .orElseGet(() -> new ScopeConstraint.Uid(one(RandomWorld.UIDS)));
    Name type = one(RandomWorld.TYPES);
    int kinds = slot.isPresent() ? 3 : 5;
    return switch (random.nextInt(kinds)) {
      case 0 -> new ScopeConstraint.Equal(target.get());
      case 1 -> new ScopeConstraint.In(target.get());
      case 2 -> new ScopeConstraint.IsIn(type, target.get());
      case 3 -> new ScopeConstraint.Is(type);
      default -> new ScopeConstraint.Any();
    };
  }

  private ActionConstraint action() {
    return switch (random.nextInt(4)) {
      case 0 -> new ActionConstraint.Equal(one(RandomWorld.ACTIONS));
      case 1 -> new ActionConstraint.In(List.of(one(RandomWorld.ACTIONS)));
      case 2 -> {
        List<EntityUid> uids = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          uids.add(one(RandomWorld.ACTIONS));
        }
        yield new ActionConstraint.In(uids);
      }
      default -> new ActionConstraint.Any();
    };
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Condition.Kind kind = random.nextInt(3) == 0 ? Condition.Kind.UNLESS : Condition.Kind.WHEN;
      conditions.add(new Condition(kind, expressions.bool(1 + random.nextInt(4)), Span.NONE));
    }
    return conditions;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
