package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.Duties;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.policy.PatientInquiry.Said;
import org.ztclinical.policy.PatientInquiry.Telling;
import org.ztclinical.policy.Reach.Reached;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.Narrowing;
import org.ztclinical.smart.ReleaseFilter;
import org.ztclinical.smart.ReleaseTerms;

/**
 * What was asked about a request, or about an entry of one, and on which terms it is permitted.
 * Used by one thread.
 */
final class AskedAbout {
  private static final Reason NOTHING_LEAVES = Reason.of(PolicyReason.NOT_RELEASED);

  private final Inquiry asking;
  private final PatientFinder finder;
  private final Set<Touch> touches;
  private final Said said;
  private @Nullable PolicyRelease release;
  private @Nullable Boolean readsWhatItWrote;

  AskedAbout(Inquiry asking, PatientFinder finder, Reached reached, Said said) {
    this.asking = asking;
    this.finder = finder;
    this.touches = reached.touches();
    this.said = said;
  }

  Answer answer() {
    return said.answer();
  }

  /** Why it is denied, or what of it; policies that could not be evaluated. */
  List<Reason> reasons() {
    if (said.telling() != Telling.AS_ABSENT) {
      return answer().reasons();
    }
    List<Reason> reasons = new ArrayList<>(List.of(NOTHING_LEAVES));
    reasons.addAll(answer().reasons());
    return reasons;
  }

  /** Whether it is permitted for what is stored, and would be denied for what is not there. */
  boolean isForStored() {
    return said.telling() == Telling.FOR_STORED;
  }

  /** What a permit obliges to. */
  Duties duties() {
    Duties duties = Duties.of(List.copyOf(answer().obligations()));
    return isForStored() ? duties.tacitly() : duties;
  }

  /** The terms of scopes and compartment, less what policies do not let leave. */
  ReleaseTerms terms(FhirRequest fhir, ReleaseTerms before) {
    if (fhir.interaction() == Interaction.CAPABILITIES) {
      return before;
    }
    if (said.telling() == Telling.AS_ABSENT) {
      return nothing();
    }
    boolean uniform =
        touches.stream()
            .filter(touch -> touch.interaction() != Interaction.OPERATION)
            .flatMap(touch -> touch.type().stream())
            .allMatch(answer().uniformTypes()::contains);
    return new ReleaseTerms(
        before.filter().and(release()),
        before.narrowing(),
        before.suppressBody() || (fhir.interaction().isWrite() && !readsWhatItWrote()),
        before.totalReliable() && uniform,
        before.entries(),
        said.patients());
  }

  /** It is performed, so that it takes its time, and nothing of it leaves. */
  private ReleaseTerms nothing() {
    return new ReleaseTerms(
        ReleaseFilter.nothing(NOTHING_LEAVES),
        Narrowing.nothing(),
        false,
        false,
        List.of(),
        said.patients());
  }

  private PolicyRelease release() {
    PolicyRelease known = release;
    if (known == null) {
      known = new PolicyRelease(asking, finder.afterwards(), touches, answer());
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
    Answer read = asking.ask(reads, said.patients());
    return read.allowed() && answer().obligations().containsAll(read.obligations());
  }
}
