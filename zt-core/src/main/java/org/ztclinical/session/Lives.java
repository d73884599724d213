package org.ztclinical.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ztclinical.token.Handle;
import org.ztclinical.token.HandlePart;
import org.ztclinical.token.TrustedIssuer;

/**
 * How long what an issuer gives can live, and so how long it must be known that it was ended.
 *
 * @param token from issue to expiry
 * @param skew how far clocks may differ
 * @param session how long after its end a login may still bring tokens forth
 */
record Lives(Duration token, Duration skew, Duration session) {
  /** A store keeps for 366 days, in stretches of 30. */
  static final Duration CONDITION = Duration.ofDays(330);

  Lives {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(skew, "skew");
    Objects.requireNonNull(session, "session");
  }

  static Lives of(TrustedIssuer issuer, Duration session) {
    return new Lives(issuer.longestLife(), issuer.allowedSkew(), session);
  }

  /** Of one whose tokens are not trusted, so that there are none to be ended. */
  static Lives ofTrustAlone() {
    return new Lives(Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO);
  }

  /**
   * Ended by us and now: the issuer's clock may be ahead of ours, so that what it issued before may
   * look as if it were issued later.
   */
  List<Mark> endedNow(Target target, Instant now, RevocationReason why) {
    return ended(target, now.plus(skew), now, why);
  }

  /** Ended by an event at the issuer, by the issuer's clock; never later than now. */
  List<Mark> endedAt(Target target, Instant event, Instant now, RevocationReason why) {
    Instant latest = now.plus(skew);
    return ended(target, event.isAfter(latest) ? latest : event, now, why);
  }

  /**
   * A login that ended at the issuer. It is its tokens', whatever they call the user: an issuer may
   * give each client another {@code sub} (OpenID Connect Core §8.1). The user is that of tokens
   * which do not say their login.
   */
  List<Mark> loggedOut(Target login, Optional<Target> user, Instant event, Instant now) {
    List<Mark> marks = new ArrayList<>(endedAt(login, event, now, RevocationReason.LOGGED_OUT));
    user.map(login::and)
        .map(both -> endedAt(both, event, now, RevocationReason.LOGGED_OUT))
        .ifPresent(
            more -> more.stream().filter(mark -> mark.at() != Mark.FOR_EVER).forEach(marks::add));
    return marks;
  }

  private List<Mark> ended(Target target, Instant at, Instant now, RevocationReason why) {
    // A token's id is nobody else's, so it does not matter when the event was.
    Instant issued = target.names(HandlePart.TOKEN) ? now.plus(skew) : at;
    Duration known = session.compareTo(token) > 0 ? session : token;
    return target.handles().stream()
        .map(
            meant ->
                // A login that has ended does not begin again, whatever its refresh tokens bring.
                meant.ofSession()
                    ? until(target, meant, Mark.FOR_EVER, now.plus(skew).plus(known), why)
                    : until(target, meant, issued.getEpochSecond(), issued.plus(token), why))
        .toList();
  }

  private Mark until(
      Target target, Target.Meant meant, long at, Instant end, RevocationReason why) {
    long forgotten = end.plus(skew).plusSeconds(1).toEpochMilli();
    return new Mark(
        Mark.Kind.UNTIL,
        target.bits(),
        meant.handle(),
        target.issuer(),
        why,
        Math.max(0, at),
        true,
        Math.max(0, forgotten));
  }

  /**
   * An operator withdraws trust or gives it back: later than all that is known here, though another
   * instance with a clock that is ahead said it.
   */
  List<Mark> decided(
      Target target, Function<Handle, @Nullable Mark> known, boolean refuses, Instant now) {
    List<Mark> marks = new ArrayList<>();
    for (Mark mark : condition(target, now, refuses, now, RevocationReason.DISTRUSTED)) {
      Mark there = known.apply(mark.handle());
      marks.add(there == null || there.at() < mark.at() ? mark : mark.changedAt(there.at() + 1));
    }
    return marks;
  }

  /** It is so since then, or is no longer so. */
  List<Mark> condition(
      Target target, Instant since, boolean refuses, Instant now, RevocationReason why) {
    Instant latest = now.plus(skew);
    long at = (since.isAfter(latest) ? latest : since).toEpochMilli();
    return target.handles().stream()
        .map(
            meant ->
                new Mark(
                    Mark.Kind.WHILE,
                    target.bits(),
                    meant.handle(),
                    target.issuer(),
                    why,
                    Math.max(0, at),
                    refuses,
                    now.plus(CONDITION).toEpochMilli()))
        .toList();
  }
}
