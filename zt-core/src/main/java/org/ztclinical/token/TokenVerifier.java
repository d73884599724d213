package org.ztclinical.token;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.thread.DaemonThreads;

/**
 * Verifies access tokens of configured issuers (RFC 7519, RFC 9068, RFC 8725).
 *
 * <p>A token is taken apart once. Everything that can refuse it cheaply comes before the signature:
 * size, exact base64url, JSON without duplicate members, header, issuer, audience, type, times. The
 * facts of a verified token are kept for five minutes at most, by the hash of its text; decisions
 * never are. A token that only its issuer can read is asked about there, where that is configured.
 * Safe for use by many threads; one instance serves an application.
 */
public final class TokenVerifier {
  private static final String NOBODY = "unknown";

  private final Map<String, Trusted> issuers;
  private final Map<String, StatementVerifier.Signer> transmitters;
  private final InstantSource clock;
  private final FactsCache cache;
  private final Introspections introspections;
  private final SignatureProvider signatures;

  private TokenVerifier(
      Map<String, Trusted> issuers,
      Map<String, StatementVerifier.Signer> transmitters,
      InstantSource clock,
      FactsCache cache,
      Introspections introspections,
      SignatureProvider signatures) {
    this.issuers = issuers;
    this.transmitters = transmitters;
    this.clock = clock;
    this.cache = cache;
    this.introspections = introspections;
    this.signatures = signatures;
  }

  /** A builder without issuers. */
  public static Builder builder() {
    return new Builder();
  }

  /** As {@link #verify(String, String)}, for whoever does not know the peer. */
  public VerifiedToken verify(String token)
      throws TokenRejectedException, KeysUnavailableException {
    return verify(token, NOBODY);
  }

  /**
   * The facts of a genuine access token for us.
   *
   * @param token as received, without scheme
   * @param peer the address from which it came: where issuers are asked about tokens, peers share
   *     the calls
   * @throws TokenRejectedException if it is anything else: answer 401
   * @throws KeysUnavailableException if that cannot be found out now: answer 503
   */
  public VerifiedToken verify(String token, String peer)
      throws TokenRejectedException, KeysUnavailableException {
    if (token.length() > CompactToken.MAX_LENGTH) {
      throw new TokenRejectedException(TokenReason.TOO_LARGE);
    }
    OpaqueTokens opaque = introspections.of(token);
    if (opaque != null) {
      return opaque.verify(token, peer);
    }
    long now = clock.millis();
    FactsCache.Key key = cache.keyOf(token);
    VerifiedToken known = cache.find(key, now);
    return known != null ? known : verify(token, key, now, peer);
  }

  private VerifiedToken verify(String text, FactsCache.Key cacheKey, long now, String peer)
      throws TokenRejectedException, KeysUnavailableException {
    CompactToken token = CompactToken.parse(text);
    TokenHeader header = TokenHeader.parse(token.header());
    if (token.signatureLength() == 0) {
      throw new TokenRejectedException(TokenReason.SIGNATURE_MISSING);
    }
    JsonObject members = AccessTokenClaims.read(token.claims());
    String name = AccessTokenClaims.issuerOf(members);
    Trusted issuer = issuers.get(name);
    if (issuer == null) {
      throw new TokenRejectedException(TokenReason.UNKNOWN_ISSUER);
    }
    OpaqueTokens asked = introspections.withoutKeys(name);
    if (asked != null) {
      return asked.verify(text, peer);
    }
    header.check(issuer.issuer().terms());
    AccessTokenClaims claims = AccessTokenClaims.parse(members, issuer.reading());
    issuer.rules().check(claims, now / 1_000);

    SignatureCheck.Verified signature = new SignatureCheck(issuer.keys()).verify(token, header);
    VerifiedToken verified = new VerifiedToken(claims, signature.key().id());
    cache.keep(cacheKey, issuer.facts(verified, claims, signature.keys(), now));
    return verified;
  }

  /** Who verifies signatures, and what could be faster; for the start-up log. */
  public List<String> describe() {
    return signatures.describe();
  }

  /** How the keys of each issuer stand, in the order of configuration. */
  public List<KeysHealth> keysHealth() {
    return issuers.values().stream().map(issuer -> issuer.keys().health()).toList();
  }

  /** How the keys of each transmitter of events stand, in the order of configuration. */
  public List<KeysHealth> transmitterKeysHealth() {
    return transmitters.values().stream().map(signer -> signer.keys().health()).toList();
  }

  /** Verifies what the issuers of access tokens sign besides, with the same keys. */
  public StatementVerifier statementsOfIssuers() {
    Map<String, StatementVerifier.Signer> signers = new LinkedHashMap<>();
    issuers.forEach(
        (name, trusted) ->
            signers.put(name, new StatementVerifier.Signer(trusted.issuer(), trusted.keys())));
    return new StatementVerifier(signers);
  }

  /** Verifies what the transmitters of events sign. */
  public StatementVerifier statementsOfTransmitters() {
    return new StatementVerifier(transmitters);
  }

  /** One issuer with its rules and keys. */
  private record Trusted(
      TrustedIssuer issuer, IssuerReading reading, ClaimRules rules, IssuerKeys keys) {
    FactsCache.Facts facts(
        VerifiedToken token, AccessTokenClaims claims, KeySet verifiedWith, long now) {
      return new FactsCache.Facts(
          token,
          keys,
          verifiedWith,
          rules.validFrom(claims) * 1_000,
          Math.min(claims.expiresAt() * 1_000, now + FactsCache.LIFE.toMillis()));
    }
  }

  /** Collects issuers and settings; {@link #build()} says what is missing. */
  public static final class Builder {
    private final Map<String, TrustedIssuer> issuers = new LinkedHashMap<>();
    private final Map<String, TrustedIssuer> transmitters = new LinkedHashMap<>();
    private InstantSource clock = InstantSource.system();
    private NoticeListener notices = NoticeListener.none();
    private @Nullable HttpClient client;
    private SignatureProvider signatures = SignatureProvider.standard();
    private int cachedTokens = 10_000;

    private Builder() {}

    /** Accepts tokens of this issuer too. */
    public Builder trust(TrustedIssuer issuer) {
      if (issuers.putIfAbsent(issuer.issuer(), issuer) != null) {
        throw new IllegalArgumentException(
            "the issuer is trusted twice: "
                + issuer.issuer()
                + "; call trust once for each issuer");
      }
      return this;
    }

    /**
     * Verifies security events that this issuer signs; its access tokens are not accepted for that.
     * Where its keys come from need not be said when its tokens are {@linkplain #trust trusted}.
     */
    public Builder transmitter(TrustedIssuer issuer) {
      if (transmitters.putIfAbsent(issuer.issuer(), issuer) != null) {
        throw new IllegalArgumentException("the transmitter is named twice: " + issuer.issuer());
      }
      return this;
    }

    /** The time; the system's without this call. */
    public Builder clock(InstantSource given) {
      clock = Objects.requireNonNull(given, "clock");
      return this;
    }

    /** Hears when keys change, grow old or cannot be had. */
    public Builder notices(NoticeListener given) {
      notices = Objects.requireNonNull(given, "notices");
      return this;
    }

    /**
     * Fetches keys with this client, for proxies or a private trust store; it must not redirect.
     */
    public Builder httpClient(HttpClient given) {
      client = BoundedExchange.requireNoRedirects(given);
      return this;
    }

    /** Who verifies signatures; the Java runtime without this call. */
    public Builder signatures(SignatureProvider given) {
      signatures = Objects.requireNonNull(given, "signatures");
      return this;
    }

    /** How many tokens' facts are kept at most; 10 000 without this call. */
    public Builder cachedTokens(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("the number of cached tokens is not negative");
      }
      cachedTokens = count;
      return this;
    }

    /**
     * The verifier; starts the first fetch of keys without waiting for it.
     *
     * @throws IllegalStateException if something is missing, with the method that adds it
     */
    public TokenVerifier build() {
      if (issuers.isEmpty()) {
        throw new IllegalStateException("no issuer is trusted: call trust(TrustedIssuer.of(…))");
      }
      InstantSource forward = new ForwardClock(clock);
      Map<String, Trusted> trusted = new LinkedHashMap<>();
      List<RemoteKeys> remote = new ArrayList<>();
      ExecutorService background = background(issuers.size() + transmitters.size());
      issuers.forEach(
          (name, issuer) -> {
            IssuerKeys keys = keysOf(issuer, forward, background);
            if (keys instanceof RemoteKeys fetched) {
              remote.add(fetched);
            }
            trusted.put(name, new Trusted(issuer, issuer.reading(), new ClaimRules(issuer), keys));
          });
      Map<String, StatementVerifier.Signer> signers = new LinkedHashMap<>();
      transmitters.forEach(
          (name, transmitter) -> {
            Trusted same = trusted.get(name);
            boolean own = transmitter.fixedKeys().isPresent() || transmitter.jwksUri().isPresent();
            IssuerKeys keys =
                own || same == null ? keysOf(transmitter, forward, background) : same.keys();
            if (own && keys instanceof RemoteKeys fetched) {
              remote.add(fetched);
            }
            signers.put(name, new StatementVerifier.Signer(transmitter, keys));
          });
      remote.forEach(RemoteKeys::warmUp);
      Introspections introspections =
          Introspections.of(issuers.values(), this::httpClient, forward, notices, cachedTokens);
      return new TokenVerifier(
          trusted, signers, forward, new FactsCache(cachedTokens), introspections, signatures);
    }

    private IssuerKeys keysOf(
        TrustedIssuer issuer, InstantSource forward, ExecutorService background) {
      if (issuer.fixedKeys().isPresent()) {
        KeySet keys = issuer.fixedKeys().get().using(signatures);
        keys.advice(issuer.issuer(), signatures).ifPresent(notices::on);
        return new FixedKeys(issuer.issuer(), keys);
      }
      if (issuer.jwksUri().isEmpty() && issuer.introspection().isPresent()) {
        return new FixedKeys(issuer.issuer(), KeySet.none());
      }
      URI address =
          issuer
              .jwksUri()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no keys for "
                              + issuer.issuer()
                              + ": call jwksUri(…), jwks(…) or introspection(…) on it"));
      JwksFetcher fetcher = new JwksFetcher(httpClient(), address);
      return new RemoteKeys(issuer.issuer(), fetcher, forward, background, notices, signatures);
    }

    private HttpClient httpClient() {
      HttpClient known = client == null ? BoundedExchange.defaultClient() : client;
      client = known;
      return known;
    }

    /** Each issuer has one fetch under way at most; idle threads end, so nothing need be closed. */
    private static ExecutorService background(int threads) {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              threads,
              threads,
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              DaemonThreads.named("zt-issuer-keys"));
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }
}
