package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

/** Nothing of a token is in what gets printed. */
class TokenSecrecyTest {
  private static final String CANARY = "canary7f3a";
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final TokenVerifier verifier =
      TokenVerifier.builder().trust(issuer.trusted()).clock(clock).build();

  private TestToken marked(TestToken token) {
    return token
        .subject(CANARY)
        .client(CANARY)
        .scope(CANARY)
        .patient(CANARY)
        .fhirUser("Patient/" + CANARY)
        .claim("jti", CANARY)
        .claim("acr", CANARY)
        .claim("roles", List.of(CANARY))
        .claim(CANARY, Map.of(CANARY, CANARY));
  }

  @Test
  void aVerifiedTokenAndItsCallerPrintNothingOfThemselves() throws Exception {
    VerifiedToken token = verifier.verify(issuer.mint(this::marked));
    Identity identity = issuer.identities(TestIssuer.AUDIENCE).resolve(token);

    assertThat(identity.subject()).isEqualTo(CANARY);
    List<Object> printed =
        List.of(
            token,
            identity,
            identity.fhirUser().orElseThrow(),
            identity.launchContext(),
            token.claims(),
            verifier.keysHealth());
    assertThat(printed).allSatisfy(o -> assertThat(o.toString()).doesNotContain(CANARY));
  }

  @Test
  void noRejectionShowsAnythingOfTheToken() {
    Map<String, UnaryOperator<TestToken>> bad = new LinkedHashMap<>();
    bad.put("iss", t -> t.claim("iss", "https://" + CANARY + ".example"));
    bad.put("aud", t -> t.audience(CANARY));
    bad.put("typ", t -> t.header("typ", CANARY));
    bad.put("alg", t -> t.header("alg", CANARY));
    bad.put("kid", t -> t.header("kid", CANARY));
    bad.put("header", t -> t.header(CANARY, CANARY));
    bad.put("key", t -> t.header("jku", CANARY));
    bad.put("crit", t -> t.header("crit", List.of(CANARY)));
    bad.put("exp", t -> t.claim("exp", CANARY));
    bad.put("expired", t -> t.issuedAgo(Duration.ofHours(2)).expiresIn(Duration.ofHours(-1)));
    bad.put("cnf", t -> t.claim("cnf", Map.of("jkt", CANARY)));
    bad.put("json", t -> t.claimsText("{\"" + CANARY + "\":" + CANARY));
    bad.put("duplicate", t -> t.claimsText("{\"" + CANARY + "\":1,\"" + CANARY + "\":2}"));
    bad.put("fhirUser", t -> t.fhirUser(CANARY));
    bad.put("roles", t -> t.claim("roles", CANARY));
    bad.put("patient", t -> t.patient(CANARY + "/"));
    bad.put("acr", t -> t.claim("acr", List.of(CANARY)));
    List<String> printed = new ArrayList<>();
    bad.forEach(
        (name, change) -> printed.add(printedRejection(change.compose(this::marked)::apply)));

    assertThat(printed).hasSize(bad.size()).allSatisfy(t -> assertThat(t).doesNotContain(CANARY));
  }

  private String printedRejection(UnaryOperator<TestToken> change) {
    String token = issuer.mint(change);
    StringWriter printed = new StringWriter();
    try {
      issuer.identities(TestIssuer.AUDIENCE).resolve(verifier.verify(token));
    } catch (TokenRejectedException e) {
      e.printStackTrace(new PrintWriter(printed, true));
      printed.append(e.asReason().text());
    } catch (IdentityRejectedException e) {
      e.printStackTrace(new PrintWriter(printed, true));
      printed.append(e.asReason().text());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(printed.toString()).isNotEmpty().doesNotContain(token.substring(0, 40));
    return printed.toString();
  }
}
