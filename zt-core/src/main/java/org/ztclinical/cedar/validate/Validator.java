package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.Name;

/**
 * Checks policies against a schema (Cedar 4.5, policy validation). A policy set that is valid,
 * asked with requests and entities that conform to the schema, fails in no other way than by
 * overflow, by an entity that is missing, or by a limit of the engine; in permissive mode also by
 * text that is not an extension value.
 *
 * <p>Immutable and safe for use by many threads. Time grows with the policies and with the kinds of
 * request that their conditions tell apart, not with all kinds that the schema allows.
 */
public final class Validator {
  /** How many expressions are looked at for one policy, each in every kind of request. */
  private static final int MAX_VISITS = 500_000_000;

  private final World world;
  private final int maxDepth;

  private Validator(World world, int maxDepth) {
    this.world = world;
    this.maxDepth = maxDepth;
  }

  /** A validator for the schema. */
  public static Validator of(Schema schema) {
    return of(schema, CedarLimits.defaults());
  }

  /** A validator for the schema that takes policies of {@code limits.maxDepth()} levels. */
  public static Validator of(Schema schema, CedarLimits limits) {
    return new Validator(new World(schema), limits.maxDepth());
  }

  /** What is wrong with the policies in strict mode. */
  public ValidationResult validate(PolicySet policies) {
    return validate(policies, ValidationMode.STRICT);
  }

  /** What is wrong with the policies, templates and links. */
  public ValidationResult validate(PolicySet policies, ValidationMode mode) {
    return run(policies, mode, OptionalInt.empty());
  }

  /**
   * What is wrong with the policies, where they must not follow entities further than the level
   * (Cedar 4.5, level validation). At level 0 no entity is looked into; at level 1 those that the
   * request names; at level 2 those that these name in turn.
   *
   * @throws IllegalArgumentException when the level is negative
   */
  public ValidationResult validateWithLevel(PolicySet policies, ValidationMode mode, int maxLevel) {
    if (maxLevel < 0) {
      throw new IllegalArgumentException("a level is 0 or more");
    }
    return run(policies, mode, OptionalInt.of(maxLevel));
  }

  private ValidationResult run(PolicySet policies, ValidationMode mode, OptionalInt maxLevel) {
    Objects.requireNonNull(mode, "mode");
    List<Finding> findings = new ArrayList<>();
    Nearest nearest = new Nearest();
    for (Policy policy : policies.staticPolicies()) {
      findings.addAll(check(Clause.of(policy), mode, maxLevel, nearest));
    }
    for (Template template : policies.templates()) {
      findings.addAll(check(Clause.of(template), mode, maxLevel, nearest));
    }
    for (Policy policy : policies.policies()) {
      if (policy.templateId().isPresent()) {
        findings.addAll(checkLink(Clause.of(policy).withoutConditions(), nearest));
      }
    }
    return new ValidationResult(
        findings.stream().filter(finding -> finding.kind().isError()).toList(),
        findings.stream().filter(finding -> !finding.kind().isError()).toList());
  }

  private List<Finding> check(
      Clause clause, ValidationMode mode, OptionalInt maxLevel, Nearest nearest) {
    Problems problems = new Problems(clause.id(), nearest);
    Mentions mentions = Mentions.of(clause);
    if (mentions.depth() > maxDepth) {
      problems.report(
          Kind.TOO_DEEP,
          clause.at(),
          "the conditions are nested " + mentions.depth() + " levels deep; at most " + maxDepth);
      return problems.findings();
    }
    new NameCheck(world, problems).check(mentions);
    int most = Math.min(Scope.MAX_KINDS, MAX_VISITS / mentions.size());
    List<Environment> environments =
        new Scope(world, clause).environments(mentions.variables(), most);
    if (environments.size() > most) {
      problems.report(
          Kind.TOO_MANY_KINDS,
          clause.at(),
          "the conditions could tell apart more than "
              + most
              + " kinds of requests; name the action, or the types of principal and resource");
      return problems.findings();
    }
    requireApplicable(clause, environments, problems);
    if (mode == ValidationMode.STRICT) {
      requireOneActionType(clause, problems);
    }
    checkConditions(clause, environments, mode, maxLevel, problems);
    new TextCheck(problems).check(mentions);
    return problems.findings();
  }

  private List<Finding> checkLink(Clause link, Nearest nearest) {
    Problems problems = new Problems(link.id(), nearest);
    Mentions mentions = Mentions.of(link);
    new NameCheck(world, problems).checkLink(mentions);
    requireApplicable(
        link, new Scope(world, link).environments(mentions.variables(), Scope.MAX_KINDS), problems);
    return problems.findings();
  }

  private void checkConditions(
      Clause clause,
      List<Environment> environments,
      ValidationMode mode,
      OptionalInt maxLevel,
      Problems problems) {
    Shapes shapes = new Shapes();
    boolean canApply = environments.isEmpty();
    for (Environment environment : environments) {
      IdentityHashMap<Expr, Type> trace = maxLevel.isPresent() ? new IdentityHashMap<>() : null;
      Checker checker = new Checker(world, environment, mode, shapes, problems, trace);
      canApply |= checker.check(clause.conditions()) != Basic.FALSE;
      if (trace != null) {
        new LevelCheck(world, mode, environment, trace, maxLevel.getAsInt(), problems)
            .check(clause);
      }
    }
    if (!canApply) {
      problems.report(
          Kind.NEVER_APPLIES,
          clause.at(),
          "no request that the schema allows satisfies this policy");
    }
  }

  /** The actions of a scope are a set like any other. */
  private static void requireOneActionType(Clause clause, Problems problems) {
    if (clause.action() instanceof ActionConstraint.In in) {
      Set<Name> types = new TreeSet<>();
      in.uids().forEach(uid -> types.add(uid.type()));
      if (types.size() > 1) {
        problems.report(
            Kind.INCOMPATIBLE_TYPES,
            clause.at(),
            "the actions of the scope must be of one type, and these are of "
                + types
                + "; write a policy for each");
      }
    }
  }

  private static void requireApplicable(
      Clause clause, List<Environment> environments, Problems problems) {
    if (environments.isEmpty()) {
      problems.report(
          Kind.NO_APPLICABLE_ACTION,
          clause.at(),
          "the schema has no action for the principals, actions and resources of this scope;"
              + " look at appliesTo of the actions, and at what can be in what");
    }
  }
}
