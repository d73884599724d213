package org.ztclinical.testing;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.RouteCall;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.obligation.JustifyHandler;
import org.ztclinical.obligation.NotifyHandler;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicyInformation;
import org.ztclinical.policy.PolicyLoadException;
import org.ztclinical.policy.PolicyRehearsal;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyStore;
import org.ztclinical.policy.Rehearsed;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ScopeAuthorizer;

/**
 * Policies under test. They are loaded as an application loads them, and decide by the code that
 * decides there: a token is minted, verified and resolved, the request is classified, scopes are
 * asked, then the policies, and at last whether the answer may leave. Only what layers of the
 * application would find out (device, zone, relationship …) is stated by the test.
 *
 * <pre>{@code
 * policies.asks(physician().mfa().treating(), READ, "Observation", patient("p1"))
 *     .isPermittedBy("treating-physicians-read");
 * }</pre>
 *
 * <p>It remembers which policies decided, see {@link #assertEveryPolicyIsExercised}. Safe for use
 * by many threads.
 */
public final class PolicyFixture {
  private static final String BASE_URL = "https://fhir.example/fhir";
  private static final ServerBase BASE = ServerBase.of(BASE_URL);
  private static final Instant MONDAY_MORNING = Instant.parse("2026-03-02T08:00:00Z");

  private final PolicyStore policies;
  private final List<OperationRule> operations;
  private final PatientCompartment compartment;
  private final MfaRule mfa;
  private final Optional<BusinessHours> businessHours;
  private final AppRoutes routes;
  private final CallerTokens tokens = new CallerTokens(BASE_URL, MONDAY_MORNING);
  private final Set<String> exercised = ConcurrentHashMap.newKeySet();

  private PolicyFixture(Builder builder) {
    this.policies = builder.open();
    this.routes = AppRoutes.of(builder.routes);
    this.operations = List.copyOf(builder.operations);
    this.compartment = builder.compartment;
    this.mfa = builder.mfa;
    this.businessHours = builder.businessHours;
  }

  /**
   * The policies of these sources together, as {@code ZeroTrustBuilder.policies} takes them.
   *
   * @throws IllegalArgumentException when they cannot be used; the message says file, line, remedy
   */
  public static PolicyFixture of(PolicySource... sources) {
    return builder(sources).build();
  }

  /** The policies of these sources, in an application with further settings. */
  public static Builder builder(PolicySource... sources) {
    return new Builder(List.of(sources));
  }

  /** What is decided about an interaction with the server as a whole. */
  public PolicyAnswer asks(Caller caller, Interaction interaction) {
    return asks(caller, FhirCall.of(interaction));
  }

  /** What is decided about an interaction with a type, with a resource in nobody's record. */
  public PolicyAnswer asks(Caller caller, Interaction interaction, String type) {
    return asks(caller, FhirCall.of(interaction, type));
  }

  /** What is decided about an interaction with a resource of a patient's record. */
  public PolicyAnswer asks(
      Caller caller, Interaction interaction, String type, PatientRecord patient) {
    return asks(caller, FhirCall.of(interaction, type, patient));
  }

  /** What is decided about a request. */
  public PolicyAnswer asks(Caller caller, FhirCall call) {
    return answered(caller + ": " + call, rehearse(caller, call));
  }

  /**
   * What is decided about a request on a route that is not FHIR.
   *
   * @throws IllegalArgumentException when no route is {@linkplain Builder#route declared} there
   */
  public PolicyAnswer asks(Caller caller, AppCall call) {
    return answered(caller + ": " + call, rehearse(caller, call));
  }

  private PolicyAnswer answered(String asked, Rehearsed rehearsed) {
    exercised.addAll(rehearsed.decidedBy().policies());
    return new PolicyAnswer(asked, rehearsed, ids());
  }

  private synchronized Rehearsed rehearse(Caller caller, FhirCall call) {
    Instant now = caller.moment().orElse(MONDAY_MORNING);
    FhirRequest fhir = call.classified();
    return rehearsal(call::stored, now)
        .ask(
            AccessRequest.of(tokens.of(caller, call, now), context(now), fhir),
            caller.facts(),
            call.answer());
  }

  private synchronized Rehearsed rehearse(Caller caller, AppCall call) {
    Instant now = caller.moment().orElse(MONDAY_MORNING);
    RouteCall found = call.on(routes);
    return rehearsal(ResourceLookup.none(), now)
        .ask(
            AccessRequest.of(tokens.of(caller, found, now), context(now), found),
            caller.facts(),
            Optional.empty());
  }

  private static RequestContext context(Instant now) {
    return new RequestContext("policy-test", "unknown", now);
  }

  private PolicyRehearsal rehearsal(ResourceLookup stored, Instant now) {
    ScopeAuthorizer.Builder scopes =
        ScopeAuthorizer.builder(BASE).lookup(stored).compartment(compartment);
    operations.forEach(scopes::allowOperation);
    PolicyInformation facts = PolicyInformation.of(BASE, InstantSource.fixed(now)).mfaBy(mfa);
    return PolicyRehearsal.of(
        policies, scopes.build(), businessHours.map(facts::businessHours).orElse(facts));
  }

  /**
   * Fails, and names them, when policies decided nothing that was asked so far: no test would
   * notice were they wrong.
   *
   * @param exceptions ids of policies that need not have decided; each must exist and not have
   *     decided, so that the list cannot grow stale
   */
  public void assertEveryPolicyIsExercised(String... exceptions) {
    Set<String> excepted = new LinkedHashSet<>(List.of(exceptions));
    List<String> problems = new ArrayList<>();
    notExercised().stream()
        .filter(id -> !excepted.contains(id))
        .forEach(id -> problems.add(id + ": no test exercises it"));
    for (String id : excepted) {
      if (!ids().contains(id)) {
        problems.add(id + ": excepted, but there is no such policy");
      } else if (exercised.contains(id)) {
        problems.add(id + ": excepted, but a test exercises it");
      }
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "policies and tests do not match:\n  " + String.join("\n  ", problems));
    }
  }

  /** The policies that decided nothing that was asked so far, in their order. */
  public List<String> notExercised() {
    return ids().stream().filter(id -> !exercised.contains(id)).toList();
  }

  /** What the validator thinks worth a second look: file, line, sentence. */
  public List<String> warnings() {
    return policies.warnings();
  }

  /** Where the application is. */
  ZoneId zone() {
    return businessHours.map(BusinessHours::zone).orElse(ZoneOffset.UTC);
  }

  /** The ids of the policies, in their order. */
  public List<String> ids() {
    return policies.ids();
  }

  @Override
  public String toString() {
    return policies.describe();
  }

  /** An application's settings, as far as policies depend on them. Not safe for many threads. */
  public static final class Builder {
    private final List<PolicySource> sources;
    private final List<Obligation> obligations = new ArrayList<>();
    private final List<OperationRule> operations = new ArrayList<>();
    private final List<AppRoute> routes = new ArrayList<>();
    private PatientCompartment compartment = PatientCompartment.official();
    private MfaRule mfa = MfaRule.required();
    private Optional<BusinessHours> businessHours = Optional.empty();

    private Builder(List<PolicySource> sources) {
      if (sources.isEmpty()) {
        throw new IllegalArgumentException("policies: name at least one source");
      }
      this.sources = sources;
      obligations.add(JustifyHandler.JUSTIFY);
      obligations.add(NotifyHandler.NOTIFY);
    }

    /** The application fulfils this obligation, too, beside {@code justify} and {@code notify}. */
    public Builder obligation(String name) {
      obligations.add(Obligation.of(name));
      return this;
    }

    /** The application allows this operation; all others are denied before policies are asked. */
    public Builder allowOperation(OperationRule rule) {
      operations.add(Objects.requireNonNull(rule, "rule"));
      return this;
    }

    /** The application declares this route: its policies may name it, and tests ask about it. */
    public Builder route(AppRoute route) {
      routes.add(Objects.requireNonNull(route, "route"));
      return this;
    }

    /** Which resources are part of a patient's record, where it is not the official compartment. */
    public Builder patientCompartment(PatientCompartment value) {
      compartment = Objects.requireNonNull(value, "compartment");
      return this;
    }

    /** How the application understands a second factor. */
    public Builder mfaBy(MfaRule rule) {
      mfa = Objects.requireNonNull(rule, "rule");
      return this;
    }

    /** When and where users usually work. */
    public Builder businessHours(BusinessHours hours) {
      businessHours = Optional.of(hours);
      return this;
    }

    /** The loaded policies. */
    public PolicyFixture build() {
      return new PolicyFixture(this);
    }

    private PolicyStore open() {
      try {
        return PolicyStore.open(
            sources,
            KnownObligations.of(obligations),
            AppRoutes.of(routes),
            NoticeListener.none(),
            InstantSource.system());
      } catch (PolicyLoadException e) {
        throw new IllegalArgumentException("the policies cannot be used:\n" + e.getMessage(), e);
      }
    }
  }
}
