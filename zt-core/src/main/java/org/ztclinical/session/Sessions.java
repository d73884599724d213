package org.ztclinical.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.PlainText;
import org.ztclinical.state.StateGuarantees;
import org.ztclinical.state.StateStore;
import org.ztclinical.token.HandlePart;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/**
 * Ends what tokens still stand for: logins, users' access, applications, devices; withdraws trust
 * from an issuer or one of its keys. On this instance it is in force when a method returns, also
 * for answers that are on their way; other instances learn it within about a second where a store
 * is shared ({@link SessionRules#sharedIn}).
 *
 * <p>A method that throws {@link SessionsUnavailableException} has ended it here all the same. Safe
 * for use by many threads.
 */
public final class Sessions implements AutoCloseable {
  private static final int LONGEST_NAME = 100;
  private static final Set<HandlePart> KEY = Set.of(HandlePart.KEY);

  private final Map<String, Lives> issuers;

  /** Those that tell of events alone: nothing of theirs can be ended but trust. */
  private final Map<String, Lives> told;

  /** By issuer of tokens. */
  private final Map<String, SaidLogins> logins;

  private final Revocations revocations;
  private final @Nullable Sharing sharing;
  private final SessionLedger ledger;
  private final InstantSource clock;
  private final NoticeListener notices;

  private Sessions(
      Map<String, Lives> issuers,
      Map<String, Lives> told,
      SessionRules rules,
      SessionLedger ledger,
      InstantSource clock,
      NoticeListener notices) {
    this.issuers = issuers;
    this.told = told;
    this.logins =
        issuers.keySet().stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> new SaidLogins()));
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.notices = Objects.requireNonNull(notices, "notices");
    this.revocations = new Revocations(issuers, told.keySet(), rules.most(), clock, notices);
    this.sharing =
        rules
            .store()
            .map(
                store ->
                    new Sharing(
                        revocations,
                        promising(store),
                        longest(issuers),
                        rules.blind(),
                        clock,
                        notices))
            .orElse(null);
  }

  /**
   * For tokens of these issuers; learns from the shared store, if there is one, first.
   *
   * @param transmitters who tells of events; trust in them can be withdrawn, too
   */
  public static Sessions of(
      Collection<TrustedIssuer> issuers,
      Collection<String> transmitters,
      SessionRules rules,
      SessionLedger ledger,
      InstantSource clock,
      NoticeListener notices) {
    Map<String, Lives> lives = new LinkedHashMap<>();
    issuers.forEach(issuer -> lives.put(issuer.issuer(), Lives.of(issuer, rules.life())));
    Map<String, Lives> others = new LinkedHashMap<>();
    transmitters.stream()
        .filter(name -> !lives.containsKey(name))
        .forEach(name -> others.put(name, Lives.ofTrustAlone()));
    Sessions sessions = new Sessions(lives, others, rules, ledger, clock, notices);
    if (sessions.sharing != null) {
      sessions.sharing.start();
    }
    return sessions;
  }

  /** What is displaced to make room, or written by two at one place, would be unended. */
  private static StateStore promising(StateStore store) {
    return StateGuarantees.require(
        store,
        "ended sessions (sessions)",
        StateStore.Guarantee.ONE_WINNER,
        StateStore.Guarantee.KEPT_UNTIL_EXPIRY);
  }

  private static Duration longest(Map<String, Lives> issuers) {
    return issuers.values().stream()
        .map(one -> one.token().compareTo(one.session()) > 0 ? one.token() : one.session())
        .max(Duration::compareTo)
        .orElseThrow()
        .plus(Duration.ofMinutes(15));
  }

  /**
   * Ends these tokens: those of a user, client or device that were issued until now, so that a new
   * login is accepted; a login or token for good.
   *
   * @param by who does it, for the audit log: 1 to 100 plain characters
   * @throws IllegalArgumentException when the issuer's tokens are not trusted; of one that only
   *     tells of events there is nothing to be ended
   */
  public void terminate(Target target, String by) throws SessionsUnavailableException {
    Instant now = clock.instant();
    List<Mark> marks = lives(target).endedNow(target, now, RevocationReason.TERMINATED);
    act(marks, act(by, "terminate", target, RevocationReason.TERMINATED.code(), now));
  }

  /**
   * Refuses all tokens, logout tokens and events of the issuer, old and new, until it is trusted
   * again; also one that only tells of events.
   */
  public void distrustIssuer(String issuer, String by) throws SessionsUnavailableException {
    distrust(Target.issuer(issuer), by);
  }

  /**
   * Refuses all that the issuer signed or will sign with this key, events and logout tokens too.
   */
  public void distrustKey(String issuer, String keyId, String by)
      throws SessionsUnavailableException {
    distrust(Target.key(issuer, keyId), by);
  }

  /** Refuses all tokens that the issuer gave or will give to this client. */
  public void distrustClient(String issuer, String clientId, String by)
      throws SessionsUnavailableException {
    distrust(Target.client(issuer, clientId), by);
  }

  private void distrust(Target target, String by) throws SessionsUnavailableException {
    condition(target, true, "distrust", by);
  }

  /**
   * Takes a distrust back. Other ends stay: what was terminated is not revived.
   *
   * @throws SessionsUnavailableException also when it cannot be recorded; then nothing has changed
   */
  public void trustAgain(Target target, String by) throws SessionsUnavailableException {
    condition(target, false, "trust-again", by);
  }

  private void condition(Target target, boolean refuses, String action, String by)
      throws SessionsUnavailableException {
    Instant now = clock.instant();
    List<Mark> marks = judged(target).decided(target, revocations::condition, refuses, now);
    SessionAct act = act(by, action, target, RevocationReason.DISTRUSTED.code(), now);
    if (refuses) {
      act(marks, act);
      return;
    }
    ledger.record(act);
    mark(marks);
    tell(marks);
  }

  /**
   * Takes note of what an issuer told: in force first, then recorded, then told to others.
   *
   * @param acts what to record
   */
  void signalled(List<Mark> marks, List<SessionAct> acts) throws SessionsUnavailableException {
    mark(marks);
    try {
      for (SessionAct act : acts) {
        ledger.record(act);
      }
    } finally {
      tell(marks);
    }
    for (SessionAct act : acts) {
      notices.on(
          new Notice(
              act.effect().equals(SessionAct.RECORDED)
                  ? Notice.Kind.SIGNAL_IGNORED
                  : Notice.Kind.SESSION_ENDED,
              act.by(),
              act.action() + ": " + act.effect()));
    }
  }

  /** A logout named nothing but a login; tells once where that can end nothing. */
  void namedLoginAlone(String issuer) {
    SaidLogins said = logins.get(issuer);
    if (said != null && said.isWorthTelling()) {
      notices.on(
          new Notice(
              Notice.Kind.SIGNAL_IGNORED,
              issuer,
              "a logout names a login (sid) and no user, and no token seen so far names its login:"
                  + " it ends nothing; let the issuer put sid into access tokens or sub into logout"
                  + " tokens"));
    }
  }

  /** Counts a signal that was fetched and refused, as one that is pushed is. */
  void refused(Reason why) {
    ledger.refused(why);
  }

  /** How long what this issuer gives lives; null when its tokens are not trusted. */
  @Nullable Lives livesOf(String issuer) {
    return issuers.get(issuer);
  }

  /** Whether nothing that an issuer signs with this key is believed. */
  boolean isDistrusted(String issuer, Optional<String> keyId) {
    return revocations.refusal(Target.issuer(issuer)) != null
        || keyId.filter(id -> revocations.refusal(Target.key(issuer, id)) != null).isPresent();
  }

  /** What the issuer said last about a machine; empty when it said nothing. */
  public Optional<DeviceFacts> device(String issuer, String deviceId) {
    return Optional.ofNullable(revocations.condition(Target.device(issuer, deviceId)))
        .map(mark -> new DeviceFacts(!mark.refuses(), Instant.ofEpochMilli(mark.at())));
  }

  private static SessionAct act(
      String by, String action, Target target, String effect, Instant now) {
    if (by.isBlank() || by.length() > LONGEST_NAME || !PlainText.isPlain(by)) {
      throw new IllegalArgumentException("who does it has 1 to 100 plain characters");
    }
    return new SessionAct(by, action, Optional.of(target), effect, now);
  }

  /** In force first, then recorded, then told. */
  private void act(List<Mark> marks, SessionAct act) throws SessionsUnavailableException {
    mark(marks);
    try {
      ledger.record(act);
    } finally {
      tell(marks);
    }
    notices.on(
        new Notice(
            Notice.Kind.SESSION_ENDED,
            act.target().map(Target::issuer).orElse(""),
            act.action() + ": " + act.effect()));
  }

  private void mark(List<Mark> marks) {
    marks.forEach(revocations::mark);
  }

  private void tell(List<Mark> marks) throws SessionsUnavailableException {
    if (sharing != null) {
      sharing.tell(marks);
    }
  }

  private Lives lives(Target target) {
    Lives lives = issuers.get(target.issuer());
    if (lives == null) {
      throw new IllegalArgumentException("not a trusted issuer: " + target.issuer());
    }
    return lives;
  }

  /** Of one that only tells of events nobody has an application, a login or a device here. */
  private Lives judged(Target target) {
    Lives lives = told.get(target.issuer());
    boolean whole = target.parts().isEmpty() || target.parts().keySet().equals(KEY);
    return lives != null && whole ? lives : lives(target);
  }

  /** Why the token is not accepted any more; empty when nothing speaks against it. */
  public Optional<Reason> refusal(VerifiedToken token) {
    SaidLogins said = logins.get(token.issuer());
    if (said != null) {
      said.saw(token);
    }
    RevocationReason reason = revocations.refusal(token);
    return reason == null ? Optional.empty() : Optional.of(Reason.of(reason));
  }

  /** For the time that the answer to a request with this token takes. */
  public Standing standing(VerifiedToken token) {
    return Standing.of(this, token);
  }

  /** True when for too long it could not be learned what other instances ended. */
  public boolean isBlind() {
    return sharing != null && sharing.isBlind();
  }

  long generation() {
    return revocations.generation();
  }

  /** Learns at once what other instances ended; for tests, and for those who cannot wait. */
  public void refresh() {
    if (sharing != null) {
      sharing.learn();
    }
  }

  /** Stops learning from other instances. */
  @Override
  public void close() {
    if (sharing != null) {
      sharing.close();
    }
  }

  @Override
  public String toString() {
    return revocations.toString();
  }
}
