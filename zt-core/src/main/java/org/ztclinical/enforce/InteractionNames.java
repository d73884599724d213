package org.ztclinical.enforce;

import java.util.Set;
import org.ztclinical.audit.DecisionOutcome;
import org.ztclinical.fhir.FhirRequest;

/**
 * What the audit log calls an interaction. An operation has its name there when that is one of FHIR
 * R4 or Bulk Data Access, or was permitted and so is on the allow-list; any other name is text that
 * a caller chose, which may be that of a patient.
 */
final class InteractionNames {
  private static final Set<String> DEFINED =
      Set.of(
          "apply",
          "care-gaps",
          "closure",
          "collect-data",
          "conforms",
          "convert",
          "data-requirements",
          "document",
          "evaluate-measure",
          "everything",
          "expand",
          "export",
          "find",
          "find-matches",
          "graphql",
          "implements",
          "lastn",
          "lookup",
          "match",
          "meta",
          "meta-add",
          "meta-delete",
          "populate",
          "preferred-id",
          "process-message",
          "questionnaire",
          "snapshot",
          "stats",
          "submit",
          "submit-data",
          "subset",
          "subsumes",
          "transform",
          "translate",
          "validate",
          "validate-code",
          "versions");

  private InteractionNames() {}

  static String of(FhirRequest fhir, DecisionOutcome outcome) {
    return fhir.operation()
        .filter(call -> outcome.permits() || DEFINED.contains(call.name()))
        .map(call -> "$" + call.name())
        .orElse(fhir.interaction().code());
  }
}
