package org.ztclinical.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.token.Handle;

/**
 * One issuer's share of the room for marks: how much of it is taken, what could make room, and
 * whether an end found none. Marks of the issuer as a whole take no room. Not safe for use by
 * several threads: {@link Revocations} asks it under a lock.
 */
final class IssuerRoom {
  /** Room for what operators distrust, which no number of ended logins may take. */
  static final int RESERVED = 1_000;

  private static final Duration BETWEEN_NOTICES = Duration.ofMinutes(1);

  private final String issuer;
  private final Lives lives;
  private final int share;

  /** Those that "all tokens until now" would cover. */
  private final Map<Handle, Mark> coverable = new HashMap<>();

  /** Those that refuse nothing. */
  private final Map<Handle, Mark> harmless = new HashMap<>();

  private final Map<String, Instant> told = new HashMap<>();
  private int kept;

  /** The millisecond until which an end that found no room would have mattered. */
  private long missing;

  IssuerRoom(String issuer, Lives lives, int share) {
    this.issuer = issuer;
    this.lives = lives;
    this.share = share;
  }

  String issuer() {
    return issuer;
  }

  /** Where there is no room but for what operators distrust, nothing else is meant. */
  boolean takes(Mark mark) {
    return share > 0 || mark.why() == RevocationReason.DISTRUSTED;
  }

  boolean hasSpaceFor(Mark mark) {
    boolean distrusts = mark.why() == RevocationReason.DISTRUSTED;
    return mark.bits() == 0 || kept < (distrusts ? share + RESERVED : share);
  }

  void came(Mark mark) {
    if (mark.bits() == 0) {
      return;
    }
    kept++;
    if (isCoverable(mark)) {
      coverable.put(mark.handle(), mark);
    } else if (!mark.refuses()) {
      harmless.put(mark.handle(), mark);
    }
  }

  void left(Mark mark) {
    if (mark.bits() == 0) {
      return;
    }
    kept--;
    if (mark.kind() == Mark.Kind.UNTIL) {
      coverable.remove(mark.handle());
    } else {
      harmless.remove(mark.handle());
    }
  }

  static boolean isCoverable(Mark mark) {
    return mark.kind() == Mark.Kind.UNTIL && mark.bits() != 0 && mark.at() != Mark.FOR_EVER;
  }

  List<Mark> coverable() {
    return List.copyOf(coverable.values());
  }

  List<Mark> harmless() {
    return List.copyOf(harmless.values());
  }

  /** This end will not be known. */
  void forgot(Mark mark) {
    missing = Math.max(missing, mark.end());
  }

  /** Whether an end that would still matter is not known. */
  boolean isForgetfulAt(Instant now) {
    return missing > now.toEpochMilli();
  }

  /** All that the issuer gave until now is refused. */
  Mark allUntil(Instant now) {
    return allUntil(now, now);
  }

  /** All that the issuer gave until a moment of our clock is refused. */
  Mark allUntil(Instant moment, Instant now) {
    Instant latest = moment.plus(lives.skew());
    return lives
        .endedAt(Target.issuer(issuer), latest, now, RevocationReason.TOO_MANY_ENDED)
        .get(0);
  }

  /** Nothing of the issuer is accepted. */
  Mark none(Instant now) {
    return lives
        .condition(Target.issuer(issuer), now, true, now, RevocationReason.TOO_MANY_ENDED)
        .get(0);
  }

  /** Once a minute. */
  boolean mayTell(String detail, Instant now) {
    Instant last = told.get(detail);
    if (last != null && last.plus(BETWEEN_NOTICES).isAfter(now)) {
      return false;
    }
    told.put(detail, now);
    return true;
  }
}
