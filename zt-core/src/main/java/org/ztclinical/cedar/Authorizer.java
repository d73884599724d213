package org.ztclinical.cedar;

import java.util.List;
import java.util.Objects;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.eval.Candidates;
import org.ztclinical.cedar.eval.ContextValues;
import org.ztclinical.cedar.eval.Evaluation;
import org.ztclinical.cedar.eval.Outcome;
import org.ztclinical.cedar.eval.PolicyProgram;
import org.ztclinical.cedar.eval.PolicyRunner;
import org.ztclinical.cedar.eval.Program;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Decides requests by a set of policies (Cedar 4.5, authorization). A pure function: the answer
 * depends on policies, request and entities, and on nothing else.
 *
 * <pre>{@code
 * Authorizer authorizer = Authorizer.of(policies);
 * Response response = authorizer.authorize(request, entities);
 * }</pre>
 *
 * <p>Every policy whose scope matches and whose conditions hold is satisfied. Any satisfied {@code
 * forbid} denies; else any satisfied {@code permit} allows; else the request is denied. What a
 * policy does that cannot be evaluated is chosen by {@link ErrorHandling}.
 *
 * <p>Immutable and safe for use by many threads. Building one is work; keep it as long as the
 * policies hold.
 */
public final class Authorizer {
  private final Program program;
  private final PolicyRunner runner;
  private final ErrorHandling errorHandling;

  private Authorizer(Builder builder) {
    this.program = Program.of(builder.policies.policies(), builder.limits.maxDepth());
    this.runner = builder.execution.runner(program.policies());
    this.errorHandling = builder.errorHandling;
  }

  /** An authorizer with the standard semantics. */
  public static Authorizer of(PolicySet policies) {
    return builder(policies).build();
  }

  /** An authorizer with options. */
  public static Builder builder(PolicySet policies) {
    return new Builder(policies);
  }

  /** Decides a request. Every policy whose scope matches is evaluated. */
  public Response authorize(AuthorizationRequest request, Entities entities) {
    Candidates candidates = program.candidates(request, entities);
    return respond(program.evaluation(request, entities, candidates), candidates);
  }

  /**
   * Decides a prepared request.
   *
   * @throws IllegalArgumentException when it was prepared for another authorizer
   */
  public Response authorize(PreparedRequest request) {
    request.requireOwner(this);
    request.evaluation().forget();
    return respond(request.evaluation(), request.candidates());
  }

  /**
   * Whether a prepared request is allowed: the decision of {@link #authorize(PreparedRequest)}
   * without the policies behind it. Allocates nothing, and stops at the first policy that settles
   * the matter.
   *
   * @throws IllegalArgumentException when it was prepared for another authorizer
   */
  public boolean decide(PreparedRequest request) {
    request.requireOwner(this);
    Evaluation evaluation = request.evaluation();
    evaluation.forget();
    for (int number : request.candidates().forbids()) {
      int outcome = run(number, evaluation);
      if (outcome == Outcome.TRUE || (outcome < 0 && errorHandling.denies(true))) {
        return false;
      }
    }
    boolean permitted = false;
    for (int number : request.candidates().permits()) {
      int outcome = run(number, evaluation);
      if (outcome < 0 && errorHandling.denies(false)) {
        return false;
      }
      permitted = permitted || outcome == Outcome.TRUE;
      if (permitted && !errorHandling.denies(false)) {
        return true;
      }
    }
    return permitted;
  }

  /** Looks up once what a request needs, to decide it often or without allocation. */
  public PreparedRequest prepare(AuthorizationRequest request, Entities entities) {
    Candidates candidates = program.candidates(request, entities);
    return new PreparedRequest(this, program.evaluation(request, entities, candidates), candidates);
  }

  PreparedRequest prepare(AuthorizationRequest request, ContextValues context, Entities entities) {
    Candidates candidates = program.candidates(request, entities);
    return new PreparedRequest(
        this, program.evaluation(request, context, entities, candidates), candidates);
  }

  /** A request to be made without a map; see {@link RequestBuilder}. */
  public RequestBuilder request(EntityUid principal, EntityUid action, EntityUid resource) {
    return new RequestBuilder(this, principal, action, resource);
  }

  /**
   * An attribute of the context, for the {@link RequestBuilder}s of this authorizer.
   *
   * @throws IllegalArgumentException when the name has half of a surrogate pair
   */
  public <T> ContextAttribute<T> contextAttribute(String name, ContextAttribute.Kind<T> kind) {
    return new ContextAttribute<>(this, name, program.paths().contextSlot(name), kind);
  }

  /**
   * Says of every policy, in order, what became of it for a request, and why. Evaluates anew and
   * step by step: for people who ask, not for every request.
   */
  public List<PolicyExplanation> explain(AuthorizationRequest request, Entities entities) {
    return policies().stream()
        .map(policy -> PolicyExplanation.of(policy, request, entities))
        .toList();
  }

  private Response respond(Evaluation evaluation, Candidates candidates) {
    Tally tally = new Tally(program.policies(), errorHandling);
    for (int number : candidates.all()) {
      tally.add(number, run(number, evaluation));
    }
    return tally.response();
  }

  private int run(int number, Evaluation evaluation) {
    return runner.run(number, evaluation);
  }

  /** The policies that decide, in order. */
  public List<Policy> policies() {
    return program.policies().stream().map(PolicyProgram::policy).toList();
  }

  @Override
  public String toString() {
    return "authorizer of " + program.policies().size() + " policies, " + errorHandling;
  }

  /** Chooses how an {@link Authorizer} works. */
  public static final class Builder {
    private final PolicySet policies;
    private ErrorHandling errorHandling = ErrorHandling.STANDARD;
    private CedarLimits limits = CedarLimits.defaults();
    private Execution execution = Execution.COMPILED_WHEN_HOT;

    private Builder(PolicySet policies) {
      this.policies = Objects.requireNonNull(policies, "policies");
    }

    /** What erroring policies do; {@link ErrorHandling#STANDARD} unless said. */
    public Builder errorHandling(ErrorHandling chosen) {
      errorHandling = Objects.requireNonNull(chosen, "errorHandling");
      return this;
    }

    /** How deep policies may be nested; {@link CedarLimits#defaults()} unless said. */
    public Builder limits(CedarLimits chosen) {
      limits = Objects.requireNonNull(chosen, "limits");
      return this;
    }

    /**
     * Never generates bytecode: slower by some factor, the same answers. Also chosen by itself in a
     * native image, and where no class can be defined.
     */
    public Builder interpretOnly() {
      execution = Execution.INTERPRETED;
      return this;
    }

    /** Generates bytecode when a policy is first run, rather than when it has been run often. */
    public Builder compileAtOnce() {
      execution = Execution.COMPILED;
      return this;
    }

    /**
     * The authorizer.
     *
     * @throws IllegalArgumentException when a policy is nested deeper than the limits allow
     */
    public Authorizer build() {
      return new Authorizer(this);
    }
  }
}
