package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;

/**
 * Policies ready to run, each under a number: its place in the set. Immutable once built and safe
 * for use by many threads.
 *
 * <p>A request is answered in three steps: {@link #candidates} finds the policies whose scope
 * matches, {@link #evaluation} looks up the attributes that they read, and {@link
 * PolicyProgram#run} runs the conditions of each.
 */
public final class Program {
  private final List<PolicyProgram> policies;
  private final ScopeIndex index;
  private final Paths paths;
  private final int sharedConditions;
  private final RecentCandidates recent = new RecentCandidates();

  private Program(
      List<PolicyProgram> policies, ScopeIndex index, Paths paths, int sharedConditions) {
    this.policies = List.copyOf(policies);
    this.index = index;
    this.paths = paths;
    this.sharedConditions = sharedConditions;
  }

  /**
   * Makes policies ready.
   *
   * @param maxDepth how many expressions may stand inside each other
   * @throws IllegalArgumentException when a policy is nested deeper
   */
  public static Program of(List<Policy> policies, int maxDepth) {
    for (Policy policy : policies) {
      requireDepth(policy, maxDepth);
    }
    SharedConditions shared = SharedConditions.among(policies);
    ScopeIndex index = new ScopeIndex();
    Paths paths = new Paths();
    NodeBuilder builder = new NodeBuilder(paths, shared);
    List<PolicyProgram> programs = new ArrayList<>(policies.size());
    for (Policy policy : policies) {
      index.add(programs.size(), policy);
      programs.add(builder.program(policy));
    }
    return new Program(programs, index, paths, shared.size());
  }

  /** The policies whose scope matches. */
  public Candidates candidates(AuthorizationRequest request, Entities entities) {
    ScopeKeys keys = new ScopeKeys(request, entities, index);
    Candidates before = recent.get(keys);
    if (before != null) {
      return before;
    }
    Candidates found = candidates(index.find(keys));
    recent.put(keys, found);
    return found;
  }

  /** The policies of these numbers, ascending. */
  public Candidates candidates(int... numbers) {
    return Candidates.of(numbers, policies, paths.size());
  }

  /** The request with all that these policies read. */
  public Evaluation evaluation(
      AuthorizationRequest request, Entities entities, Candidates candidates) {
    Evaluation evaluation = new Evaluation(this, request, entities);
    evaluation.resolve(candidates.slots());
    return evaluation;
  }

  /** The request with this context, and all that these policies read. */
  public Evaluation evaluation(
      AuthorizationRequest request,
      ContextValues context,
      Entities entities,
      Candidates candidates) {
    long[] slots = candidates.slots();
    boolean whole = (slots[0] & 1L << Paths.CONTEXT) != 0;
    Evaluation evaluation =
        whole
            ? new Evaluation(this, withContext(request, context), entities)
            : new Evaluation(this, request, context, entities);
    evaluation.resolve(slots);
    return evaluation;
  }

  private static AuthorizationRequest withContext(
      AuthorizationRequest request, ContextValues context) {
    return AuthorizationRequest.of(
        request.principal(), request.action(), request.resource(), context.record());
  }

  /** The policies by number. */
  public List<PolicyProgram> policies() {
    return policies;
  }

  /** The attributes that the policies read. */
  public Paths paths() {
    return paths;
  }

  int sharedConditions() {
    return sharedConditions;
  }

  private static void requireDepth(Policy policy, int maxDepth) {
    for (Condition condition : policy.conditions()) {
      if (Operands.isDeeper(condition.body(), maxDepth)) {
        throw new IllegalArgumentException(
            "policy " + policy.id() + " nests more than " + maxDepth + " expressions");
      }
    }
  }
}
