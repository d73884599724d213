package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** The peer does the work that it is measured for: it accepts and refuses as ours does. */
class SpringResourceServerTest {
  private final SampleTokens rsa = new SampleTokens(1);
  private final SampleTokens curves = SampleTokens.es256(1);
  private final SpringResourceServer server = new SpringResourceServer(rsa.issuer());
  private final SpringResourceServer curveServer = new SpringResourceServer(curves.issuer());

  @Test
  void theTokensThatAreMeasuredAreAcceptedByBoth() throws Exception {
    Authentication caller = server.bearer(rsa.first());

    assertThat(caller.getName()).isEqualTo("clinician-0");
    assertThat(caller.getAuthorities()).extracting("authority").contains("SCOPE_launch/patient");
    assertThat(curveServer.bearer(curves.first()).isAuthenticated()).isTrue();
    assertThat(rsa.verifier(0).verify(rsa.first()).subject()).isEqualTo("clinician-0");
  }

  @Test
  void whatOursRefusesItRefusesToo() {
    assertRefused(rsa.mint(1, token -> token.audience("https://other.example")));
    assertRefused(rsa.mint(1, token -> token.header("typ", "JWT")));
    assertRefused(rsa.mint(1, token -> token.client("another-app")));
    assertRefused(
        rsa.mint(1, token -> token.issuedAgo(Duration.ofHours(2)).expiresIn(Duration.ofHours(-1))));
    assertRefused(rsa.mint(1, token -> token.without("sub")));
    assertRefused(new SampleTokens(1).first());
    RefusedTokens refused = new RefusedTokens(rsa.first());
    assertRefused(refused.malformed());
    assertRefused(refused.otherIssuer());
    assertRefused(refused.unknownKey());
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> server.bearer(token)).isInstanceOf(AuthenticationException.class);
  }

  @Test
  void itAcceptsEachGoodProofOnceAndNoOther() {
    SampleProofs proofs = new SampleProofs(2);
    SpringResourceServer bound = new SpringResourceServer(proofs.tokens().issuer());
    String token = proofs.token();

    assertThat(bound.dpop(token, proofs.get(0)).getName()).isEqualTo("clinician-0");
    assertNotProven(bound, token, proofs.get(0));
    assertNotProven(bound, token, proofs.proof("POST"));
    assertNotProven(bound, token, new SampleProofs(2).get(1));
    assertNotProven(bound, token, proofs.get(1).replaceFirst("\\.[^.]*$", ".AAAA"));
  }

  private static void assertNotProven(SpringResourceServer server, String token, String proof) {
    assertThatThrownBy(() -> server.dpop(token, proof)).isInstanceOf(AuthenticationException.class);
  }
}
