package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.DecidedBy;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.OperationCall;
import org.ztclinical.policy.PatientInquiry.Said;
import org.ztclinical.policy.Reach.Reached;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeDecision;

/**
 * What one generation of policies says about one access request, under given circumstances: about
 * each thing it touches, and of a batch or transaction about each entry that scopes cover. Entries
 * that raise the same questions have one answer. Used once.
 */
final class PolicyJudgement {
  private static final EntityUid BATCH = Vocabulary.ENVELOPE.of("batch");
  private static final EntityUid TRANSACTION = Vocabulary.ENVELOPE.of("transaction");

  private final AccessRequest request;
  private final ReleaseTerms granted;
  private final Reach reach;
  private final Inquiry inquiry;
  private final boolean asTold;

  /**
   * A judgement.
   *
   * @param asTold to judge by what the request tells alone, and not by what is stored
   */
  PolicyJudgement(
      AccessRequest request, ReleaseTerms granted, Reach reach, Inquiry inquiry, boolean asTold) {
    this.request = request;
    this.granted = granted;
    this.reach = reach;
    this.inquiry = inquiry;
    this.asTold = asTold;
  }

  /**
   * The judgement.
   *
   * @param terms on which it is permitted; empty when it is denied
   * @param decidedBy the determining policies
   * @param reasons why it is denied, or what of it is
   * @param duties what the permit obliges to
   * @param open whether it is denied, and might be permitted were the patient known
   */
  record Judged(
      Optional<ReleaseTerms> terms,
      DecidedBy decidedBy,
      List<Reason> reasons,
      Duties duties,
      boolean open) {
    static Judged denied(Answer answer, boolean open) {
      return new Judged(
          Optional.empty(),
          PolicyJudgement.decidedBy(answer.decidedBy()),
          answer.reasons(),
          Duties.none(),
          open);
    }
  }

  Judged judge() {
    return switch (request.fhir().interaction()) {
      case BATCH -> bundle(BATCH);
      case TRANSACTION -> bundle(TRANSACTION);
      case READ,
          VREAD,
          UPDATE,
          PATCH,
          DELETE,
          HISTORY_INSTANCE,
          CREATE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          CAPABILITIES,
          OPERATION ->
          single();
    };
  }

  private Judged single() {
    AskedAbout asked = ask(request.fhir(), granted, Vocabulary.ENVELOPE.first());
    Answer answer = asked.answer();
    if (!answer.allowed()) {
      return Judged.denied(answer, answer.turnsOnPatient());
    }
    return new Judged(
        Optional.of(asked.terms(request.fhir(), granted)),
        decidedBy(answer.decidedBy()),
        asked.reasons(),
        asked.duties(),
        false);
  }

  private Judged bundle(EntityUid envelope) {
    Answer whole = ask(request.fhir(), granted, envelope).answer();
    if (!whole.allowed()) {
      return Judged.denied(whole, false);
    }
    Entries entries = new Entries(envelope, whole);
    for (int i = 0; i < granted.entries().size(); i++) {
      entries.add(request.fhir().entries().get(i), granted.entries().get(i));
    }
    return entries.judged();
  }

  private static DecidedBy decidedBy(Set<String> ids) {
    return DecidedBy.policies(List.copyOf(ids));
  }

  private AskedAbout ask(FhirRequest fhir, ReleaseTerms terms, EntityUid envelope) {
    return ask(inquiry.asking(fhir, envelope), reach.of(fhir, terms, inquiry));
  }

  private AskedAbout ask(Inquiry asking, Reached reached) {
    PatientInquiry patients = new PatientInquiry(asking, reach.patients(), reach.isTransaction());
    Said said = asTold ? patients.plainly(reached) : patients.ask(reached);
    return new AskedAbout(asking, reach.patients(), reached, said);
  }

  /** The entries of a bundle so far. */
  private final class Entries {
    private final EntityUid envelope;
    private final Set<String> decidedBy;
    private final List<Reason> notes;
    private final Set<Obligation> whole;
    private final List<ScopeDecision> decisions = new ArrayList<>();
    private final List<List<Obligation>> duties = new ArrayList<>();
    private final Set<Integer> tacit = new HashSet<>();
    private final List<Reason> refusals = new ArrayList<>();
    private final Set<String> refusedBy = new LinkedHashSet<>();

    /** By the operation that entries are; in all else they ask alike. */
    private final Map<Optional<OperationCall>, Inquiry> asking = new HashMap<>();

    /** What was asked, by what entries reach: {@link Reach} gives the same the same value. */
    private final IdentityHashMap<Inquiry, IdentityHashMap<Reached, AskedAbout>> asked =
        new IdentityHashMap<>();

    private boolean some;

    Entries(EntityUid envelope, Answer whole) {
      this.envelope = envelope;
      this.decidedBy = new LinkedHashSet<>(whole.decidedBy());
      this.notes = new ArrayList<>(whole.reasons());
      this.whole = whole.obligations();
    }

    void add(Classified entry, ScopeDecision covered) {
      Optional<ReleaseTerms> terms = covered.terms();
      Optional<FhirRequest> known = entry.fold(Optional::of, unknown -> Optional.empty());
      if (terms.isEmpty() || known.isEmpty()) {
        decisions.add(covered);
        duties.add(List.of());
        return;
      }
      FhirRequest fhir = known.get();
      if (inquiry.budget().isDecidingOver()) {
        refused(Inquiry.tooWide());
        return;
      }
      AskedAbout asked = asked(fhir, terms.get());
      if (asked.answer().allowed()) {
        permitted(covered, asked, asked.terms(fhir, terms.get()));
      } else {
        refused(asked.answer());
      }
    }

    private void permitted(ScopeDecision covered, AskedAbout asked, ReleaseTerms terms) {
      some = true;
      decidedBy.addAll(asked.answer().decidedBy());
      notes.addAll(asked.reasons());
      if (asked.isForStored()) {
        tacit.add(decisions.size());
      }
      duties.add(List.copyOf(asked.answer().obligations()));
      decisions.add(on(covered, terms));
    }

    private AskedAbout asked(FhirRequest fhir, ReleaseTerms terms) {
      Inquiry by =
          asking.computeIfAbsent(fhir.operation(), operation -> inquiry.asking(fhir, envelope));
      return asked
          .computeIfAbsent(by, first -> new IdentityHashMap<>())
          .computeIfAbsent(reach.of(fhir, terms, inquiry), reached -> ask(by, reached));
    }

    private void refused(Answer answer) {
      refusedBy.addAll(answer.decidedBy());
      refusals.addAll(answer.reasons());
      duties.add(List.of());
      decisions.add(new ScopeDecision.NotCovered(answer.reasons()));
    }

    Judged judged() {
      boolean none = !some && !decisions.isEmpty();
      if (!refusals.isEmpty() && (none || envelope.equals(TRANSACTION))) {
        List<Reason> reasons = new ArrayList<>(List.of(Reason.of(PolicyReason.ENTRY_DENIED)));
        reasons.addAll(refusals);
        return Judged.denied(
            Answer.denied(refusedBy, List.copyOf(new LinkedHashSet<>(reasons)), false), false);
      }
      List<Reason> reasons = new ArrayList<>(new LinkedHashSet<>(refusals));
      reasons.addAll(notes);
      ReleaseTerms terms =
          new ReleaseTerms(
              granted.filter(),
              granted.narrowing(),
              granted.suppressBody(),
              granted.totalReliable(),
              decisions,
              granted.patients());
      return new Judged(
          Optional.of(terms),
          PolicyJudgement.decidedBy(decidedBy),
          reasons,
          new Duties(List.copyOf(whole), duties, tacit),
          false);
    }

    private ScopeDecision on(ScopeDecision before, ReleaseTerms terms) {
      return before.<ScopeDecision>fold(
          covered -> new ScopeDecision.Covered(terms),
          narrowed -> new ScopeDecision.Narrowed(terms),
          notCovered -> notCovered);
    }
  }
}
