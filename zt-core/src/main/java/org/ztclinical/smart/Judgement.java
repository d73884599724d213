package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.Narrowed;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/** Sends a request to those who know its interaction, and each entry of a bundle likewise. */
final class Judgement {
  private final Settings settings;
  private final Grants grants;

  Judgement(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  ScopeDecision decide(FhirRequest request) {
    ScopeDecision decision = of(request);
    return isStoredOutside(decision) ? new Narrowed(inVain(request)) : decision;
  }

  private ScopeDecision of(FhirRequest request) {
    return switch (request.interaction()) {
      case READ, VREAD, HISTORY_INSTANCE -> new Reads(settings, grants).decide(request);
      case SEARCH_TYPE, SEARCH_SYSTEM -> new Searches(settings, grants).decide(request);
      case HISTORY_TYPE, HISTORY_SYSTEM -> new Histories(settings, grants).decide(request);
      case CREATE, UPDATE, PATCH, DELETE -> new ResourceWrites(settings, grants).decide(request);
      case OPERATION -> new Operations(settings, grants).decide(request);
      case CAPABILITIES ->
          new Covered(
              new ReleaseTerms(
                  GrantFilter.discovery(), Narrowing.nothing(), false, true, List.of(), Set.of()));
      case BATCH, TRANSACTION -> bundle(request);
    };
  }

  private ScopeDecision bundle(FhirRequest request) {
    List<ScopeDecision> decisions = new ArrayList<>(request.entries().size());
    request
        .entries()
        .forEach(
            entry ->
                decisions.add(
                    entry.<ScopeDecision>fold(
                        known -> ofEntry(known, request.interaction()),
                        unknown -> new NotCovered(List.of(unknown.reason())))));
    List<Reason> refusals = refusals(decisions);
    boolean all = decisions.stream().allMatch(Covered.class::isInstance);
    boolean none =
        !decisions.isEmpty() && decisions.stream().allMatch(NotCovered.class::isInstance);
    if (none || (!refusals.isEmpty() && request.interaction() == Interaction.TRANSACTION)) {
      return new NotCovered(refusals);
    }
    ReleaseTerms terms =
        new ReleaseTerms(
            GrantFilter.carriersOnly(),
            Narrowing.nothing(),
            false,
            true,
            decisions,
            patients(decisions));
    return all ? new Covered(terms) : new Narrowed(terms);
  }

  /**
   * What the store decided over an entry must not show in how the bundle fares: in a batch it is
   * performed and nothing of its answer leaves, as when it is not there.
   */
  private ScopeDecision ofEntry(FhirRequest entry, Interaction bundle) {
    ScopeDecision decision = of(entry);
    if (bundle == Interaction.TRANSACTION) {
      return readsOne(entry) ? ofTransactedRead(entry, decision) : decision;
    }
    return isStoredOutside(decision) ? new Covered(inVain(entry)) : decision;
  }

  private static boolean isStoredOutside(ScopeDecision decision) {
    return decision instanceof NotCovered refused
        && refused.reasons().get(0).code() == SmartReason.STORED_OUTSIDE;
  }

  /**
   * A read of what is stored elsewhere is performed and nothing of its answer leaves, as when it is
   * not there: to refuse it at once would take less time, which tells that it is there.
   */
  private ReleaseTerms inVain(FhirRequest request) {
    Reason why = Reason.of(SmartReason.STORED_OUTSIDE, request.type().orElse(""));
    return new ReleaseTerms(
        resource -> Optional.of(why),
        Narrowing.nothing(),
        false,
        false,
        List.of(),
        Patients.of(settings, grants, request, true));
  }

  /**
   * A transaction that writes must not wait for its answer to learn that a read is refused. What is
   * not there is refused likewise: told apart, the two would tell what exists.
   */
  private ScopeDecision ofTransactedRead(FhirRequest entry, ScopeDecision decision) {
    return decision
        .terms()
        .filter(terms -> !terms.totalReliable())
        .filter(terms -> !mayBeSeen(entry, terms))
        .<ScopeDecision>map(
            terms -> NotCovered.because(SmartReason.STORED_FACT_UNKNOWN, entry.type().orElse("")))
        .orElse(decision);
  }

  private static boolean readsOne(FhirRequest entry) {
    return switch (entry.interaction()) {
      case READ, VREAD, HISTORY_INSTANCE -> true;
      case CREATE,
          UPDATE,
          PATCH,
          DELETE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          CAPABILITIES,
          BATCH,
          TRANSACTION,
          OPERATION ->
          false;
    };
  }

  private boolean mayBeSeen(FhirRequest entry, ReleaseTerms terms) {
    return settings
        .lookup()
        .find(entry.type().orElseThrow(), entry.id().orElseThrow())
        .filter(stored -> terms.filter().refuses(stored).isEmpty())
        .isPresent();
  }

  private static List<Reason> refusals(List<ScopeDecision> decisions) {
    Set<Reason> reasons = new LinkedHashSet<>();
    for (ScopeDecision decision : decisions) {
      if (decision instanceof NotCovered notCovered) {
        reasons.add(Reason.of(SmartReason.ENTRY_DENIED));
        reasons.addAll(notCovered.reasons());
      }
    }
    return List.copyOf(reasons);
  }

  private static Set<String> patients(List<ScopeDecision> decisions) {
    Set<String> patients = new TreeSet<>();
    decisions.forEach(
        decision -> decision.terms().ifPresent(terms -> patients.addAll(terms.patients())));
    return patients;
  }
}
