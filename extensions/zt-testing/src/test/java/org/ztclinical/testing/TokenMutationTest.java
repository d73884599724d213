package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;

/** No change to a genuine token, however small or odd, gives a token that verifies. */
class TokenMutationTest {
  private static final String ODD = ".=+/-_ \n\u0000\u00e9\u0130\uD83D{}\"%AZaz09";
  private final ManualClock clock = ManualClock.create();

  @Test
  void aChangedRsaTokenNeverVerifies() throws Exception {
    neverVerifies(TestIssuer.create(clock), 12_000);
  }

  @Test
  void aChangedEcdsaTokenNeverVerifies() throws Exception {
    neverVerifies(TestIssuer.of("https://e.example", SigningAlgorithm.ES256, clock), 1_500);
  }

  @Test
  void signedNonsenseIsJudgedAndNeverBreaksAnything() throws Exception {
    TestIssuer issuer = TestIssuer.of("https://e.example", SigningAlgorithm.ES256, clock);
    TokenVerifier verifier = TokenVerifier.builder().trust(issuer.trusted()).clock(clock).build();
    long seed = Long.getLong("zt.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < 1_500; i++) {
      boolean header = random.nextBoolean();
      String token = issuer.mint(t -> nonsense(t, header, random));
      try {
        issuer.identities(TestIssuer.AUDIENCE).resolve(verifier.verify(token));
      } catch (TokenRejectedException | IdentityRejectedException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (KeysUnavailableException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("not judged: -Dzt.seed=" + seed + ", round " + i, e);
      }
    }
  }

  private static TestToken nonsense(TestToken token, boolean header, Random random) {
    TestToken full = token.mfa().patient("p1").fhirUser("Patient/p1").scope("launch openid");
    return header
        ? full.headerText(changed(full.headerText(), random))
        : full.claimsText(changed(full.claimsText(), random));
  }

  private void neverVerifies(TestIssuer issuer, int times) throws Exception {
    TokenVerifier verifier = TokenVerifier.builder().trust(issuer.trusted()).clock(clock).build();
    String token = issuer.mint(t -> t.scope("user/*.cruds").fhirUser("Practitioner/1"));
    long seed = Long.getLong("zt.seed", new Random().nextLong());
    Random random = new Random(seed);
    assertThat(verifier.verify(token)).isNotNull();
    for (int i = 0; i < times; i++) {
      String changed = changed(token, random);
      if (!changed.equals(token)) {
        assertRejected(verifier, changed, "-Dzt.seed=" + seed + ", round " + i);
      }
    }
  }

  private static void assertRejected(TokenVerifier verifier, String token, String where) {
    try {
      verifier.verify(token);
      fail("a changed token verified: " + where);
    } catch (TokenRejectedException e) {
      assertThat(e.reason().code()).startsWith("token.");
    } catch (KeysUnavailableException | RuntimeException | StackOverflowError e) {
      throw new AssertionError("a changed token was not judged: " + where, e);
    }
  }

  private static String changed(String token, Random random) {
    int at = random.nextInt(token.length());
    int to = at + random.nextInt(Math.min(40, token.length() - at));
    char odd = ODD.charAt(random.nextInt(ODD.length()));
    String head = token.substring(0, at);
    return switch (random.nextInt(7)) {
      case 0 -> head + token.substring(to);
      case 1 -> head + odd + token.substring(at);
      case 2 -> head + odd + token.substring(at + 1);
      case 3 -> head + token.substring(at, to) + token.substring(at);
      case 4 -> head + (char) (token.charAt(at) ^ 1 << random.nextInt(7)) + token.substring(at + 1);
      case 5 -> token.substring(at) + head;
      default -> head + new StringBuilder(token.substring(at, to)).reverse() + token.substring(to);
    };
  }
}
