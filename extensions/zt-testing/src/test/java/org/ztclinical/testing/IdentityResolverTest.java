package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.identity.AuthenticationStrength;
import org.ztclinical.identity.FhirUser;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityReason;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

class IdentityResolverTest {
  private static final ManualClock CLOCK = ManualClock.create();
  private static final TestIssuer ISSUER =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, CLOCK);
  private static final TokenVerifier VERIFIER =
      TokenVerifier.builder().trust(ISSUER.trusted()).clock(CLOCK).build();

  private final IdentityResolver resolver = ISSUER.identities(TestIssuer.AUDIENCE);

  private static VerifiedToken token(UnaryOperator<TestToken> change) throws Exception {
    return VERIFIER.verify(ISSUER.mint(change));
  }

  private void rejected(IdentityReason reason, String claim, Object value) throws Exception {
    VerifiedToken token = token(t -> t.claim(claim, value));
    assertThatThrownBy(() -> resolver.resolve(token))
        .as(claim)
        .isInstanceOfSatisfying(
            IdentityRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageEndingWith(claim);
  }

  @Test
  void everythingIsReadFromTheToken() throws Exception {
    Identity identity =
        resolver.resolve(
            token(
                t ->
                    t.subject("u-1")
                        .client("ehr")
                        .scope("launch patient/*.rs")
                        .fhirUser("Practitioner/p-1")
                        .patient("pat-1")
                        .claim("encounter", "enc-1")
                        .claim("roles", List.of("physician", "Chief of Ward"))
                        .claim("acr", "urn:example:silver")
                        .claim("amr", List.of("pwd", "otp"))
                        .claim("auth_time", 1_772_000_000)
                        .claim("jti", "j-1")));

    assertThat(identity.issuer()).isEqualTo(ISSUER.issuer());
    assertThat(identity.subject()).isEqualTo("u-1");
    assertThat(identity.clientId()).isEqualTo("ehr");
    assertThat(identity.scopes()).containsExactly("launch", "patient/*.rs");
    assertThat(identity.fhirUser())
        .contains(new FhirUser(FhirUser.Type.PRACTITIONER, "p-1", Optional.empty()));
    assertThat(identity.launchContext())
        .isEqualTo(LaunchContext.of(Optional.of("pat-1"), Optional.of("enc-1")));
    assertThat(identity.roles()).containsExactly("physician", "Chief of Ward");
    assertThat(identity.strength().acr()).contains("urn:example:silver");
    assertThat(identity.strength().amr()).containsExactly("pwd", "otp");
    assertThat(identity.strength().authTime()).contains(Instant.ofEpochSecond(1_772_000_000));
    assertThat(identity.tokenId()).contains("j-1");
    assertThat(identity.tokenExpiresAt()).isEqualTo(CLOCK.instant().plusSeconds(300));
  }

  @Test
  void whatIsAbsentIsEmpty() throws Exception {
    Identity identity = resolver.resolve(token(t -> t));

    assertThat(identity.fhirUser()).isEmpty();
    assertThat(identity.roles()).isEmpty();
    assertThat(identity.scopes()).isEmpty();
    assertThat(identity.launchContext()).isEqualTo(LaunchContext.none());
    assertThat(identity.strength()).isEqualTo(AuthenticationStrength.unknown());
  }

  @Test
  void fhirUsersOfFiveTypesAreReadRelativeAndAbsolute() {
    for (FhirUser.Type type : FhirUser.Type.values()) {
      String reference = type.resourceType() + "/a-1.B";
      FhirUser relative = FhirUser.parse(reference).orElseThrow();
      FhirUser absolute = FhirUser.parse("https://ehr.example:8443/fhir/r4/" + reference).get();

      assertThat(relative).isEqualTo(new FhirUser(type, "a-1.B", Optional.empty()));
      assertThat(relative.reference()).isEqualTo(reference);
      assertThat(absolute.base()).contains("https://ehr.example:8443/fhir/r4");
      assertThat(absolute.reference()).isEqualTo(reference);
    }
  }

  @Test
  void aFhirUserThatIsNoUserIsRejected() throws Exception {
    List<Object> bad =
        List.of(
            "",
            "Patient",
            "Patient/",
            "/Patient/1",
            "Device/1",
            "patient/1",
            "Patient/1/",
            "Patient/1?x",
            "Patient/1#x",
            "Patient/..",
            "Patient/.",
            "Patient/a b",
            "Patient/a%2Fb",
            "Patient/" + "x".repeat(65),
            "javascript:Patient/1",
            "https://Patient/1/",
            "https://u@ehr.example/Patient/1",
            "https://ehr.example/../Patient/1",
            "https://ehr.example//Patient/1",
            "https://ehr.example/x?y/Patient/1",
            "Patient/1\n",
            "Patient/1/_history/2",
            1,
            List.of("Patient/1"),
            Map.of("reference", "Patient/1"));
    for (Object value : bad) {
      rejected(IdentityReason.FHIR_USER_MALFORMED, "fhirUser", value);
    }
    assertThat(FhirUser.parse("https://ehr.example/" + "a/".repeat(300) + "Patient/1")).isEmpty();
  }

  @Test
  void rolesAreNamesOfAnyScript() throws Exception {
    List<String> named = List.of("Ärztin", "主治医师", "Chef de clinique (nuit)", "a\ud83d\ude91");

    assertThat(resolver.resolve(token(t -> t.claim("roles", named))).roles())
        .containsExactlyElementsOf(named);
  }

  @Test
  void rolesThatAreNoShortListOfNamesAreRejected() throws Exception {
    List<Object> bad =
        List.of(
            "physician",
            Map.of(),
            List.of(1),
            List.of("a", ""),
            List.of(" a"),
            List.of("a "),
            List.of("a  b"),
            List.of("a\u00a0b"),
            List.of("a\u2028b"),
            List.of("a\ue000b"),
            List.of("a\nb"),
            List.of("x".repeat(256)),
            List.of("a\u200bb"),
            List.of(List.of("a")),
            Collections.nCopies(129, "a"));
    for (Object value : bad) {
      rejected(IdentityReason.ROLES_MALFORMED, "roles", value);
    }
  }

  @Test
  void aLaunchContextThatIsNoFhirIdIsRejected() throws Exception {
    for (String claim : List.of("patient", "encounter")) {
      List<Object> bad =
          List.of("", "Patient/1", "a b", "..", "*", "x".repeat(65), 1, List.of("1"), Map.of());
      for (Object value : bad) {
        rejected(IdentityReason.LAUNCH_CONTEXT_MALFORMED, claim, value);
      }
    }
  }

  @Test
  void malformedClaimsAboutTheAuthenticationAreRejected() throws Exception {
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "acr", List.of("a"));
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "acr", "");
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "amr", "pwd otp");
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "amr", List.of(1));
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "auth_time", "1772000000");
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "auth_time", 1.5);
    rejected(IdentityReason.AUTHENTICATION_MALFORMED, "auth_time", -1);
  }

  @Test
  void aClaimThatIsNullIsMalformedAndNotAbsent() throws Exception {
    for (String claim : List.of("fhirUser", "roles", "patient", "acr", "amr", "auth_time")) {
      VerifiedToken token = token(t -> t.nullClaim(claim));
      assertThatThrownBy(() -> resolver.resolve(token))
          .as(claim)
          .isInstanceOf(IdentityRejectedException.class);
    }
  }

  @Test
  void rolesCanBeInAnotherClaim() throws Exception {
    VerifiedToken token = token(t -> t.claim("groups", List.of("ward-3")).claim("roles", 1));

    assertThat(resolver.rolesClaim("groups").resolve(token).roles()).containsExactly("ward-3");
  }

  @Test
  void aScopeClaimThatIsNoListOfScopesGrantsNothing() throws Exception {
    for (String scope :
        List.of(
            "patient/*.rs\tpatient/*.cruds",
            "patient/*.rs  patient/*.cruds",
            " patient/*.rs",
            "patient/*.rs ",
            "patient/*.rs\u00a0openid",
            "a\"b",
            "a\\b",
            "a\nb")) {
      assertThat(token(t -> t.scope(scope)).scopes()).containsExactly(scope);
    }
    assertThat(token(t -> t.scope("")).scopes()).isEmpty();
    assertThat(token(t -> t.scope("a")).scopes()).containsExactly("a");
  }

  @Test
  void subjectsInTwoNormalFormsAreTwoSubjects() throws Exception {
    String composed = resolver.resolve(token(t -> t.subject("J\u00f6rg"))).subject();
    String decomposed = resolver.resolve(token(t -> t.subject("Jo\u0308rg"))).subject();

    assertThat(composed).isNotEqualTo(decomposed);
  }

  @Test
  void anIssuerThatIsNotListedSaysNothingAboutPeople() throws Exception {
    TestIssuer other = TestIssuer.of("https://other.example", SigningAlgorithm.ES256, CLOCK);

    Identity identity =
        other
            .identities(TestIssuer.AUDIENCE)
            .resolve(token(t -> t.fhirUser("Patient/1").claim("roles", List.of("physician"))));

    assertThat(identity.roles()).isEmpty();
    assertThat(identity.fhirUser()).isEmpty();
    assertThat(identity.localUser()).isEmpty();
  }

  @Test
  void aUserIsLocalBelowTheBaseOfThisServerOnly() throws Exception {
    for (String here : List.of("Patient/1", TestIssuer.AUDIENCE + "/Patient/1")) {
      assertThat(resolver.resolve(token(t -> t.fhirUser(here))).localUser())
          .as(here)
          .map(FhirUser::reference)
          .contains("Patient/1");
    }
    for (String elsewhere :
        List.of(
            TestIssuer.AUDIENCE + ".evil/Patient/1",
            TestIssuer.AUDIENCE + "/other/Patient/1",
            "https://other.example/Patient/1")) {
      Identity identity = resolver.resolve(token(t -> t.fhirUser(elsewhere)));
      assertThat(identity.fhirUser()).as(elsewhere).isPresent();
      assertThat(identity.localUser()).as(elsewhere).isEmpty();
    }
  }
}
