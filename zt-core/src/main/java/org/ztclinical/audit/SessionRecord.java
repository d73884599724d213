package org.ztclinical.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a login, a token, an application, a device or an issuer was ended, distrusted or trusted
 * again, or that an issuer signalled something about one.
 *
 * @param eventId the event's id
 * @param time when
 * @param by who did it: an operator as the application names it, or a signal's issuer
 * @param action what was done, as in {@code terminate}, or the event of a signal
 * @param issuer whose tokens are meant; empty when nothing here was meant
 * @param kinds what was named of them, as in {@code subject}
 * @param subject the pseudonym of the user, as in decisions, where one was named
 * @param token the pseudonym of the token, as in decisions, where one was named
 * @param effect what came of it: the code under which tokens are refused, or {@code recorded}
 */
public record SessionRecord(
    EventId eventId,
    Instant time,
    String by,
    String action,
    String issuer,
    String kinds,
    Optional<Pseudonym> subject,
    Optional<Pseudonym> token,
    String effect)
    implements AuditRecord {
  public SessionRecord {
    Objects.requireNonNull(eventId, "eventId");
    time = Micros.round(time);
    by = Bounded.text(by);
    action = Bounded.text(action);
    issuer = Bounded.text(issuer);
    kinds = Bounded.text(kinds);
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(token, "token");
    effect = Bounded.text(effect);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.session(this);
  }

  @Override
  public String describe() {
    return Line.start(time + " session " + eventId)
        .word(action)
        .word("by", by)
        .word("of", kinds)
        .word("issuer", issuer)
        .word("subject", subject)
        .word("token", token)
        .word("effect", effect)
        .toString();
  }

  void encode(WireWriter out) {
    out.event(eventId);
    out.instant(time);
    out.text(by);
    out.text(action);
    out.text(issuer);
    out.text(kinds);
    out.optional(subject, out::pseudonym);
    out.optional(token, out::pseudonym);
    out.text(effect);
  }

  static SessionRecord decode(WireReader in) {
    return new SessionRecord(
        in.event(),
        in.instant(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.optional(in::pseudonym),
        in.optional(in::pseudonym),
        in.text());
  }
}
