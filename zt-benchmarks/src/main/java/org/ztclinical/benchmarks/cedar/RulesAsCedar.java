package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.stream.Collectors;

/** The rules and their words in the Cedar language, for ours and for the reference engine. */
final class RulesAsCedar {
  private static final String FORBIDS =
      """
      @id("forbid-without-mfa")
      forbid (principal, action, resource)
      unless { context.mfa };

      @id("forbid-risk")
      forbid (principal, action, resource)
      when { context.risk > %d };

      @id("forbid-zone")
      forbid (principal, action in Fhir::Action::"write-like", resource)
      when { context.zone == "%s" };

      @id("forbid-sensitive")
      forbid (principal, action, resource)
      when { context.labels.containsAny([%s]) && !context.breakGlass };

      @id("forbid-session")
      forbid (principal, action, resource)
      when { context.sessionMinutes > %d || !context.ip.isInRange(ip("10.0.0.0/8")) };

      """
          .formatted(
              ClinicalRules.MAX_RISK,
              ClinicalRules.NO_WRITES_FROM,
              quoted(ClinicalRules.SENSITIVE),
              ClinicalRules.MAX_SESSION_MINUTES);

  private RulesAsCedar() {}

  /** The 101 policies. */
  static String policies() {
    return FORBIDS
        + ClinicalRules.grants().stream().map(RulesAsCedar::permit).collect(Collectors.joining());
  }

  /** The five forbids. */
  static String forbids() {
    return FORBIDS;
  }

  /** One permit. */
  static String permit(Grant grant) {
    String subject = grant.type().equals("Patient") ? "resource" : "resource.patient";
    return """
        @id("%s")
        permit (
          principal in Clinical::Role::"%s",
          action in [%s],
          resource is Fhir::%s
        )
        when {
          context.mfa &&
          context.deviceCompliant && context.deviceTrust >= %d &&
          [%s].contains(context.zone) &&
          [%s].contains(context.purpose) &&
          principal.panel.contains(%s)
        };

        """
        .formatted(
            grant.id(),
            grant.role(),
            grant.actions().stream()
                .map(action -> "Fhir::Action::\"" + action + "\"")
                .collect(Collectors.joining(", ")),
            grant.type(),
            grant.minTrust(),
            quoted(grant.zones()),
            quoted(grant.purposes()),
            subject);
  }

  /** The schema that the policies keep to. */
  static String schema() {
    return """
        namespace Clinical {
          entity Role;
          entity Department;
          entity User in [Role, Department] = { panel: Set<Fhir::Patient> };
          type Circumstances = {
            mfa: Bool,
            deviceCompliant: Bool,
            deviceTrust: Long,
            zone: String,
            purpose: String,
            risk: Long,
            breakGlass: Bool,
            sessionMinutes: Long,
            ip: ipaddr,
            labels: Set<String>,
          };
        }

        namespace Fhir {
          entity Patient;
          entity %s = { patient: Patient };
          action "read-like", "write-like";
          action %s in ["read-like"] appliesTo {
            principal: [Clinical::User],
            resource: [%s],
            context: Clinical::Circumstances,
          };
          action %s in ["write-like"] appliesTo {
            principal: [Clinical::User],
            resource: [%s],
            context: Clinical::Circumstances,
          };
        }
        """
        .formatted(
            ClinicalRules.TYPES.stream()
                .filter(type -> !type.equals("Patient"))
                .collect(Collectors.joining(", ")),
            quoted(ClinicalRules.READS),
            String.join(", ", ClinicalRules.TYPES),
            quoted(ClinicalRules.WRITES),
            String.join(", ", ClinicalRules.TYPES));
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", "));
  }
}
