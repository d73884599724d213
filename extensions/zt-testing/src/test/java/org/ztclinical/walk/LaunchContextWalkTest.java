package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.identity.FhirUser;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.smart.FhirContextItem;
import org.ztclinical.smart.LaunchContext;

/** The launch context as SMART 2.2 states it: patient, encounter, fhirContext, fhirUser. */
class LaunchContextWalkTest {
  @TempDir Path directory;

  @Test
  void whatElseWasInContextIsToldToPoliciesAndConfinesNothing() throws Exception {
    String policy =
        """
        @id("about-the-study")
        permit (principal, action in Fhir::Action::"read-like", resource)
        when { context.launch has fhirContext
          && context.launch.fhirContext.contains("ImagingStudy/7")
          && context.launch has encounter && context.launch.encounter == Fhir::Encounter::"e1" };
        """;
    try (Ward ward =
        new Ward(
            directory,
            settings -> settings.policies(PolicySource.of(new PolicyText("p.cedar", policy))))) {
      List<Object> study =
          List.of(
              Map.of("reference", "ImagingStudy/7", "role", "https://example.org/role"),
              Map.of("canonical", "https://example.org/Questionnaire/1"),
              Map.of("reference", "https://other.example/ImagingStudy/8"),
              Map.of("identifier", Map.of("value", "x"), "type", "Device"));

      Guarded with = ward.get(token(ward, study), "/Observation/own");
      Guarded without =
          ward.get(token(ward, List.of(Map.of("reference", "ImagingStudy/8"))), "/Observation/own");

      assertThat(Ward.status(with)).isEqualTo(200);
      assertThat(Ward.status(without)).isEqualTo(403);
      LaunchContext launch = ((Permit) with.outcome()).request().launch();
      assertThat(launch.fhirContext())
          .extracting(item -> item.resource().isPresent(), FhirContextItem::role)
          .containsExactly(
              tuple(true, "https://example.org/role"),
              tuple(false, "launch"),
              tuple(false, "launch"),
              tuple(false, "launch"));
      assertThat(launch.toString()).doesNotContain("7", "example");
    }
  }

  @Test
  void aContextOfTheWrongFormRefusesTheToken() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (Object claim :
          List.of(
              "ImagingStudy/7",
              List.of("ImagingStudy/7"),
              List.of(Map.of()),
              List.of(Map.of("role", "launch")),
              List.of(Map.of("reference", 7)),
              List.of(Map.of("reference", "x".repeat(513))),
              List.of(Map.of("reference", "")),
              Collections.nCopies(65, Map.of("reference", "ImagingStudy/7")))) {
        String token = ward.token("user/*.rs", t -> t.claim("fhirContext", claim));

        assertThat(Ward.status(ward.get(token, "/Observation/own")))
            .as(claim.toString())
            .isEqualTo(401);
      }
      assertThat(ward.runs()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void usersOfAllFiveTypesAreKnownRelativeOrAbsolute(FhirUser.Type type) throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String base : List.of("", "https://fhir.example/fhir/", "https://other.example/r4/")) {
        String claim = base + type.resourceType() + "/u1";
        String token = ward.token("user/*.rs", t -> t.fhirUser(claim));

        assertThat(Ward.status(ward.get(token, "/Observation/own"))).as(claim).isEqualTo(200);
      }
      String malformed = ward.token("user/*.rs", t -> t.fhirUser(type.resourceType() + "/"));
      assertThat(Ward.status(ward.get(malformed, "/Observation/own"))).isEqualTo(401);
    }
  }

  @Test
  void anEncounterInContextConfinesNothing() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token =
          ward.token("patient/Observation.rs", t -> t.patient("123").claim("encounter", "e1"));

      Ward.showsOnly(ward.get(token, "/Observation/own"), "own");
      Ward.keepsSecret(ward.get(token, "/Observation"));
    }
  }

  private static String token(Ward ward, List<Object> fhirContext) {
    return ward.token(
        "user/*.rs", t -> t.claim("encounter", "e1").claim("fhirContext", fhirContext));
  }
}
