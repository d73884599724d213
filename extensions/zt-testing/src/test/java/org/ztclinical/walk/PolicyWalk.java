package org.ztclinical.walk;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Decision;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.reason.Layer;
import org.ztclinical.testing.TestToken;

/** A clinic that decides by the policies of a test, and what the data layer said. */
abstract class PolicyWalk {
  @TempDir Path directory;

  static UnaryOperator<ZeroTrustBuilder> atWork() {
    return settings ->
        settings.businessHours(
            BusinessHours.weekdays(ZoneOffset.UTC, LocalTime.of(7, 0), LocalTime.of(18, 0)));
  }

  static UnaryOperator<TestToken> withRole(String role) {
    return token -> token.claim("roles", List.of(role));
  }

  Clinic clinic(String... policies) {
    return clinic(settings -> settings, policies);
  }

  Clinic clinic(UnaryOperator<ZeroTrustBuilder> more, String... policies) {
    return Clinic.decidedBy(directory, more, policies);
  }

  static LayerVerdict data(Guarded guarded) {
    return ((Decision) guarded.outcome()).explanation().of(Layer.DATA);
  }

  /** Codes of the reasons of the data layer. */
  static List<String> reasons(Guarded guarded) {
    return data(guarded).reasons().stream().map(reason -> reason.code().code()).toList();
  }
}
