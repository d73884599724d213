package org.ztclinical.obligation;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.ztclinical.access.Challenge;
import org.ztclinical.reason.Reason;

/** What a handler says of a duty. */
public sealed interface ObligationAnswer {
  /** It is done. */
  static ObligationAnswer fulfilled() {
    return new Fulfilled(Optional.empty(), Optional.empty());
  }

  /**
   * It is done for one patient: of the answer only that patient's record may leave.
   *
   * @param evidence the id of the audit record that says why, 32 hexadecimal digits
   */
  static ObligationAnswer fulfilledFor(String patient, String evidence) {
    return new Fulfilled(Optional.of(patient), Optional.of(evidence));
  }

  /** It is not done; the request, or the entry of the batch, is denied. */
  static ObligationAnswer refused(Reason reason) {
    return new Refused(reason, Optional.empty());
  }

  /** It is not done until the user has authenticated more strongly (RFC 9470). */
  static ObligationAnswer refused(Reason reason, Challenge challenge) {
    return new Refused(reason, Optional.of(challenge));
  }

  /** Handles both cases. */
  <T> T fold(
      Function<? super Fulfilled, ? extends T> fulfilled,
      Function<? super Refused, ? extends T> refused);

  /**
   * It is done.
   *
   * @param patient whose record alone may leave; printed nowhere
   * @param evidence the id of the audit record that says why
   */
  record Fulfilled(Optional<String> patient, Optional<String> evidence)
      implements ObligationAnswer {
    private static final Pattern EVIDENCE = Pattern.compile("[0-9a-f]{32}");

    public Fulfilled {
      Objects.requireNonNull(patient, "patient");
      if (evidence.isPresent() && !EVIDENCE.matcher(evidence.get()).matches()) {
        throw new IllegalArgumentException("evidence is the id of an audit record");
      }
    }

    @Override
    public <T> T fold(
        Function<? super Fulfilled, ? extends T> fulfilled,
        Function<? super Refused, ? extends T> refused) {
      return fulfilled.apply(this);
    }

    @Override
    public String toString() {
      return "fulfilled" + (patient.isPresent() ? " for one patient" : "");
    }
  }

  /**
   * It is not done.
   *
   * @param reason why
   * @param challenge how the caller may lift it, where stronger authentication would
   */
  record Refused(Reason reason, Optional<Challenge> challenge) implements ObligationAnswer {
    public Refused {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(challenge, "challenge");
    }

    @Override
    public <T> T fold(
        Function<? super Fulfilled, ? extends T> fulfilled,
        Function<? super Refused, ? extends T> refused) {
      return refused.apply(this);
    }
  }
}
