package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.ErrorHandling;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.text.PolicyNaming;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.ValidationResult;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.policy.PolicyLoadException.Fault;

/**
 * Makes a generation of policies out of texts: parsed, held to the contract of annotations,
 * validated strictly against the clinical schema. All or nothing: one bad policy, and none is used.
 */
final class PolicyLoader {
  /** Policies in all files together. */
  static final int MAX_POLICIES = 10_000;

  private static final CedarLimits LIMITS =
      new CedarLimits(1024 * 1024, CedarLimits.defaults().maxDepth(), MAX_POLICIES, 10_000, 10_000);

  private final Validator validator;
  private final KnownObligations obligations;

  PolicyLoader(KnownObligations obligations) {
    this(obligations, AppRoutes.none());
  }

  /**
   * A loader of policies that may speak of these routes, too.
   *
   * @param routes of the application's own
   */
  PolicyLoader(KnownObligations obligations, AppRoutes routes) {
    this.validator = Validator.of(ClinicalSchema.model(routes));
    this.obligations = obligations;
  }

  LoadedPolicies load(List<PolicyText> texts) throws PolicyLoadException {
    Reading reading = new Reading(obligations);
    for (PolicyText text : texts) {
      reading.read(text);
    }
    reading.requireGood();
    PolicySet policies = PolicySet.of(reading.policies.values());
    ValidationResult result = validator.validate(policies);
    if (!result.isValid()) {
      throw new PolicyLoadException(Fault.BAD_POLICY, reading.describe(result.errors()));
    }
    return new LoadedPolicies(
        Authorizer.builder(policies).errorHandling(ErrorHandling.FORBID_ERRORS_DENY).build(),
        reading.terms,
        reading.discerned(),
        reading.relationships(),
        reading.describe(result.warnings()));
  }

  /** The policies of one load so far. */
  private static final class Reading {
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private final Map<String, PolicyTerms> terms = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final PolicyContract contract;

    Reading(KnownObligations obligations) {
      this.contract = new PolicyContract(obligations);
    }

    void read(PolicyText text) {
      PolicySet parsed;
      try {
        parsed = PolicyParser.parse(text.text(), text.name(), LIMITS, PolicyNaming.byAnnotation());
      } catch (CedarSyntaxException e) {
        problems.add(String.valueOf(e.getMessage()));
        return;
      }
      parsed.templates().forEach(template -> contract.refuse(text.name(), template));
      for (Policy policy : parsed.policies()) {
        PolicyTerms read = contract.read(text.name(), policy);
        String other = files.putIfAbsent(policy.id(), text.name());
        if (other != null && policy.annotations().containsKey(PolicyContract.ID)) {
          problems.add(
              text.name()
                  + ":"
                  + policy.at()
                  + ": the @id "
                  + policy.id()
                  + " is used in "
                  + other
                  + " already");
        }
        policies.put(policy.id(), policy);
        terms.put(policy.id(), read);
      }
    }

    void requireGood() throws PolicyLoadException {
      problems.addAll(contract.problems());
      if (policies.size() > MAX_POLICIES) {
        problems.add("more than " + MAX_POLICIES + " policies");
      }
      if (!problems.isEmpty()) {
        throw new PolicyLoadException(Fault.BAD_POLICY, problems);
      }
    }

    List<ScopeConstraint> discerned() {
      return policies.values().stream()
          .filter(policy -> restricts(policy) && ResourceReads.in(policy))
          .map(Policy::principal)
          .toList();
    }

    List<RelationshipReads> relationships() {
      return policies.values().stream()
          .filter(RelationshipReads::in)
          .map(RelationshipReads::of)
          .toList();
    }

    /** Whether less follows where it holds than where it does not: a denial, or a duty. */
    private boolean restricts(Policy policy) {
      PolicyTerms read = terms.get(policy.id());
      return policy.effect() == Effect.FORBID || (read != null && !read.obligations().isEmpty());
    }

    List<String> describe(List<Finding> findings) {
      return findings.stream()
          .map(
              finding ->
                  files.getOrDefault(finding.policyId(), "")
                      + ":"
                      + finding.at()
                      + ": policy "
                      + finding.policyId()
                      + ": "
                      + finding.sentence())
          .toList();
    }
  }
}
