package org.ztclinical.token;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an issuer is asked about tokens that only it can read (RFC 7662). Saying nothing is the
 * strict choice; each method returns a changed copy. Immutable; prints no secret.
 *
 * <p>Without further words a call may take 2 seconds, 100 calls a second and 32 at a time are made
 * at most, and the answer must say what a signed token would: {@code iss}, {@code sub}, {@code
 * aud}, {@code client_id}, {@code iat}, {@code exp}. Those who send tokens share the calls, so that
 * a flood of one denies none to another. What a token was found to be is believed for 30 seconds at
 * most, that it is not active for 5.
 */
public final class Introspection {
  private static final Duration MAX_DEADLINE = Duration.ofSeconds(10);
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration MIN_REST = Duration.ofMillis(100);
  private static final Duration MAX_REST = Duration.ofMinutes(1);
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._~+/-]{1,32}");

  private final URI endpoint;
  private final @Nullable ClientAuthentication client;
  private final @Nullable HttpClient http;
  private final Limits limits;
  private final Set<Absent> allowed;
  private final String prefix;
  private final @Nullable String assertionAudience;

  private Introspection(
      URI endpoint,
      @Nullable ClientAuthentication client,
      @Nullable HttpClient http,
      Limits limits,
      Set<Absent> allowed,
      String prefix,
      @Nullable String assertionAudience) {
    this.endpoint = endpoint;
    this.client = client;
    this.http = http;
    this.limits = limits;
    this.allowed = allowed;
    this.prefix = prefix;
    this.assertionAudience = assertionAudience;
  }

  /**
   * The issuer's introspection endpoint: https, or http on loopback. Redirects are not followed.
   * How we show who we are must be said, too.
   */
  public static Introspection at(URI endpoint) {
    SecureUri.require(endpoint, "the introspection endpoint");
    return new Introspection(
        endpoint, null, null, new Limits(Duration.ofSeconds(2), 100, 32, REST), Set.of(), "", null);
  }

  /** We are known by a secret ({@code client_secret_basic}, RFC 6749 §2.3.1). */
  public Introspection clientSecret(String clientId, String secret) {
    requireText(clientId, "the client id");
    requireText(secret, "the client secret");
    return as(ClientAuthentication.basic(clientId, secret));
  }

  /**
   * We sign an assertion for each call ({@code private_key_jwt}, RFC 7523 §2.2).
   *
   * @param privateJwk an RSA or EC key (RFC 7517), with {@code kid} where the issuer needs one;
   *     {@code alg} says how to sign, without it RS256, or the algorithm of the curve
   */
  public Introspection privateKeyJwt(String clientId, String privateJwk) {
    requireText(clientId, "the client id");
    return as(ClientAuthentication.privateKeyJwt(clientId, privateJwk));
  }

  /** The same with a key of the platform, as of a hardware module. */
  public Introspection privateKeyJwt(
      String clientId, PrivateKey key, SigningAlgorithm algorithm, String keyId) {
    requireText(clientId, "the client id");
    requireText(keyId, "the key id");
    return as(ClientAuthentication.privateKeyJwt(clientId, key, algorithm, keyId));
  }

  /**
   * We are known by the client certificate that this HTTP client presents (RFC 8705 §2); it must
   * not follow redirects.
   */
  public Introspection mutualTls(String clientId, HttpClient presenting) {
    requireText(clientId, "the client id");
    return as(ClientAuthentication.mutualTls(clientId)).httpClient(presenting);
  }

  private Introspection as(ClientAuthentication given) {
    return new Introspection(endpoint, given, http, limits, allowed, prefix, assertionAudience);
  }

  /**
   * The {@code aud} of our assertions, for issuers that want their endpoint's address there;
   * without this call it is the issuer (RFC 7523 §3).
   */
  public Introspection assertionAudience(String audience) {
    requireText(audience, "the audience of assertions");
    return new Introspection(endpoint, client, http, limits, allowed, prefix, audience);
  }

  /** Calls with this client, for proxies or a private trust store; it must not redirect. */
  public Introspection httpClient(HttpClient given) {
    HttpClient checked = BoundedExchange.requireNoRedirects(given);
    return new Introspection(endpoint, client, checked, limits, allowed, prefix, assertionAudience);
  }

  /**
   * How long a call may take, and how many are made: above that the answer is 503. One peer alone
   * may use three quarters of both for tokens that were not good before.
   */
  public Introspection limits(Duration deadline, int callsPerSecond, int atOnce) {
    if (deadline.toMillis() < 1 || deadline.compareTo(MAX_DEADLINE) > 0) {
      throw new IllegalArgumentException("the deadline of a call is above 0 and at most 10 s");
    }
    if (callsPerSecond < 1 || atOnce < 1) {
      throw new IllegalArgumentException("at least one call a second, and one at a time");
    }
    Limits changed = new Limits(deadline, callsPerSecond, atOnce, limits.rest());
    return new Introspection(endpoint, client, http, changed, allowed, prefix, assertionAudience);
  }

  /**
   * For how long the endpoint is left alone after five of ten calls failed, and each time that it
   * fails again: 5 seconds without this call, 100 milliseconds to a minute. Meanwhile the answer is
   * 503.
   */
  public Introspection restAfterFailures(Duration rest) {
    if (rest.compareTo(MIN_REST) < 0 || rest.compareTo(MAX_REST) > 0) {
      throw new IllegalArgumentException("a failing endpoint rests for 100 ms to a minute");
    }
    Limits changed = new Limits(limits.deadline(), limits.callsPerSecond(), limits.atOnce(), rest);
    return new Introspection(endpoint, client, http, changed, allowed, prefix, assertionAudience);
  }

  /**
   * Tokens that begin with this are those of this endpoint, and no others. Needed where several
   * issuers are asked about tokens.
   */
  public Introspection tokenPrefix(String text) {
    if (!PREFIX.matcher(text).matches()) {
      throw new IllegalArgumentException("a prefix is 1 to 32 characters of a token");
    }
    return new Introspection(endpoint, client, http, limits, allowed, text, assertionAudience);
  }

  /** The answer need not say {@code iss}: whom it speaks for, the endpoint's address says. */
  public Introspection allowMissingIssuer() {
    return allow(Absent.ISSUER);
  }

  /**
   * The answer need not say {@code aud}: any token of this issuer is then one for us, also one that
   * another API was given. Only for issuers that answer each client about its own tokens alone.
   */
  public Introspection allowMissingAudience() {
    return allow(Absent.AUDIENCE);
  }

  /**
   * The answer need not say {@code sub}: the client then stands for whoever it acts for, as SMART
   * allows where no login was asked for (SMART 2.2 §token-introspection).
   */
  public Introspection allowMissingSubject() {
    return allow(Absent.SUBJECT);
  }

  /**
   * The answer need not say {@code iat}. A token that does not is good for as long as the issuer
   * says; when its user, client or device is ended, it is refused like all that were issued before,
   * for nobody can tell whether it was: a new login there is accepted after {@link
   * TrustedIssuer#maxLife}.
   */
  public Introspection allowMissingIssueTime() {
    return allow(Absent.ISSUE_TIME);
  }

  /** The answer need not say {@code exp}; the token is then asked about every 30 seconds. */
  public Introspection allowMissingExpiration() {
    return allow(Absent.EXPIRATION);
  }

  private Introspection allow(Absent more) {
    EnumSet<Absent> set = EnumSet.of(more);
    set.addAll(allowed);
    return new Introspection(
        endpoint, client, http, limits, Set.copyOf(set), prefix, assertionAudience);
  }

  private static void requireText(String text, String what) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
  }

  URI endpoint() {
    return endpoint;
  }

  ClientAuthentication client() {
    if (client == null) {
      throw new IllegalStateException(
          "nothing says who asks "
              + endpoint
              + ": call clientSecret(…), privateKeyJwt(…) or mutualTls(…)");
    }
    return client;
  }

  Optional<HttpClient> http() {
    return Optional.ofNullable(http);
  }

  Limits limits() {
    return limits;
  }

  Set<Absent> allowed() {
    return allowed;
  }

  String prefix() {
    return prefix;
  }

  Optional<String> assertionAudience() {
    return Optional.ofNullable(assertionAudience);
  }

  @Override
  public String toString() {
    return "Introspection[" + endpoint + "]";
  }

  /** How long a call may take, how many there may be, and when there are none. */
  record Limits(Duration deadline, int callsPerSecond, int atOnce, Duration rest) {}

  /** What an answer may leave out, where that was said. */
  enum Absent {
    ISSUER,
    AUDIENCE,
    SUBJECT,
    ISSUE_TIME,
    EXPIRATION
  }
}
