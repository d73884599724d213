package org.ztclinical.obligation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.access.Principal;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.request.RequestContext;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;

/**
 * The reasons that were stated, each for one principal (issuer, subject and client) and one
 * patient, until it expires. A reason is in the audit log before it counts; what is kept beside it
 * is the id of that record, under a hashed key. Safe for use by many threads.
 */
public final class Justifications {
  private static final String PURPOSE = "justified";
  private static final Pattern KEPT = Pattern.compile("([0-9a-f]{32}) ([0-9]{1,15})");

  private final JustifyRule rule;
  private final StateStore store;
  private final JustificationLedger ledger;
  private final InstantSource clock;

  /** Reasons by this rule, kept in this store, recorded in this ledger. */
  public Justifications(
      JustifyRule rule, StateStore store, JustificationLedger ledger, InstantSource clock) {
    this.rule = Objects.requireNonNull(rule, "rule");
    this.store = Objects.requireNonNull(store, "store");
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * States a reason that an application's own dialog took from the user. Until it expires, requests
   * of the same principal about this patient are justified by it.
   *
   * <p>While an earlier reason lasts, the new one is recorded and does not lengthen it.
   *
   * @param principal who gave it, as {@code permit.request().principal()} names the user
   * @param patientId the patient's id, without a type
   * @param reason as the user typed it
   * @return the reason that counts now, with its end
   * @throws JustificationSyntaxException when the text cannot be a reason; the message is fit for
   *     the user
   * @throws JustificationUnavailableException when it cannot be recorded or kept; it does not count
   */
  public Given give(Principal principal, String patientId, String reason)
      throws JustificationSyntaxException, JustificationUnavailableException {
    if (!FhirId.matches(patientId)) {
      throw new IllegalArgumentException("patientId is the id of a Patient, without its type");
    }
    Given given = record(principal, patientId, Justification.parse(reason), Optional.empty());
    try {
      return keep(principal, patientId, given);
    } catch (StateUnavailableException e) {
      throw new JustificationUnavailableException(
          e.reason() == StateUnavailableException.Cause.SHARE_USED_UP
              ? "the reason was recorded but not kept: too many reasons of this user are in force"
              : "the reason was recorded but not kept",
          e);
    }
  }

  /** Writes a reason into the audit log; it counts for the request it came with, and no other. */
  Given record(
      Principal principal, String patient, Justification words, Optional<RequestContext> context)
      throws JustificationUnavailableException {
    Instant now = clock.instant();
    Instant until = now.plus(rule.lifetime());
    return new Given(
        ledger.record(new StatedReason(principal, patient, words, now, until, context)), until);
  }

  /** Keeps it for later requests; returns what is kept, which may be an earlier one. */
  Given keep(Principal principal, String patient, Given given) throws StateUnavailableException {
    StateKey key = key(principal, patient);
    String value = given.evidence + " " + given.until.toEpochMilli();
    if (store.putIfAbsent(key, value, rule.lifetime())) {
      return given;
    }
    return find(principal, patient).orElse(given);
  }

  /** The reason that this principal gave for this patient, if one lasts. */
  Optional<Given> find(Principal principal, String patient) throws StateUnavailableException {
    Optional<String> kept = store.get(key(principal, patient));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Matcher value = KEPT.matcher(kept.get());
    if (!value.matches()) {
      throw new StateUnavailableException(
          StateUnavailableException.Cause.FAILED, "the store holds what was not kept by us");
    }
    Instant until = Instant.ofEpochMilli(Long.parseLong(value.group(2)));
    // A store may be late to forget; a reason is not to last longer for it.
    return clock.instant().isBefore(until)
        ? Optional.of(new Given(value.group(1), until))
        : Optional.empty();
  }

  private static StateKey key(Principal principal, String patient) {
    // Through several clients a user has no more room than through one.
    return StateKey.of(
            PURPOSE, principal.issuer(), principal.subject(), principal.clientId(), patient)
        .ownedBy(principal.issuer(), principal.subject());
  }

  /**
   * A reason that counts.
   *
   * @param evidence the id of its record in the audit log
   * @param until when it expires
   */
  public record Given(String evidence, Instant until) {
    public Given {
      Objects.requireNonNull(evidence, "evidence");
      Objects.requireNonNull(until, "until");
    }
  }
}
