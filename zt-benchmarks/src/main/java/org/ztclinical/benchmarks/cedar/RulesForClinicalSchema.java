package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules in the words of the schema that ships with the library, as near as it says the same
 * things: they are for reading and validating against 147 resource types, not for deciding.
 */
final class RulesForClinicalSchema {
  private static final String FORBIDS =
      """
      @id("forbid-without-mfa")
      forbid (principal, action, resource)
      unless { context.authentication.mfa };

      @id("forbid-risk")
      forbid (principal, action, resource)
      when { context.risk == Clinical::Risk::"high" };

      @id("forbid-zone")
      forbid (principal, action in Fhir::Action::"write-like", resource)
      when { context.zones.client == Clinical::Zone::"%s" };

      @id("forbid-sensitive")
      forbid (principal, action, resource)
      when {
        context.labels.containsAny([%s]) &&
        context.breakGlass != Clinical::BreakGlass::"requested"
      };

      @id("forbid-session")
      forbid (principal, action, resource)
      unless {
        context.authentication has age && context.authentication.age <= duration("%dm")
      };

      """
          .formatted(
              ClinicalRules.NO_WRITES_FROM,
              each("", ClinicalRules.SENSITIVE),
              ClinicalRules.MAX_SESSION_MINUTES);

  private RulesForClinicalSchema() {}

  /** The 101 policies. */
  static String policies() {
    return FORBIDS
        + ClinicalRules.grants().stream()
            .map(RulesForClinicalSchema::permit)
            .collect(Collectors.joining());
  }

  private static String permit(Grant grant) {
    return """
        @id("%s")
        permit (
          principal in Clinical::Role::"%s",
          action in [%s],
          resource is Fhir::%s
        )
        when {
          context.authentication.mfa &&
          context.device.posture == Clinical::Posture::"healthy" &&
          [%s].contains(context.zones.client) &&
          [%s].contains(context.purpose) &&
          context.launch has patient && resource has patient &&
          context.launch.patient == resource.patient
        };

        """
        .formatted(
            grant.id(),
            grant.role(),
            each("Fhir::Action::", grant.actions()),
            grant.type(),
            each("Clinical::Zone::", grant.zones()),
            each("Clinical::Purpose::", grant.purposes()));
  }

  private static String each(String type, List<String> ids) {
    return ids.stream().map(id -> type + '"' + id + '"').collect(Collectors.joining(", "));
  }
}
