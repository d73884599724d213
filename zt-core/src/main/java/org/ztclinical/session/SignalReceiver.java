package org.ztclinical.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.signal.LogoutToken;
import org.ztclinical.signal.LogoutTokens;
import org.ztclinical.signal.SecurityEventToken;
import org.ztclinical.signal.SecurityEvents;
import org.ztclinical.signal.SignalReason;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.token.KeysUnavailableException;

/**
 * Receives what issuers tell, however it comes, and acts on it. What it answers is the truth: a
 * receipt says that it is in force, recorded, and kept for other instances; whoever is told
 * otherwise should send it again, which does no harm. Safe for use by many threads.
 */
public final class SignalReceiver {
  /** Events take effect by when they happened, so one that comes again later changes nothing. */
  private static final Duration REMEMBERED = Duration.ofHours(24);

  private final LogoutTokens logouts;
  private final SecurityEvents events;
  private final Sessions sessions;
  private final StateStore received;
  private final InstantSource clock;

  /**
   * A receiver.
   *
   * @param received where it is kept which ones were received; shared, where instances are several
   */
  public SignalReceiver(
      LogoutTokens logouts,
      SecurityEvents events,
      Sessions sessions,
      StateStore received,
      InstantSource clock) {
    this.logouts = Objects.requireNonNull(logouts, "logouts");
    this.events = Objects.requireNonNull(events, "events");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.received = Objects.requireNonNull(received, "received");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Ends the login that a logout token names, or all of a user's (OpenID Connect Back-Channel
   * Logout 1.0 §2.7).
   *
   * @throws SignalRejectedException when it is no logout token for us, or came before; or, with
   *     {@link SignalReason#KEYS_UNAVAILABLE} or {@link SignalReason#NOT_KEPT}, should come again
   */
  public void logout(String token) throws SignalRejectedException {
    try {
      LogoutToken logout = logouts.verify(token);
      requireTrust(logout.issuer(), logout.keyId());
      StateKey key = StateKey.of("logout-token", logout.issuer(), logout.id());
      requireNew(key);
      end(logout);
      remember(key);
    } catch (KeysUnavailableException e) {
      throw SignalRejectedException.withoutKeys(e.retryAfter());
    }
  }

  private void end(LogoutToken logout) throws SignalRejectedException {
    Optional<Target> user = logout.subject().map(sub -> Target.subject(logout.issuer(), sub));
    Optional<Target> login = logout.session().map(sid -> Target.session(logout.issuer(), sid));
    Target target = login.map(one -> user.map(one::and).orElse(one)).or(() -> user).orElseThrow();
    Lives lives = sessions.livesOf(logout.issuer());
    if (lives == null) {
      throw new SignalRejectedException(SignalReason.UNKNOWN_ISSUER);
    }
    Instant now = clock.instant();
    Instant said = logout.issuedAt();
    List<Mark> marks =
        login
            .map(one -> lives.loggedOut(one, user, said, now))
            .orElseGet(() -> lives.endedAt(target, said, now, RevocationReason.LOGGED_OUT));
    SessionAct act =
        new SessionAct(
            logout.issuer(),
            "back-channel-logout",
            Optional.of(target),
            RevocationReason.LOGGED_OUT.code(),
            now);
    if (user.isEmpty()) {
      sessions.namedLoginAlone(logout.issuer());
    }
    try {
      sessions.signalled(marks, List.of(act));
    } catch (SessionsUnavailableException e) {
      throw new SignalRejectedException(SignalReason.NOT_KEPT);
    }
  }

  /**
   * Acts on a security event token that was pushed (RFC 8935).
   *
   * @param bearer the credential of the request
   * @throws SignalRejectedException when it is none of ours; or, with {@link
   *     SignalReason#KEYS_UNAVAILABLE} or {@link SignalReason#NOT_KEPT}, should come again
   */
  public void push(String token, Optional<String> bearer) throws SignalRejectedException {
    if (!events.isAnyonesCredential(bearer)) {
      throw new SignalRejectedException(SignalReason.NOT_AUTHENTICATED);
    }
    SecurityEventToken event = verified(token);
    if (!event.transmitter().isAuthenticated(bearer)) {
      throw new SignalRejectedException(SignalReason.NOT_AUTHENTICATED);
    }
    act(event, token);
  }

  /**
   * Acts on a security event token that was fetched from its transmitter (RFC 8936).
   *
   * @param transmitter whose it must be
   */
  void polled(String token, String transmitter) throws SignalRejectedException {
    try {
      SecurityEventToken event = verified(token);
      if (!event.transmitter().issuer().equals(transmitter)) {
        throw new SignalRejectedException(SignalReason.UNKNOWN_ISSUER);
      }
      act(event, token);
    } catch (SignalRejectedException e) {
      sessions.refused(e.asReason());
      throw e;
    }
  }

  private SecurityEventToken verified(String token) throws SignalRejectedException {
    try {
      SecurityEventToken event = events.verify(token);
      requireTrust(event.transmitter().issuer(), event.keyId());
      return event;
    } catch (KeysUnavailableException e) {
      throw SignalRejectedException.withoutKeys(e.retryAfter());
    }
  }

  /** One that came before is received as if it were the first (RFC 8935 §2.2), and does nothing. */
  private void act(SecurityEventToken event, String token) throws SignalRejectedException {
    // The whole token: another event under an id that was used before must not be lost.
    StateKey key = StateKey.of("security-event", event.transmitter().issuer(), event.id(), token);
    if (wasReceived(key)) {
      return;
    }
    try {
      EventEffects.apply(event, sessions, clock.instant());
    } catch (SessionsUnavailableException e) {
      throw new SignalRejectedException(SignalReason.NOT_KEPT);
    }
    remember(key);
  }

  private void requireTrust(String issuer, Optional<String> keyId) throws SignalRejectedException {
    if (sessions.isDistrusted(issuer, keyId)) {
      throw new SignalRejectedException(SignalReason.DISTRUSTED);
    }
  }

  private void requireNew(StateKey key) throws SignalRejectedException {
    if (wasReceived(key)) {
      throw new SignalRejectedException(SignalReason.REPLAYED);
    }
  }

  /** A store that cannot tell keeps no login alive: what comes twice does no harm. */
  private boolean wasReceived(StateKey key) {
    try {
      return received.get(key).isPresent();
    } catch (StateUnavailableException e) {
      return false;
    }
  }

  private void remember(StateKey key) throws SignalRejectedException {
    try {
      received.putIfAbsent(key, "1", REMEMBERED);
    } catch (StateUnavailableException e) {
      throw new SignalRejectedException(SignalReason.NOT_KEPT, e.reason().name());
    }
  }
}
