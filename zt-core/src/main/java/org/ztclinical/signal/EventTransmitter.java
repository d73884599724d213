package org.ztclinical.signal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/**
 * Who may send security events, and about whom. Saying nothing is the strict choice: a transmitter
 * speaks about the users of its own name alone, with the keys that are trusted for its access
 * tokens, and must be told how it authenticates when it pushes. Each method returns a changed copy.
 * Immutable; prints no secret.
 */
public final class EventTransmitter {
  /** What can stand in an {@code Authorization} field after {@code Bearer} (RFC 6750 §2.1). */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._~+/-]{16,512}=*");

  private final TrustedIssuer keys;
  private final Set<String> speaksFor;
  private final @Nullable String secret;
  private final boolean open;
  private final @Nullable Function<String, Optional<String>> emails;

  private EventTransmitter(
      TrustedIssuer keys,
      Set<String> speaksFor,
      @Nullable String secret,
      boolean open,
      @Nullable Function<String, Optional<String>> emails) {
    this.keys = keys;
    this.speaksFor = Set.copyOf(speaksFor);
    this.secret = secret;
    this.open = open;
    this.emails = emails;
  }

  /**
   * A transmitter and what its events must name as {@code aud}.
   *
   * @param issuer the {@code iss} of its events
   */
  public static EventTransmitter of(String issuer, String audience) {
    return new EventTransmitter(
        TrustedIssuer.of(issuer, audience), Set.of(issuer), null, false, null);
  }

  /** Keys are fetched from this address. */
  public EventTransmitter jwksUri(URI uri) {
    return new EventTransmitter(keys.jwksUri(uri), speaksFor, secret, open, emails);
  }

  /** Keys are these, for ever. */
  public EventTransmitter jwks(String jwkSet) {
    return new EventTransmitter(keys.jwks(jwkSet), speaksFor, secret, open, emails);
  }

  /** Accepts these algorithms and no others. */
  public EventTransmitter algorithms(SigningAlgorithm... algorithms) {
    return new EventTransmitter(keys.algorithms(algorithms), speaksFor, secret, open, emails);
  }

  /** Also believes what it says about users, devices and logins of this issuer's tokens. */
  public EventTransmitter speakFor(String tokenIssuer) {
    Set<String> more = new TreeSet<>(speaksFor);
    more.add(tokenIssuer);
    return new EventTransmitter(keys, more, secret, open, emails);
  }

  /**
   * Pushes carry {@code Authorization: Bearer} and this secret (RFC 8935 §3).
   *
   * @param given 16 to 512 letters, digits and characters of {@code . _ ~ + / -}, hard to guess
   */
  public EventTransmitter pushSecret(String given) {
    if (!SECRET.matcher(given).matches()) {
      throw new IllegalArgumentException(
          "a push secret has 16 to 512 letters, digits and characters of ._~+/-");
    }
    return new EventTransmitter(keys, speaksFor, given, open, emails);
  }

  /** Pushes need no authentication but the event's own signature. */
  public EventTransmitter acceptUnauthenticatedPush() {
    return new EventTransmitter(keys, speaksFor, secret, true, emails);
  }

  /**
   * Who has an email address: the {@code sub} at the transmitter's own issuer. Without this call
   * events that name nothing else than an address are recorded and ignored.
   */
  public EventTransmitter emails(Function<String, Optional<String>> subjects) {
    return new EventTransmitter(
        keys, speaksFor, secret, open, Objects.requireNonNull(subjects, "subjects"));
  }

  /** The {@code iss} of its events. */
  public String issuer() {
    return keys.issuer();
  }

  /** Whose keys and algorithms count. */
  public TrustedIssuer keys() {
    return keys;
  }

  /** About whose users it may speak. */
  public Set<String> speaksFor() {
    return speaksFor;
  }

  /** The subject with this address, where somebody can tell. */
  public Optional<String> subjectOf(String email) {
    return emails == null ? Optional.empty() : emails.apply(email);
  }

  /** Whether it was said how pushes are authenticated. */
  public boolean mayPush() {
    return open || secret != null;
  }

  /** Whether a push with this credential is the transmitter's. Takes the same time for all. */
  public boolean isAuthenticated(Optional<String> bearer) {
    if (secret == null) {
      return open;
    }
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8),
        bearer.orElse("").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "EventTransmitter[" + issuer() + "]";
  }
}
