package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Principal;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.RoleRule;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/**
 * A hospital's issuer, and that of a portal for patients: each may say about people what was stated
 * for it.
 */
class SeveralIssuersTest {
  private static final String PHYSICIANS =
      """
      @id("physicians-read")
      permit (
        principal in Clinical::Role::"physician",
        action in Fhir::Action::"read-like",
        resource
      );
      """;
  private static final String OWN_RECORD =
      """
      @id("own-record")
      permit (principal is Clinical::User, action in Fhir::Action::"read-like", resource)
      when {
        principal has patient && resource has patient && resource.patient == principal.patient
      };
      """;
  private static final UnaryOperator<TrustedIssuer> SILENT = trusted -> trusted;
  private static final UnaryOperator<TrustedIssuer> ALL_ROLES =
      trusted -> trusted.roles(RoleRule.all());

  @TempDir Path directory;

  private final TestIssuer portal =
      TestIssuer.of("https://portal.example", SigningAlgorithm.ES256, ManualClock.create());

  @Test
  void theOnlyIssuerGivesAllItsRoles() throws Exception {
    try (Clinic clinic = new Clinic(directory, settings -> settings.policies(of(PHYSICIANS)))) {
      assertThat(read(clinic, clinic.token("user/*.rs", roles("physician"))))
          .isInstanceOf(Permit.class);
      assertThat(clinic.zeroTrust.describe())
          .contains("issuer https://issuer.example: all roles; names users of this server");
    }
  }

  @Test
  void asSoonAsThereIsAnotherAnIssuerGivesNoRoleThatWasNotStated() throws Exception {
    try (Clinic clinic = clinic(SILENT, SILENT, PHYSICIANS)) {
      Decision staff = read(clinic, clinic.token("user/*.rs", roles("physician")));
      Decision patient = read(clinic, portalToken(roles("physician")));

      assertThat(staff).isInstanceOf(Denial.class);
      assertThat(patient).isInstanceOf(Denial.class);
      assertThat(clinic.zeroTrust.describe())
          .contains(
              "issuer https://portal.example: no roles, because there are several issuers and"
                  + " nothing was stated: call roles(RoleRule) on it; its fhirUser is not used; its"
                  + " word on authentication is not used");
      assertThat(clinic.log()).allSatisfy(line -> assertThat(line).doesNotContain("physician"));
    }
  }

  @Test
  void aPortalCannotMakePhysiciansWhereTheHospitalCan() throws Exception {
    try (Clinic clinic =
        clinic(
            ALL_ROLES, trusted -> trusted.roles(RoleRule.only("patient", "proxy")), PHYSICIANS)) {
      Decision staff = read(clinic, clinic.token("user/*.rs", roles("physician")));
      Decision patient = read(clinic, portalToken(roles("physician", "patient")));

      assertThat(staff).isInstanceOf(Permit.class);
      assertThat(patient).isInstanceOf(Denial.class);
      assertThat(patient.request().principal().roles()).containsExactly("patient");
    }
  }

  @Test
  void aRoleOfAnotherNameIsTranslated() throws Exception {
    RoleRule translated = RoleRule.none().translating("Arzt", "physician");
    try (Clinic clinic = clinic(SILENT, trusted -> trusted.roles(translated), PHYSICIANS)) {
      assertThat(read(clinic, portalToken(roles("Arzt")))).isInstanceOf(Permit.class);
      assertThat(read(clinic, portalToken(roles("physician")))).isInstanceOf(Denial.class);
    }
  }

  @Test
  void onlyAnIssuerThatVouchesForLocalUsersNamesOne() throws Exception {
    String foreign =
        """
        @id("practitioners-read")
        permit (principal is Clinical::User, action, resource)
        when { principal.person == Clinical::PersonKind::"Practitioner" };
        """;
    try (Clinic clinic = clinic(TrustedIssuer::vouchForLocalUsers, SILENT, OWN_RECORD + foreign)) {
      for (String user : List.of("Patient/123", "https://fhir.example/fhir/Patient/123")) {
        assertThat(read(clinic, clinic.token("user/*.rs", t -> t.fhirUser(user))))
            .as(user)
            .isInstanceOf(Permit.class);
        assertThat(read(clinic, portalToken(t -> t.fhirUser(user))))
            .as(user)
            .isInstanceOf(Denial.class);
      }
      for (String user : List.of("Practitioner/7", "https://portal.example/fhir/Practitioner/7")) {
        assertThat(read(clinic, portalToken(t -> t.fhirUser(user))))
            .as(user)
            .isInstanceOf(Denial.class);
      }
    }
  }

  @Test
  void aFhirUserThatIsNotUsedStillShowsThatAPersonAsks() throws Exception {
    String services = "@id(\"s\") permit (principal is Clinical::Service, action, resource);";
    UnaryOperator<TestToken> service = t -> t.subject("c").client("c");
    try (Clinic clinic = clinic(SILENT, SILENT, services)) {
      String plain = portal.mint(t -> service.apply(t.scope("system/*.rs")));
      String person =
          portal.mint(t -> service.apply(t.scope("system/*.rs").fhirUser("Practitioner/7")));

      assertThat(read(clinic, plain)).isInstanceOf(Permit.class);
      assertThat(read(clinic, person)).isInstanceOf(Denial.class);
    }
  }

  @Test
  void oneSubjectOfTwoIssuersIsTwoUsers() throws Exception {
    String one =
        """
        @id("one-user")
        permit (
          principal == Clinical::User::"https://issuer.example|user-1",
          action in Fhir::Action::"read-like",
          resource
        );
        """;
    try (Clinic clinic = clinic(SILENT, SILENT, one)) {
      Decision staff = read(clinic, clinic.token("user/*.rs", t -> t.subject("user-1")));
      Decision patient = read(clinic, portalToken(t -> t.subject("user-1")));

      assertThat(staff).isInstanceOf(Permit.class);
      assertThat(patient).isInstanceOf(Denial.class);
      assertThat(subjectsIn(clinic.log())).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void aReasonThatOneStatedIsNotTheOthers() throws Exception {
    String justified =
        """
        @id("for-a-reason")
        @obligation("justify")
        permit (principal, action in Fhir::Action::"read-like", resource);
        """;
    try (Clinic clinic = clinic(SILENT, SILENT, justified)) {
      String token = clinic.token("user/*.rs", t -> t.subject("user-1"));
      Principal staff = read(clinic, token).request().principal();

      clinic.zeroTrust.justifications().give(staff, "123", "in the emergency room");

      assertThat(read(clinic, token)).isInstanceOf(Permit.class);
      assertThat(read(clinic, portalToken(t -> t.subject("user-1")))).isInstanceOf(Denial.class);
    }
  }

  private static List<String> subjectsIn(List<String> log) {
    return log.stream()
        .filter(line -> line.contains("subject="))
        .map(line -> line.replaceFirst(".*subject=(\\S+).*", "$1"))
        .distinct()
        .toList();
  }

  private String portalToken(UnaryOperator<TestToken> more) {
    return portal.mint(token -> more.apply(token.scope("user/*.rs")));
  }

  private static UnaryOperator<TestToken> roles(String... roles) {
    return token -> token.claim("roles", List.of(roles));
  }

  private static Decision read(Clinic clinic, String token) throws Exception {
    Guarded guarded = clinic.get(token, "/fhir/Patient/123");
    return (Decision) guarded.outcome();
  }

  private static PolicySource of(String policies) {
    return PolicySource.of(new PolicyText("issuers.cedar", policies));
  }

  private Clinic clinic(
      UnaryOperator<TrustedIssuer> hospital, UnaryOperator<TrustedIssuer> other, String policies) {
    return new Clinic(
        directory,
        hospital,
        settings -> settings.trustIssuer(other.apply(portal.trusted())).policies(of(policies)));
  }
}
