package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.DecidedBy;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.OperationCall;
import org.ztclinical.fhir.ServerBase;
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
  private final ServerBase base;
  private final Inquiry inquiry;

  PolicyJudgement(
      AccessRequest request, ReleaseTerms granted, Reach reach, ServerBase base, Inquiry inquiry) {
    this.request = request;
    this.granted = granted;
    this.reach = reach;
    this.base = base;
    this.inquiry = inquiry;
  }

  /**
   * The judgement.
   *
   * @param terms on which it is permitted; empty when it is denied
   * @param decidedBy the determining policies
   * @param reasons why it is denied, or what of it is
   * @param duties what the permit obliges to
   */
  record Judged(
      Optional<ReleaseTerms> terms, DecidedBy decidedBy, List<Reason> reasons, Duties duties) {
    static Judged denied(Set<String> decidedBy, List<Reason> reasons) {
      return new Judged(
          Optional.empty(), DecidedBy.policies(List.copyOf(decidedBy)), reasons, Duties.none());
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
    Asked asked = ask(request.fhir(), granted, Vocabulary.ENVELOPE.first());
    if (!asked.answer.allowed()) {
      return Judged.denied(asked.answer.decidedBy(), asked.answer.reasons());
    }
    return new Judged(
        Optional.of(asked.terms(request.fhir(), granted)),
        decidedBy(asked.answer.decidedBy()),
        asked.answer.reasons(),
        Duties.of(List.copyOf(asked.answer.obligations())));
  }

  private Judged bundle(EntityUid envelope) {
    Answer whole = ask(request.fhir(), granted, envelope).answer;
    if (!whole.allowed()) {
      return Judged.denied(whole.decidedBy(), whole.reasons());
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

  private Asked ask(FhirRequest fhir, ReleaseTerms terms, EntityUid envelope) {
    return new Asked(inquiry.asking(fhir, envelope), reach.of(fhir, terms));
  }

  /** Questions asked together, and their answer. */
  private final class Asked {
    private final Inquiry asking;
    private final Set<Touch> touches;
    private final Set<String> patients;
    private final Answer answer;
    private @Nullable PolicyRelease release;
    private @Nullable Boolean readsWhatItWrote;

    Asked(Inquiry asking, Reached reached) {
      this.asking = asking;
      this.touches = reached.touches();
      this.patients = reached.patients();
      this.answer = asking.ask(touches, patients);
    }

    /** The terms of scopes and compartment, less what policies do not let leave. */
    ReleaseTerms terms(FhirRequest fhir, ReleaseTerms before) {
      if (fhir.interaction() == Interaction.CAPABILITIES) {
        return before;
      }
      boolean uniform =
          touches.stream()
              .flatMap(touch -> touch.type().stream())
              .allMatch(answer.uniformTypes()::contains);
      return new ReleaseTerms(
          before.filter().and(release()),
          before.narrowing(),
          before.suppressBody() || (fhir.interaction().isWrite() && !readsWhatItWrote()),
          before.totalReliable() && uniform,
          before.entries(),
          patients);
    }

    private PolicyRelease release() {
      PolicyRelease known = release;
      if (known == null) {
        known = new PolicyRelease(asking, base, touches, answer);
        release = known;
      }
      return known;
    }

    /** Who may write and not read is not shown what was written. */
    private boolean readsWhatItWrote() {
      Boolean known = readsWhatItWrote;
      if (known == null) {
        known = asksToRead();
        readsWhatItWrote = known;
      }
      return known;
    }

    private boolean asksToRead() {
      Set<Touch> reads = new LinkedHashSet<>();
      for (Touch touch : touches) {
        if (touch.interaction().isWrite()) {
          reads.add(new Touch(Interaction.READ, touch.resource(), touch.type()));
        }
      }
      Answer read = asking.ask(reads, patients);
      return read.allowed() && answer.obligations().containsAll(read.obligations());
    }
  }

  /** The entries of a bundle so far. */
  private final class Entries {
    private final EntityUid envelope;
    private final Set<String> decidedBy;
    private final List<Reason> notes;
    private final Set<Obligation> whole;
    private final List<ScopeDecision> decisions = new ArrayList<>();
    private final List<List<Obligation>> duties = new ArrayList<>();
    private final List<Reason> refusals = new ArrayList<>();
    private final Set<String> refusedBy = new LinkedHashSet<>();

    /** By the name of the operation that entries are; in all else they ask alike. */
    private final Map<String, Inquiry> asking = new HashMap<>();

    /** What was asked, by what entries reach: {@link Reach} gives the same the same value. */
    private final IdentityHashMap<Inquiry, IdentityHashMap<Reached, Asked>> asked =
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
      Asked asked = asked(fhir, terms.get());
      if (asked.answer.allowed()) {
        some = true;
        decidedBy.addAll(asked.answer.decidedBy());
        notes.addAll(asked.answer.reasons());
        duties.add(List.copyOf(asked.answer.obligations()));
        decisions.add(on(covered, asked.terms(fhir, terms.get())));
      } else {
        refused(asked.answer);
      }
    }

    private Asked asked(FhirRequest fhir, ReleaseTerms terms) {
      Inquiry by =
          asking.computeIfAbsent(
              fhir.operation().map(OperationCall::name).orElse(""),
              name -> inquiry.asking(fhir, envelope));
      return asked
          .computeIfAbsent(by, first -> new IdentityHashMap<>())
          .computeIfAbsent(reach.of(fhir, terms), reached -> new Asked(by, reached));
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
        return Judged.denied(refusedBy, List.copyOf(new LinkedHashSet<>(reasons)));
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
          new Duties(List.copyOf(whole), duties));
    }

    private ScopeDecision on(ScopeDecision before, ReleaseTerms terms) {
      return before.<ScopeDecision>fold(
          covered -> new ScopeDecision.Covered(terms),
          narrowed -> new ScopeDecision.Narrowed(terms),
          notCovered -> notCovered);
    }
  }
}
