package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicyLoadException;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyStore;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.policy.SignedBundle;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.RoleRule;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/** The examples of docs/policies.md. */
class PoliciesPageTest {
  private static final Pattern CEDAR = Pattern.compile("```cedar\\R(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void anApplicationIsDecidedByTheBaselineAndItsOwnPolicies() throws Exception {
    String issuer = "https://login.example.org";
    String fhirBase = "https://ehr.example.org/fhir";
    URI jwksUri = URI.create("https://login.example.org/jwks");
    Path auditDirectory = directory.resolve("audit");
    Path policyDirectory = Files.createDirectory(directory.resolve("policies"));
    Files.writeString(policyDirectory.resolve("page.cedar"), examples().get(1));
    ZeroTrust zeroTrust;
    zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(TrustedIssuer.of(issuer, fhirBase).jwksUri(jwksUri))
            .fhirServer("/fhir", fhirBase)
            .policies(BaselinePolicies.standard())
            .policies(PolicySource.directory(policyDirectory))
            .businessHours(
                BusinessHours.weekdays(
                    ZoneId.of("Europe/Vienna"), LocalTime.of(7, 0), LocalTime.of(19, 0)))
            .reloadPoliciesEvery(Duration.ofSeconds(10))
            .auditIn(auditDirectory)
            .build();

    try (zeroTrust) {
      assertThat(zeroTrust.health().policies())
          .hasValueSatisfying(policies -> assertThat(policies.isCurrent()).isTrue());
      assertThat(zeroTrust.describe())
          .anyMatch(layer -> layer.startsWith("data: policies enforced: "));
      Files.writeString(policyDirectory.resolve("page.cedar"), "permit (");
      assertThat(zeroTrust.reloadPolicies()).isFalse();
      assertThat(zeroTrust.health().policies().orElseThrow().problem().orElse(""))
          .startsWith("page.cedar:1:");
    }
  }

  @Test
  void eachOfSeveralIssuersSaysWhatWasStatedForIt() throws Exception {
    String base = "https://ehr.example.org/fhir";
    TrustedIssuer hospital = TrustedIssuer.of("https://login.example.org", base).jwks(jwkSet());
    TrustedIssuer portal = TrustedIssuer.of("https://portal.example.org", base).jwks(jwkSet());
    ZeroTrustBuilder builder =
        ZeroTrust.builder().fhirServer("/fhir", base).auditIn(directory.resolve("audit"));
    builder
        .trustIssuer(hospital.roles(RoleRule.all()).vouchForLocalUsers())
        .trustIssuer(
            portal
                .roles(RoleRule.only("patient").translating("parent", "proxy"))
                .vouchForLocalUsers());

    try (ZeroTrust zeroTrust = builder.build()) {
      assertThat(zeroTrust.describe())
          .contains(
              "issuer https://login.example.org: all roles; names users of this server; its"
                  + " word on authentication is not used",
              "issuer https://portal.example.org: roles: parent as proxy, patient; names users of"
                  + " this server; its word on authentication is not used");
    }
  }

  @Test
  void aBundleIsReadOnlyWhenItIsSigned() throws Exception {
    Path bundleDirectory = Files.createDirectory(directory.resolve("bundle"));
    Path versionFile = directory.resolve("policies.version");
    Files.writeString(bundleDirectory.resolve("manifest.json"), "{}");
    Files.writeString(bundleDirectory.resolve("manifest.jws"), "e30..e30");
    String jwkSet = jwkSet();
    PolicySource bundle =
        SignedBundle.in(bundleDirectory, jwkSet, versionFile, SigningAlgorithm.ES256).notBefore(7);

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            PolicyLoadException.class,
            e -> assertThat(e.fault()).isEqualTo(PolicyLoadException.Fault.NOT_SIGNED));
  }

  @Test
  void everyPolicyOnThePageIsAGoodOne() throws Exception {
    List<String> examples = examples();
    assertThat(examples).hasSizeGreaterThan(1);

    for (String example : examples) {
      PolicyStore store =
          PolicyStore.open(
              List.of(PolicySource.of(new PolicyText("policies.md", example))),
              KnownObligations.of(List.of(Obligation.of("justify"), Obligation.of("notify"))),
              NoticeListener.none(),
              InstantSource.system());
      assertThat(store.warnings()).isEmpty();
    }
  }

  private static List<String> examples() throws Exception {
    String page =
        Files.readString(Path.of(System.getProperty("zt.root")).resolve("docs/policies.md"));
    List<String> examples = new ArrayList<>();
    Matcher example = CEDAR.matcher(page);
    while (example.find()) {
      examples.add(example.group(1));
    }
    return examples;
  }

  private static String jwkSet() {
    return TestIssuer.create(ManualClock.create()).jwks();
  }
}
