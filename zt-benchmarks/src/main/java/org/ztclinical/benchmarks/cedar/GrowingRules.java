package org.ztclinical.benchmarks.cedar;

import java.util.List;

/**
 * Any number of policies: five forbids and five permits that matter to {@linkplain #questions()
 * some questions}, and permits that cannot match any of them, a third each for another role, for
 * another resource type and for another action.
 */
final class GrowingRules {
  private static final int MATTER = 10;
  private static final List<Grant> PERMITS =
      List.of(
          ClinicalRules.grant("physician", "Observation"),
          ClinicalRules.grant("physician", "MedicationRequest"),
          ClinicalRules.grant("physician", "CarePlan"),
          ClinicalRules.grant("care-manager", "Observation"),
          ClinicalRules.grant("care-manager", "CarePlan"));

  private GrowingRules() {}

  /** So many policies, ten at least. */
  static String policies(int count) {
    if (count < MATTER) {
      throw new IllegalArgumentException("ten of them matter");
    }
    StringBuilder text = new StringBuilder(RulesAsCedar.forbids());
    PERMITS.forEach(grant -> text.append(RulesAsCedar.permit(grant)));
    for (int i = MATTER; i < count; i++) {
      text.append(RulesAsCedar.permit(beside(PERMITS.get(i % PERMITS.size()), i)));
    }
    return text.toString();
  }

  /** The questions that the five permits allow. */
  static List<Question> questions() {
    return Question.all().stream()
        .filter(question -> question.allowed() && question.who().equals(Clinician.AMAL))
        .toList();
  }

  private static Grant beside(Grant grant, int number) {
    String other = "other" + number;
    return switch (number % 3) {
      case 0 -> changed(grant, other, grant.type(), grant.actions());
      case 1 -> changed(grant, grant.role(), other, grant.actions());
      default -> changed(grant, grant.role(), grant.type(), List.of(other));
    };
  }

  private static Grant changed(Grant grant, String role, String type, List<String> actions) {
    return new Grant(role, type, actions, grant.minTrust(), grant.zones(), grant.purposes());
  }
}
