package org.ztclinical.walk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.notice.Notice;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** A clinic in which whoever works in the emergency room reads for a stated reason. */
abstract class BreakGlassWalk {
  static final String BREAK_GLASS =
      """
      @id("break-glass")
      @obligation("justify, notify")
      permit (
        principal in Clinical::Role::"emergency",
        action in Fhir::Action::"read-like",
        resource
      );

      @id("bundles")
      permit (
        principal,
        action in [Fhir::Action::"batch", Fhir::Action::"transaction"],
        resource
      );
      """;
  static final String REQUIRED = "obligation.justification-required";

  @TempDir Path directory;

  final List<Notice> told = new ArrayList<>();

  Clinic clinic() {
    return clinic(settings -> settings);
  }

  Clinic clinic(UnaryOperator<ZeroTrustBuilder> more) {
    return new Clinic(
        directory,
        settings -> more.apply(settings.policies(source(BREAK_GLASS)).notices(told::add)));
  }

  static PolicySource source(String policies) {
    return PolicySource.of(new PolicyText("emergency.cedar", policies));
  }

  static String emergency(Clinic clinic) {
    return clinic.token("user/*.rs", token -> token.claim("roles", List.of("emergency")));
  }

  static Guarded stating(String reason, Clinic clinic, String pathAndQuery) throws Exception {
    return clinic.send(
        HttpMethod.GET,
        emergency(clinic),
        pathAndQuery,
        Map.of("Access-Justification", List.of(reason)),
        Body.none());
  }

  List<Notice> accessesToReview() {
    return told.stream().filter(n -> n.kind() == Notice.Kind.ACCESS_TO_REVIEW).toList();
  }

  static String code(Guarded guarded) {
    return guarded.outcome().reasons().get(0).code().code();
  }
}
