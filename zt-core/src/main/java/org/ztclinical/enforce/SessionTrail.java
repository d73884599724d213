package org.ztclinical.enforce;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditUnavailableException;
import org.ztclinical.audit.EventId;
import org.ztclinical.audit.Peer;
import org.ztclinical.audit.Pseudonym;
import org.ztclinical.audit.SessionRecord;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Reason;
import org.ztclinical.session.SessionAct;
import org.ztclinical.session.SessionLedger;
import org.ztclinical.session.SessionsUnavailableException;
import org.ztclinical.session.Target;
import org.ztclinical.token.HandlePart;

/** Writes into the audit log who ended what. Immutable. */
@Experimental
public final class SessionTrail implements SessionLedger {
  private final AuditLog log;

  /** A trail into this log. */
  public SessionTrail(AuditLog log) {
    this.log = Objects.requireNonNull(log, "log");
  }

  @Override
  public void record(SessionAct act) throws SessionsUnavailableException {
    Optional<Target> target = act.target();
    SessionRecord record =
        new SessionRecord(
            EventId.create(),
            act.at(),
            act.by(),
            act.action(),
            target.map(Target::issuer).orElse(""),
            target.map(SessionTrail::kinds).orElse(""),
            target.flatMap(this::subject),
            target.flatMap(this::token),
            act.effect());
    try {
      log.record(record);
    } catch (AuditUnavailableException e) {
      throw new SessionsUnavailableException("who ended it could not be recorded", e);
    }
  }

  @Override
  public void refused(Reason why) {
    log.rejections().reject(why.code(), Peer.unknown());
  }

  private static String kinds(Target target) {
    return target.parts().isEmpty()
        ? "issuer"
        : target.parts().keySet().stream()
            .sorted()
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("+"));
  }

  private Optional<Pseudonym> subject(Target target) {
    return Optional.ofNullable(target.parts().get(HandlePart.SUBJECT))
        .map(subject -> log.pseudonyms().subject(target.issuer(), subject));
  }

  private Optional<Pseudonym> token(Target target) {
    return Optional.ofNullable(target.parts().get(HandlePart.TOKEN))
        .map(token -> log.pseudonyms().token(target.issuer(), token));
  }
}
