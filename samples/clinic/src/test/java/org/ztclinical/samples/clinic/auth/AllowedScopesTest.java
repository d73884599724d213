package org.ztclinical.samples.clinic.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedScopesTest {
  private final AllowedScopes allowed =
      AllowedScopes.of(List.of("openid", "launch/patient", "user/*.rs", "user/Observation.cru"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openid",
        "launch/patient",
        "user/*.rs",
        "user/*.read",
        "user/Patient.r",
        "user/Patient.rs",
        "user/Observation.cu",
        "user/Observation.rs?category=laboratory"
      })
  void sameOrNarrowerIsAllowed(String scope) {
    assertThat(allowed.allows(scope)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launch",
        "offline_access",
        "user/*.cruds",
        "user/*.*",
        "user/*.write",
        "user/Patient.u",
        "user/Observation.d",
        "user/Observation.cruds",
        "patient/*.rs",
        "system/*.rs",
        "user/Patient.sr",
        "user/Patient.rr",
        "user/Patient.",
        "user/patient.rs",
        "USER/Patient.rs",
        "user/Patient.rs?",
        "xuser/Patient.rs",
        ""
      })
  void widerOtherOrBrokenIsNot(String scope) {
    assertThat(allowed.allows(scope)).isFalse();
  }
}
