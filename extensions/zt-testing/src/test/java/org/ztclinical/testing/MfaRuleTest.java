package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityReason;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.identity.StepUp;
import org.ztclinical.token.SigningAlgorithm;

class MfaRuleTest {
  private static final ManualClock CLOCK = ManualClock.create();
  private static final TestIssuer ISSUER =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, CLOCK);
  private static final Instant NOW = CLOCK.instant();

  private static Identity user(UnaryOperator<TestToken> change) {
    return ISSUER.identity(change);
  }

  private static Identity withMethods(String... amr) {
    return user(t -> t.claim("amr", List.of(amr)));
  }

  private static Identity authenticated(Duration ago) {
    return user(t -> t.mfa().claim("auth_time", NOW.minus(ago).getEpochSecond()));
  }

  private static void needs(MfaRule rule, Identity identity, IdentityReason reason) {
    assertThat(rule.check(identity, NOW))
        .hasValueSatisfying(stepUp -> assertThat(stepUp.reason().code()).isEqualTo(reason));
  }

  private static void satisfies(MfaRule rule, Identity identity) {
    assertThat(rule.check(identity, NOW)).isEmpty();
  }

  @Test
  void twoFactorsOfDifferentKindsSatisfy() {
    for (List<String> amr :
        List.of(
            List.of("mfa"),
            List.of("pwd", "otp"),
            List.of("pwd", "hwk"),
            List.of("pin", "sc"),
            List.of("swk", "fpt"),
            List.of("pwd", "face"),
            List.of("kba", "otp", "pwd"))) {
      satisfies(MfaRule.required(), withMethods(amr.toArray(String[]::new)));
    }
  }

  @Test
  void oneFactorTwoOfAKindAndUnknownMethodsNeedStepUp() {
    for (List<String> amr :
        List.of(
            List.<String>of(),
            List.of("pwd"),
            List.of("hwk"),
            List.of("pwd", "pin"),
            List.of("otp", "hwk"),
            List.of("pwd", "sms"),
            List.of("pwd", "tel"),
            List.of("pwd", "kba"),
            List.of("pwd", "geo", "rba"),
            List.of("pwd", "user"),
            List.of("MFA"),
            List.of("mfa2"),
            List.of("zzz", "pwd"))) {
      needs(
          MfaRule.required(), withMethods(amr.toArray(String[]::new)), IdentityReason.MFA_REQUIRED);
    }
    needs(MfaRule.required(), user(t -> t), IdentityReason.MFA_REQUIRED);
  }

  @Test
  void anUnknownContextIsTheWeakest() {
    MfaRule rule = MfaRule.required().byAcr("urn:mfa");
    for (String acr : List.of("zzz", "urn:MFA", "urn:mfa ", "urn:mfa2", "0", "999")) {
      String value = acr.strip();
      if (!value.equals("urn:mfa")) {
        needs(rule, user(t -> t.claim("acr", value)), IdentityReason.MFA_REQUIRED);
      }
    }
    satisfies(rule, user(t -> t.claim("acr", "urn:mfa")));
  }

  @Test
  void whereContextsDecideMethodsDoNot() {
    needs(MfaRule.required().byAcr("urn:mfa"), withMethods("mfa"), IdentityReason.MFA_REQUIRED);
    satisfies(MfaRule.required().orAcr("urn:mfa"), withMethods("mfa"));
    satisfies(MfaRule.required().orAcr("urn:mfa"), user(t -> t.claim("acr", "urn:mfa")));
  }

  @Test
  void anOldAuthenticationNeedsStepUp() {
    MfaRule rule = MfaRule.required().maxAge(Duration.ofMinutes(15));

    satisfies(rule, authenticated(Duration.ofMinutes(15)));
    satisfies(rule, authenticated(Duration.ofSeconds(-30)));
    needs(
        rule,
        authenticated(Duration.ofMinutes(15).plusSeconds(1)),
        IdentityReason.AUTHENTICATION_TOO_OLD);
    needs(rule, authenticated(Duration.ofSeconds(-31)), IdentityReason.AUTHENTICATION_TIME_UNKNOWN);
    needs(rule, withMethods("mfa"), IdentityReason.AUTHENTICATION_TIME_UNKNOWN);
    needs(rule, user(t -> t), IdentityReason.MFA_REQUIRED);
  }

  @Test
  void aServiceIsExemptOnlyWhenSaidAndOnlyIfItIsOne() {
    MfaRule rule = MfaRule.required().exemptServices();
    Identity service = user(t -> t.subject("s").client("s").scope("system/*.rs system/X.c"));

    needs(MfaRule.required(), service, IdentityReason.MFA_REQUIRED);
    satisfies(rule, service);
    List<UnaryOperator<TestToken>> others =
        List.of(
            t -> t.subject("u").client("s").scope("system/*.rs"),
            t -> t.subject("s").client("s").scope("system/*.rs user/*.rs"),
            t -> t.subject("s").client("s").scope("openid"),
            t -> t.subject("s").client("s"),
            t -> t.subject("s").client("s").scope("system/*.rs").fhirUser("Practitioner/1"));
    others.forEach(change -> needs(rule, user(change), IdentityReason.MFA_REQUIRED));
  }

  @Test
  void theChallengeSaysWhatIsNeededInTheWordsOfRfc9470() {
    MfaRule rule = MfaRule.required().byAcr("urn:mfa", "phr").maxAge(Duration.ofMinutes(5));
    StepUp stepUp = rule.check(withMethods("pwd"), NOW).orElseThrow();

    assertThat(stepUp.challengeParameters())
        .containsExactly(
            Map.entry("error", "insufficient_user_authentication"),
            Map.entry(
                "error_description", "the user was not authenticated with more than one factor"),
            Map.entry("acr_values", "urn:mfa phr"),
            Map.entry("max_age", "300"));
    assertThat(MfaRule.required().check(withMethods("pwd"), NOW).get().challengeParameters())
        .containsOnlyKeys("error", "error_description");
  }

  @Test
  void valuesThatCouldBreakAChallengeAreRefused() {
    for (String acr : List.of("", "a b", "a\"b", "a\\b", "a\nb", "\u00e9", "x".repeat(256))) {
      assertThatIllegalArgumentException().isThrownBy(() -> MfaRule.required().byAcr(acr));
      assertThatIllegalArgumentException().isThrownBy(() -> MfaRule.required().orAcr("ok", acr));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> MfaRule.required().maxAge(Duration.ZERO));
    for (IdentityReason reason : IdentityReason.values()) {
      assertThat(reason.sentence()).matches("[ -!#-\\[\\]-~]+");
    }
  }

  @Test
  void whatCannotBePhishedIsShownByItsClassAlone() {
    MfaRule rule = MfaRule.phishingResistant();

    satisfies(rule, user(t -> t.claim("acr", "phr")));
    satisfies(rule, user(t -> t.claim("acr", "phrh")));
    needs(rule, user(t -> t.claim("acr", "mfa")), IdentityReason.PHISHING_RESISTANCE_REQUIRED);
    needs(
        rule, withMethods("hwk", "fpt", "mfa", "phr"), IdentityReason.PHISHING_RESISTANCE_REQUIRED);
    assertThatIllegalStateException().isThrownBy(() -> rule.orAcr("mfa"));
    assertThatIllegalStateException().isThrownBy(() -> rule.byAcr("mfa"));
  }

  @Test
  void aRuleSaysWhomItMeans() {
    assertThat(MfaRule.required()).hasToString("several factors by amr for everything");
    assertThat(
            MfaRule.phishingResistant("phr")
                .maxAge(Duration.ofMinutes(5))
                .forRoles("admin")
                .onRoutes("signLetter"))
        .hasToString(
            "phishing-resistant by acr [phr] at most 300 s ago for [admin] on routes [signLetter]");
  }
}
