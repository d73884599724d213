package org.ztclinical.policy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Check;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Explanation;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Modes;
import org.ztclinical.access.Permit;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.audit.EventId;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.identity.MfaRules;
import org.ztclinical.obligation.ObligationAnswer.Refused;
import org.ztclinical.obligation.Settlement;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeAuthorizer;

/**
 * Decides access requests: every layer is asked in order, the first that denies ends the walk, and
 * only a request that the application layer granted is permitted. Immutable and safe for use by
 * many threads.
 */
@Experimental
public final class DecisionPoint {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionPoint.class);

  private final List<Gate> gates;
  private final ScopeAuthorizer scopes;
  private final PageBindings pages;
  private final Mode policyMode;

  private DecisionPoint(
      List<Gate> gates, ScopeAuthorizer scopes, PageBindings pages, Mode policyMode) {
    this.gates = gates;
    this.scopes = scopes;
    this.pages = pages;
    this.policyMode = policyMode;
  }

  /** Starts a decision point over these scope rules and what is known of pages given out. */
  public static Builder builder(ScopeAuthorizer scopes, PageBindings pages) {
    return new Builder(scopes, pages);
  }

  /** Decides. A layer that fails denies; nothing is thrown for what a caller sent. */
  public Decision decide(AccessRequest request) {
    BoundedLookup stored = scopes.lookupForOneRequest();
    try {
      Continuation continued =
          request.route().isPresent() ? Continuation.NONE : pages.continuedBy(request);
      PatientsSeen seen = new PatientsSeen(scopes, stored);
      return seen.in(decide(new Walk(request, stored, continued)));
    } finally {
      stored.forget();
    }
  }

  private Decision decide(Walk walk) {
    AccessRequest request = walk.request();
    String id = EventId.create().toString();
    List<LayerVerdict> said = new ArrayList<>(gates.size());
    @Nullable ReleaseTerms granted = null;
    Duties duties = Duties.none();
    for (Gate gate : gates) {
      GateAnswer answer = ask(gate, walk, Optional.ofNullable(granted));
      said.add(answer.verdict());
      if (answer.denies()) {
        return denial(id, request, said, answer);
      }
      granted = answer.granted().orElse(granted);
      duties = answer.duties().isEmpty() ? duties : answer.duties();
    }
    Explanation explanation = Explanation.of(said);
    if (granted == null) {
      // No gate of the application layer granted anything: nothing is permitted by silence.
      return Denial.of(
          id, request, explanation, List.of(Reason.of(PolicyReason.LAYER_FAILED, "application")));
    }
    return Permit.issue(id, request, explanation, granted, performed(request, granted), duties);
  }

  /**
   * The decision when the obligations of a permit were seen to: a denial where one that concerns
   * the whole request was not fulfilled, else a permit for what is left. Where policies only
   * observe, the permit stands and says what would have been denied; on a route of the
   * application's own they always enforce.
   */
  public Decision settle(Permit permit, Settlement settlement) {
    if (settlement.changesNothing()) {
      return permit;
    }
    Settled settled = new Settled(permit, settlement, scopes);
    boolean complete = settlement.isComplete();
    return switch (permit.request().route().isPresent() ? Mode.ENFORCE : policyMode) {
      case OBSERVE ->
          complete ? permit : reissued(permit, settled, Verdict.WOULD_DENY, permit.terms());
      case ENFORCE -> {
        List<Refused> fatal = settled.fatal();
        yield fatal.isEmpty()
            ? reissued(permit, settled, Verdict.NARROWED, settled.terms())
            : refused(permit, settled.explanation(Verdict.DENIED), fatal);
      }
    };
  }

  private Permit reissued(Permit permit, Settled settled, Verdict incomplete, ReleaseTerms terms) {
    return Permit.issue(
            permit.decisionId(),
            permit.request(),
            settled.explanation(incomplete),
            terms,
            performed(permit.request(), terms),
            permit.duties())
        .concerning(permit.concerned());
  }

  private CanonicalRequest performed(AccessRequest request, ReleaseTerms terms) {
    if (request.route().isPresent()) {
      return request.origin();
    }
    return Performed.of(request.fhir(), terms, pages.isOwnExport(request));
  }

  private static Denial refused(Permit permit, Explanation explanation, List<Refused> fatal) {
    List<Reason> reasons = Settled.reasons(permit, fatal);
    Optional<Challenge> challenge = Settled.challenge(permit, fatal);
    Denial denial =
        challenge.isPresent()
            ? Denial.stepUp(
                permit.decisionId(), permit.request(), explanation, reasons, challenge.get())
            : Denial.of(permit.decisionId(), permit.request(), explanation, reasons);
    return denial.concerning(permit.concerned());
  }

  /** What each layer is configured to do, a line each, for the start-up log. */
  public List<String> describe() {
    return gates.stream().map(gate -> gate.layer().code() + ": " + gate.describe()).toList();
  }

  private static GateAnswer ask(Gate gate, Walk walk, Optional<ReleaseTerms> granted) {
    try {
      return gate.ask(walk, granted);
    } catch (RuntimeException e) {
      // The message may hold what a caller sent; the class name cannot.
      LOG.error("The {} layer failed with {}", gate.layer().code(), e.getClass().getName());
      return GateAnswer.of(
          gate.layer(),
          Verdict.DENIED,
          List.of(Reason.of(PolicyReason.LAYER_FAILED, gate.layer().code())));
    }
  }

  private static Denial denial(
      String id, AccessRequest request, List<LayerVerdict> said, GateAnswer last) {
    Explanation explanation = Explanation.of(said);
    List<Reason> reasons = last.verdict().reasons();
    Optional<Challenge> challenge = last.challenge();
    return challenge.isPresent()
        ? Denial.stepUp(id, request, explanation, reasons, challenge.get())
        : Denial.of(id, request, explanation, reasons);
  }

  /** Collects the layers' rules. */
  public static final class Builder {
    private final ScopeAuthorizer scopes;
    private final PageBindings pages;
    private final List<MfaRule> mfa = new ArrayList<>();
    private final List<SenderConstraintRule> bindings = new ArrayList<>();
    private Optional<PolicyStore> policies = Optional.empty();
    private Optional<PolicyInformation> information = Optional.empty();
    private Modes modes = Modes.enforceAll();
    private InstantSource clock = InstantSource.system();

    private Builder(ScopeAuthorizer scopes, PageBindings pages) {
      this.scopes = Objects.requireNonNull(scopes, "scopes");
      this.pages = Objects.requireNonNull(pages, "pages");
    }

    /** Users must have authenticated as strongly as this rule says; repeatable, all hold. */
    public Builder requireMfa(MfaRule rule) {
      mfa.add(Objects.requireNonNull(rule, "rule"));
      return this;
    }

    /** Tokens must be bound to their senders where this rule says; repeatable, all hold. */
    public Builder requireSenderConstraint(SenderConstraintRule rule) {
      bindings.add(Objects.requireNonNull(rule, "rule"));
      return this;
    }

    /** Policies decide what scopes and compartment have left, with these facts. */
    public Builder policies(PolicyStore store, PolicyInformation facts) {
      policies = Optional.of(store);
      information = Optional.of(facts);
      return this;
    }

    /** The modes of the checks. */
    public Builder modes(Modes modes) {
      this.modes = Objects.requireNonNull(modes, "modes");
      return this;
    }

    /** The clock for rules about time. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** The finished decision point. */
    public DecisionPoint build() {
      MfaRules rules = new MfaRules(mfa);
      return new DecisionPoint(
          List.of(
              new IdentityGate(rules, List.copyOf(bindings), modes.of(Check.MFA), clock),
              new NotConfigured(Layer.DEVICE),
              new NotConfigured(Layer.NETWORK),
              new ScopeGate(scopes, pages),
              dataGate(rules.general())),
          scopes,
          pages,
          modes.of(Check.POLICY));
    }

    private Gate dataGate(MfaRules general) {
      if (policies.isEmpty() || information.isEmpty()) {
        return new NotConfigured(Layer.DATA);
      }
      PolicyInformation given = information.get();
      PolicyInformation facts = general.isEmpty() ? given : given.mfaBy(general);
      return new PolicyGate(
          policies.get(),
          facts,
          pages,
          PatientFinder.of(scopes, facts.base()),
          modes.of(Check.POLICY),
          general.acrValues(),
          facts.phishingResistantAcr());
    }
  }
}
