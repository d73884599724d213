package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;

/**
 * Whatever our verifier accepts, a strictly configured processor of Nimbus accepts: the same
 * issuer, audience, type, keys and clock. It may accept more.
 *
 * <p>One difference is allowed for: at the very second when {@code nbf} less the skew is now ours
 * accepts and theirs does not, so theirs has a second more. Claims that neither reads, or that say
 * how the user logged in, are not compared: theirs only minds whether Java has such a number.
 * {@code -Didentity.cases=100000} tries more, {@code -Dzt.seed=…} the same again.
 */
class DifferentialTokenTest {
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final int CASES = Integer.getInteger("identity.cases", 2_000);
  private static final List<String> MEMBERS =
      List.of("iss", "sub", "client_id", "aud", "jti", "iat", "exp", "nbf", "scope");
  private static final List<String> HEADERS =
      List.of("alg", "typ", "kid", "crit", "cty", "jwk", "jku", "x5t", "b64", "zip", "enc");
  private static final List<Object> HEADER_VALUES =
      List.of(
          "RS256",
          "ES256",
          "PS256",
          "none",
          "HS256",
          "rs256",
          "at+jwt",
          "AT+JWT",
          "JWT",
          "at+JWT ",
          "application/at+jwt",
          "application/AT+jwt",
          "dpop+jwt",
          "",
          1,
          List.of("exp"),
          Map.of());

  private final ManualClock clock = ManualClock.create();
  private int accepted;
  private int acceptedByTheirsAlone;

  @Test
  void nimbusAcceptsWhatWeAcceptOfRsaTokens() throws Exception {
    compare(TestIssuer.create(clock), CASES);
  }

  @Test
  void nimbusAcceptsWhatWeAcceptOfEcdsaTokens() throws Exception {
    compare(TestIssuer.of("https://e.example", SigningAlgorithm.ES256, clock), CASES / 4);
  }

  private void compare(TestIssuer issuer, int cases) throws Exception {
    TokenVerifier ours =
        TokenVerifier.builder()
            .trust(issuer.trusted().clockSkew(SKEW))
            .clock(clock)
            .cachedTokens(0)
            .build();
    DefaultJWTProcessor<SecurityContext> theirs = nimbus(issuer);
    long seed = Long.getLong("zt.seed", new Random().nextLong());
    JwtMutations mutations = new JwtMutations(new Random(seed));
    String good = issuer.mint(this::full);
    assertThat(accepts(issuer, ours, good) && accepts(theirs, good)).isTrue();
    for (int i = 0; i < cases; i++) {
      String token = bent(issuer, good, mutations);
      boolean weAccept = accepts(issuer, ours, token);
      boolean theyAccept = accepts(theirs, token);
      assertThat(weAccept && !theyAccept)
          .as("ours alone accepts %s: -Dzt.seed=%d, case %d", token, seed, i)
          .isFalse();
      accepted += weAccept ? 1 : 0;
      acceptedByTheirsAlone += theyAccept && !weAccept ? 1 : 0;
    }
    // Were nearly nothing accepted, nothing would have been compared.
    assertThat(accepted).as("-Dzt.seed=%d", seed).isGreaterThan(cases / 20);
    assertThat(acceptedByTheirsAlone).as("-Dzt.seed=%d", seed).isPositive();
  }

  private TestToken full(TestToken token) {
    return token.scope("patient/*.rs").claim("nbf", clock.instant().getEpochSecond());
  }

  private String bent(TestIssuer issuer, String good, JwtMutations mutations) {
    return switch (mutations.below(8)) {
      case 0 -> mutations.text(good);
      case 1 -> mutations.signature(good);
      case 2 -> mutations.encoding(good);
      case 3 -> issuer.mint(t -> full(t).headerText(mutations.text(full(t).headerText())));
      case 4 -> issuer.mint(t -> full(t).claimsText(mutations.text(full(t).claimsText())));
      case 5 -> issuer.mint(t -> full(t).claimsText(mutations.respelled(full(t).claimsText())));
      case 6 -> issuer.mint(t -> header(full(t), mutations));
      default -> issuer.mint(t -> member(full(t), mutations));
    };
  }

  private static TestToken header(TestToken token, JwtMutations mutations) {
    String name = mutations.one(HEADERS);
    return mutations.below(5) == 0
        ? token.withoutHeader(name)
        : token.header(name, mutations.one(HEADER_VALUES));
  }

  private TestToken member(TestToken token, JwtMutations mutations) {
    String name = mutations.one(MEMBERS);
    Object right = name.equals("iss") ? "https://issuer.example" : TestIssuer.AUDIENCE;
    return switch (mutations.below(6)) {
      case 0 -> token.without(name);
      case 1 -> token.nullClaim(name);
      default -> token.claim(name, mutations.value(right, clock.instant().getEpochSecond()));
    };
  }

  private DefaultJWTProcessor<SecurityContext> nimbus(TestIssuer issuer) throws ParseException {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256),
            new ImmutableJWKSet<>(JWKSet.parse(issuer.jwks()))));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            TestIssuer.AUDIENCE,
            new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
            Set.of("iss", "sub", "aud", "iat", "exp", "client_id")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew((int) SKEW.toSeconds() + 1);
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  private static boolean accepts(TestIssuer issuer, TokenVerifier ours, String token)
      throws KeysUnavailableException {
    try {
      ours.verify(token);
      return true;
    } catch (TokenRejectedException e) {
      return false;
    }
  }

  private static boolean accepts(DefaultJWTProcessor<SecurityContext> theirs, String token) {
    try {
      theirs.process(token, null);
      return true;
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      return false;
    }
  }
}
