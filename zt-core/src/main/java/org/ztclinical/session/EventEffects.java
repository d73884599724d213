package org.ztclinical.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.signal.SecurityEvent;
import org.ztclinical.signal.SecurityEventToken;
import org.ztclinical.signal.SignalReason;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.signal.SubjectId;

/**
 * What comes of security events. Tokens are refused that were issued until an event which says that
 * they promise too much; a machine's tokens as long as it is not compliant; the rest is recorded.
 * Reads first and acts then, so that of one token all events count or none.
 */
final class EventEffects {
  private final Sessions sessions;
  private final Instant now;
  private final List<Mark> marks = new ArrayList<>();
  private final List<SessionAct> acts = new ArrayList<>();

  private EventEffects(Sessions sessions, Instant now) {
    this.sessions = sessions;
    this.now = now;
  }

  /** In force when it returns. */
  static void apply(SecurityEventToken token, Sessions sessions, Instant now)
      throws SignalRejectedException, SessionsUnavailableException {
    EventEffects effects = new EventEffects(sessions, now);
    for (SecurityEvent event : token.events()) {
      effects.read(event, token);
    }
    sessions.signalled(effects.marks, effects.acts);
  }

  private void read(SecurityEvent event, SecurityEventToken token) throws SignalRejectedException {
    EventTargets targets = new EventTargets(token.transmitter());
    String by = token.transmitter().issuer();
    Optional<RevocationReason> reason = reason(event);
    if (reason.isEmpty() || token.subject().isEmpty()) {
      record(by, event, Optional.empty(), SessionAct.RECORDED);
      return;
    }
    SubjectId subject = token.subject().get();
    boolean device = reason.get() == RevocationReason.DEVICE_NOT_COMPLIANT;
    Set<Target> meant = named(event, subject, targets, device);
    boolean known = false;
    for (Target target : meant) {
      Lives lives = sessions.livesOf(target.issuer());
      if (lives != null) {
        known = true;
        marks.addAll(
            device
                ? lives.condition(target, event.at(), isNotCompliant(event), now, reason.get())
                : lives.endedAt(target, event.at(), now, reason.get()));
        record(by, event, Optional.of(target), effect(event, device, reason.get()));
      }
    }
    if (!known) {
      record(by, event, Optional.empty(), SessionAct.RECORDED);
    }
  }

  private static Set<Target> named(
      SecurityEvent event, SubjectId subject, EventTargets targets, boolean device)
      throws SignalRejectedException {
    boolean riskOfDevice =
        event
            .claims()
            .string("principal")
            .filter(principal -> principal.equals("DEVICE"))
            .isPresent();
    return device || riskOfDevice ? targets.devices(subject) : targets.of(subject);
  }

  private static String effect(SecurityEvent event, boolean device, RevocationReason reason)
      throws SignalRejectedException {
    return device && !isNotCompliant(event) ? "compliant" : reason.code();
  }

  private void record(String by, SecurityEvent event, Optional<Target> target, String effect) {
    acts.add(new SessionAct(by, event.kind().label(), target, effect, now));
  }

  /** Why tokens are refused after the event; empty when it takes nothing away. */
  private static Optional<RevocationReason> reason(SecurityEvent event)
      throws SignalRejectedException {
    return switch (event.kind()) {
      case SESSION_REVOKED, SESSIONS_REVOKED -> Optional.of(RevocationReason.SESSION_REVOKED);
      case CREDENTIAL_CHANGE ->
          unless(
              required(event, "change_type").equals("create"), RevocationReason.CREDENTIAL_CHANGED);
      case ASSURANCE_LEVEL_CHANGE ->
          unless(
              event.claims().string("change_direction").filter("increase"::equals).isPresent(),
              RevocationReason.ASSURANCE_CHANGED);
      case DEVICE_COMPLIANCE_CHANGE -> Optional.of(RevocationReason.DEVICE_NOT_COMPLIANT);
      case RISK_LEVEL_CHANGE -> {
        required(event, "principal");
        String level = required(event, "current_level");
        yield unless(level.equals("LOW") || level.equals("MEDIUM"), RevocationReason.RISK_HIGH);
      }
      case TOKEN_CLAIMS_CHANGE -> Optional.of(RevocationReason.CLAIMS_CHANGED);
      case ACCOUNT_DISABLED, ACCOUNT_PURGED -> Optional.of(RevocationReason.ACCOUNT_DISABLED);
      case CREDENTIAL_COMPROMISE, CREDENTIAL_CHANGE_REQUIRED ->
          Optional.of(RevocationReason.CREDENTIAL_CHANGED);
      case VERIFICATION, STREAM_UPDATED, OTHER -> Optional.empty();
    };
  }

  private static Optional<RevocationReason> unless(boolean harmless, RevocationReason reason) {
    return harmless ? Optional.empty() : Optional.of(reason);
  }

  private static boolean isNotCompliant(SecurityEvent event) throws SignalRejectedException {
    String status = required(event, "current_status");
    if (status.equals("compliant") || status.equals("not-compliant")) {
      return status.equals("not-compliant");
    }
    throw new SignalRejectedException(SignalReason.CLAIMS, "current_status");
  }

  private static String required(SecurityEvent event, String name) throws SignalRejectedException {
    return event
        .claims()
        .string(name)
        .orElseThrow(() -> new SignalRejectedException(SignalReason.CLAIMS, name));
  }
}
