package org.ztclinical.fhirclient;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhirclient.TokenUnavailableException.Cause;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * Gets tokens for an application that acts for itself: SMART Backend Services (SMART App Launch 2.2
 * §backend services), that is {@code client_credentials} with {@code private_key_jwt}. The endpoint
 * is https (http on loopback), redirects are not followed, the answer is at most 64 KiB and awaited
 * for ten seconds. Use it through {@link #tokenSource()}.
 */
public final class BackendServices implements TokenRequest {
  /** The errors of RFC 6749 §5.2; anything else a server says is not repeated. */
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope");

  private static final JsonReader READER = JsonReader.of(new JsonLimits(64 * 1024, 16, 2_048));

  private final URI tokenEndpoint;
  private final ClientAssertion assertion;
  private final String scopes;
  private final TokenResponse response;
  private final BoundedHttp http;
  private final InstantSource clock;

  private BackendServices(Builder builder, URI tokenEndpoint, ClientAssertion assertion) {
    this.tokenEndpoint = tokenEndpoint;
    this.assertion = assertion;
    this.scopes = String.join(" ", builder.scopes);
    this.response = TokenResponse.of(builder.issuer, builder.clientId, builder.clientId);
    this.http =
        BoundedHttp.create(
            Duration.ofSeconds(5), Duration.ofSeconds(10), 64 * 1024, builder.sslContext);
    this.clock = builder.clock;
  }

  /**
   * Starts with who asks whom.
   *
   * @param issuer the authorization server, as it is to be named in the audit log
   * @param clientId the client id registered there
   */
  public static Builder builder(String issuer, String clientId) {
    return new Builder(issuer, clientId);
  }

  /** A source that keeps a token of this kind fresh. */
  public TokenSource tokenSource() {
    return RefreshingTokenSource.of(this, clock);
  }

  @Override
  public AccessToken request() throws TokenUnavailableException {
    Instant askedAt = clock.instant();
    HttpResponse<byte[]> answer = post(form(askedAt));
    if (answer.statusCode() == 200) {
      return response.parse(answer.body(), askedAt);
    }
    if (answer.statusCode() == 400 || answer.statusCode() == 401) {
      throw new TokenUnavailableException(
          Cause.REFUSED, "the authorization server refused: " + error(answer.body()));
    }
    throw new TokenUnavailableException(
        Cause.UNREACHABLE, "the token endpoint answered with status " + answer.statusCode());
  }

  private String form(Instant now) {
    return Parameters.of(
            List.of(
                new Parameter("grant_type", "client_credentials"),
                new Parameter("scope", scopes),
                new Parameter(
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                new Parameter("client_assertion", assertion.sign(tokenEndpoint, now))))
        .toQuery();
  }

  private HttpResponse<byte[]> post(String form) throws TokenUnavailableException {
    try {
      return http.exchange(
          HttpRequest.newBuilder(tokenEndpoint)
              .header("Accept", "application/json")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.US_ASCII))
              .build());
    } catch (RemoteCallException e) {
      throw new TokenUnavailableException(
          Cause.UNREACHABLE, "the token endpoint: " + e.reason().text());
    }
  }

  private static String error(byte[] body) {
    try {
      return READER
          .readObject(body)
          .string("error")
          .filter(ERRORS::contains)
          .orElse("no error code");
    } catch (JsonSyntaxException e) {
      return "no error code";
    }
  }

  @Override
  public String toString() {
    return "backend services: " + assertion;
  }

  /** Collects what a token request needs; each value is checked when given. */
  public static final class Builder {
    private final String issuer;
    private final String clientId;
    private Optional<URI> tokenEndpoint = Optional.empty();
    private Optional<ClientAssertion> assertion = Optional.empty();
    private List<String> scopes = List.of();
    private @Nullable SSLContext sslContext;
    private InstantSource clock = InstantSource.system();

    private Builder(String issuer, String clientId) {
      this.issuer = Objects.requireNonNull(issuer, "issuer");
      this.clientId = Objects.requireNonNull(clientId, "clientId");
    }

    /** Where tokens are asked for; also the audience of the assertion. */
    public Builder tokenEndpoint(URI endpoint) {
      String scheme = Objects.requireNonNullElse(endpoint.getScheme(), "").toLowerCase(Locale.ROOT);
      String host = Objects.requireNonNullElse(endpoint.getHost(), "").toLowerCase(Locale.ROOT);
      boolean bare = endpoint.getRawUserInfo() == null && endpoint.getRawFragment() == null;
      if (host.isEmpty() || !bare || !RemoteBase.isSecure(scheme, host)) {
        throw new IllegalArgumentException(
            "tokenEndpoint: an absolute https address without user info is needed; http is accepted"
                + " on loopback only");
      }
      tokenEndpoint = Optional.of(endpoint);
      return this;
    }

    /** The private half of the key registered as {@code keyId}: RSA (RS384) or P-384 (ES384). */
    public Builder privateKey(String keyId, PrivateKey key) {
      assertion = Optional.of(ClientAssertion.of(clientId, keyId, key));
      return this;
    }

    /** What to ask for, as in {@code system/Observation.rs}; what is granted may be less. */
    public Builder scopes(String... scopes) {
      this.scopes = List.of(scopes);
      return this;
    }

    /** Trust and client certificates for the token endpoint; the JDK's default otherwise. */
    public Builder sslContext(SSLContext context) {
      sslContext = Objects.requireNonNull(context, "context");
      return this;
    }

    /** The clock for assertions and for the life of tokens. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** The finished request. */
    public BackendServices build() {
      if (scopes.isEmpty()) {
        throw new IllegalStateException("scopes(…) is needed: which scopes to ask for");
      }
      return new BackendServices(
          this,
          tokenEndpoint.orElseThrow(() -> new IllegalStateException("tokenEndpoint(…) is needed")),
          assertion.orElseThrow(() -> new IllegalStateException("privateKey(…) is needed")));
    }
  }
}
