package org.ztclinical.token;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server whose access tokens are accepted, and what is asked of them. Saying
 * nothing is the strict choice; each method returns a changed copy. Immutable.
 *
 * <p>Without further words a token must carry {@code typ} {@code at+jwt} (RFC 9068 §2.1), be signed
 * with RS256, RS384, PS256, PS384, ES256 or ES384, and live at most 24 hours; clocks may differ by
 * 30 seconds. Where the keys come from must be said: {@link #jwksUri(URI)} or {@link
 * #jwks(String)}; or whom to ask: {@link #introspection}.
 */
public final class TrustedIssuer {
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);
  private static final Set<String> NEVER_IGNORED =
      Set.of("alg", "kid", "typ", "crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c");

  private final String issuer;
  private final String audience;
  private final @Nullable URI jwksUri;
  private final @Nullable KeySet fixedKeys;
  private final @Nullable Introspection introspection;
  private final IssuerTerms terms;
  private final IssuerReading reading;

  private TrustedIssuer(
      String issuer,
      String audience,
      @Nullable URI jwksUri,
      @Nullable KeySet fixedKeys,
      @Nullable Introspection introspection,
      IssuerTerms terms,
      IssuerReading reading) {
    this.issuer = issuer;
    this.audience = audience;
    this.jwksUri = jwksUri;
    this.fixedKeys = fixedKeys;
    this.introspection = introspection;
    this.terms = terms;
    this.reading = reading;
  }

  /**
   * An issuer and the audience its tokens must name.
   *
   * @param issuer the {@code iss} claim, compared character for character (RFC 8414 §2: an https
   *     URI without query and fragment; http is accepted for loopback)
   * @param audience the {@code aud} value that means this application, usually its FHIR base URL
   */
  public static TrustedIssuer of(String issuer, String audience) {
    URI uri = SecureUri.require(issuer, "the issuer");
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("the issuer has a query or a fragment: " + issuer);
    }
    if (audience.isBlank()) {
      throw new IllegalArgumentException("the audience is blank: give the aud value of your API");
    }
    return new TrustedIssuer(
        issuer, audience, null, null, null, IssuerTerms.STRICT, IssuerReading.STANDARD);
  }

  /** Keys are fetched from this address: https, or http on loopback. Redirects are not followed. */
  public TrustedIssuer jwksUri(URI uri) {
    SecureUri.require(uri, "the JWK set's address");
    return new TrustedIssuer(issuer, audience, uri, null, introspection, terms, reading);
  }

  /** Keys are these, for ever: a JWK set (RFC 7517 §5) with at least one usable public key. */
  public TrustedIssuer jwks(String jwkSet) {
    KeySet keys = KeySet.parse(jwkSet);
    return new TrustedIssuer(issuer, audience, null, keys, introspection, terms, reading);
  }

  /**
   * Tokens that only the issuer can read are asked about at its introspection endpoint (RFC 7662):
   * those that are not signed by their form, or those that begin as it says there. An issuer whose
   * tokens are all of that kind needs no keys.
   */
  public TrustedIssuer introspection(Introspection given) {
    Objects.requireNonNull(given, "introspection").client();
    return new TrustedIssuer(issuer, audience, jwksUri, fixedKeys, given, terms, reading);
  }

  /** Accepts these algorithms and no others. */
  public TrustedIssuer algorithms(SigningAlgorithm... algorithms) {
    if (algorithms.length == 0) {
      throw new IllegalArgumentException("name at least one algorithm");
    }
    Set<SigningAlgorithm> set = EnumSet.copyOf(List.of(algorithms));
    return with(terms.withAlgorithms(Collections.unmodifiableSet(set)));
  }

  /** How far clocks may differ; at most 5 minutes. */
  public TrustedIssuer clockSkew(Duration skew) {
    if (skew.isNegative() || skew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("the clock skew is between 0 and 5 minutes");
    }
    return with(terms.withSkew(skew));
  }

  /** The longest accepted time from {@code iat} to {@code exp}. */
  public TrustedIssuer maxLife(Duration life) {
    if (life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("the longest life is more than nothing");
    }
    return with(terms.withMaxLife(life));
  }

  /**
   * Also accepts {@code typ} {@code JWT} or none, for issuers that do not follow RFC 9068. Tokens
   * of other types stay refused, and so do claims that show an ID token, a refresh token, a logout
   * token or a security event.
   */
  public TrustedIssuer acceptPlainJwt() {
    return with(terms.withPlainJwt());
  }

  /** Accepts and ignores a further header member, as some issuers add one of their own. */
  public TrustedIssuer ignoreHeader(String name) {
    if (name.isBlank() || NEVER_IGNORED.contains(name)) {
      throw new IllegalArgumentException("this header member cannot be ignored: " + name);
    }
    Set<String> names = new TreeSet<>(terms.ignoredHeaders());
    names.add(name);
    return with(terms.withIgnoredHeaders(Set.copyOf(names)));
  }

  /**
   * Which roles this issuer may give. Without this call all that it names, while it is the only
   * issuer that is trusted, and none as soon as there is another: whoever runs a portal for
   * patients is not to say who is a physician.
   */
  public TrustedIssuer roles(RoleRule rule) {
    return with(terms.withRoles(Objects.requireNonNull(rule, "rule")));
  }

  /**
   * This issuer's {@code fhirUser} says who of this server's patients and practitioners the user
   * is. Without this call it does, while it is the only issuer that is trusted; as soon as there is
   * another, {@code fhirUser} says nothing to policies.
   */
  public TrustedIssuer vouchForLocalUsers() {
    return with(terms.withLocalUsers());
  }

  /**
   * The client is in this claim, where there is neither {@code client_id} nor {@code azp}; where
   * several are there they must agree. Repeatable.
   */
  public TrustedIssuer clientClaim(String name) {
    Set<String> names = new TreeSet<>(reading.clientClaims());
    names.add(requireClaim(name));
    return with(reading.withClientClaims(Set.copyOf(names)));
  }

  /** Scopes are in this claim and not in {@code scope}: a text as there, or a list of scopes. */
  public TrustedIssuer scopeClaim(String name) {
    return with(reading.withScopeClaim(requireClaim(name)));
  }

  /** Roles are a list in this member, below the members named before it. */
  public TrustedIssuer rolesIn(String first, String... further) {
    List<String> path = new ArrayList<>(List.of(first));
    path.addAll(List.of(further));
    path.forEach(TrustedIssuer::requireClaim);
    return with(reading.withRolesPath(List.copyOf(path)));
  }

  /**
   * This member of {@code cnf} says by what the key in {@code jkt} is proven, and may be there when
   * that is {@code DPoP} (RFC 9449); with another word the token is refused, as with every member
   * that is not understood. Repeatable.
   */
  public TrustedIssuer bindingType(String member) {
    Set<String> names = new TreeSet<>(reading.bindingTypes());
    names.add(requireClaim(member));
    return with(reading.withBindingTypes(Set.copyOf(names)));
  }

  private static String requireClaim(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a claim has a name");
    }
    return name;
  }

  /**
   * The issuer's authentication context classes, the weakest first: who was authenticated by one
   * was so by those before it. A class that is not among them is weaker than all. Without this call
   * each class stands for itself.
   */
  public TrustedIssuer acrOrder(String weakest, String... stronger) {
    List<String> order = new ArrayList<>(List.of(weakest));
    order.addAll(List.of(stronger));
    if (Set.copyOf(order).size() != order.size()) {
      throw new IllegalArgumentException("a context class stands twice in the order");
    }
    return with(reading.withAcrOrder(List.copyOf(order)));
  }

  /**
   * This issuer's word on how users were authenticated counts: {@code acr}, {@code amr}, {@code
   * auth_time}. Without this call it does, while it is the only issuer that is trusted; as soon as
   * there is another, its users count as authenticated in a way that nobody knows.
   */
  public TrustedIssuer vouchForMfa() {
    return with(reading.withMfa());
  }

  private TrustedIssuer with(IssuerReading changed) {
    return new TrustedIssuer(issuer, audience, jwksUri, fixedKeys, introspection, terms, changed);
  }

  /** Where its roles are; empty when nothing was said. */
  public List<String> rolesPath() {
    return reading.rolesPath();
  }

  /** Its context classes, the weakest first; empty when nothing was said. */
  public List<String> acrOrder() {
    return reading.acrOrder();
  }

  /** Whether it was said that its word on authentication counts. */
  public boolean vouchesForMfa() {
    return reading.mfa();
  }

  /** Which roles it may give; empty when nothing was said. */
  public Optional<RoleRule> roleRule() {
    return terms.roles();
  }

  /** Whether it was said that its {@code fhirUser} names users of this server. */
  public boolean vouchesForLocalUsers() {
    return terms.localUsers();
  }

  /** The {@code iss} claim of this issuer's tokens. */
  public String issuer() {
    return issuer;
  }

  /** The {@code aud} value that means us. */
  public String audience() {
    return audience;
  }

  /** The longest accepted time from {@code iat} to {@code exp}. */
  public Duration longestLife() {
    return terms.maxLife();
  }

  /** How far clocks may differ. */
  public Duration allowedSkew() {
    return terms.skew();
  }

  Optional<URI> jwksUri() {
    return Optional.ofNullable(jwksUri);
  }

  Optional<KeySet> fixedKeys() {
    return Optional.ofNullable(fixedKeys);
  }

  Optional<Introspection> introspection() {
    return Optional.ofNullable(introspection);
  }

  IssuerTerms terms() {
    return terms;
  }

  IssuerReading reading() {
    return reading;
  }

  private TrustedIssuer with(IssuerTerms changed) {
    return new TrustedIssuer(issuer, audience, jwksUri, fixedKeys, introspection, changed, reading);
  }

  @Override
  public String toString() {
    return "TrustedIssuer[" + issuer + " for " + audience + "]";
  }
}
