package org.ztclinical.benchmarks;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.DPoPAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.DPoPAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.ztclinical.testing.TestIssuer;

/**
 * Spring Security's resource server without its filters, told to ask of a token what ours asks (RFC
 * 9068: type, issuer, audience, client, times, the claims that must be there), with the same keys
 * at hand. It remembers no token: each is verified each time. Safe for use by many threads.
 */
final class SpringResourceServer {
  private final AuthenticationProvider bearer;
  private final AuthenticationProvider dpop;

  /** For tokens of this issuer to the sample's client. */
  SpringResourceServer(TestIssuer issuer) {
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor(issuer));
    decoder.setJwtValidator(
        JwtValidators.createAtJwtValidator()
            .issuer(issuer.issuer())
            .audience(TestIssuer.AUDIENCE)
            .clientId(SampleTokens.CLIENT)
            .build());
    bearer = new JwtAuthenticationProvider(decoder);
    dpop = new DPoPAuthenticationProvider(new ProviderManager(bearer));
  }

  /** As its own builder for JWK sets makes one, but for the set, which need not be fetched. */
  private static DefaultJWTProcessor<SecurityContext> processor(TestIssuer issuer) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
            new ImmutableJWKSet<>(keys(issuer.jwks()))));
    // Claims are left to its validators.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    return processor;
  }

  private static JWKSet keys(String text) {
    try {
      return JWKSet.parse(text);
    } catch (ParseException e) {
      throw new IllegalStateException("the issuer's own keys cannot be read", e);
    }
  }

  /**
   * Who sends this bearer token.
   *
   * @throws org.springframework.security.core.AuthenticationException when it is refused
   */
  Authentication bearer(String token) {
    return bearer.authenticate(new BearerTokenAuthenticationToken(token));
  }

  /**
   * Who sends this token with this proof to {@link SampleProofs#URL}.
   *
   * @throws org.springframework.security.core.AuthenticationException when it is refused
   */
  Authentication dpop(String token, String proof) {
    return dpop.authenticate(
        new DPoPAuthenticationToken(token, proof, SampleProofs.METHOD, SampleProofs.URL));
  }
}
