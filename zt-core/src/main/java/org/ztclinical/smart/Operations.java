package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Join;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Parameters.Parameter;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/** Operations: those on the allow-list, by their stated meaning. */
final class Operations {
  private static final Set<String> EXPORT_PARAMETERS =
      Set.of("_type", "_since", "_outputFormat", "_format");
  private static final Set<String> EXPORT_ALL_PARAMETERS =
      Set.of(
          "_type",
          "_since",
          "_until",
          "_outputFormat",
          "_format",
          "_typeFilter",
          "_elements",
          "includeAssociatedData",
          "organizeOutputBy");
  private static final Set<String> SIMPLE_PARAMETER =
      Set.of(
          "name",
          "valueString",
          "valueCode",
          "valueInstant",
          "valueDateTime",
          "valueDate",
          "valueInteger",
          "valuePositiveInt",
          "valueUnsignedInt",
          "valueBoolean");
  private static final Set<String> EVERYTHING_PARAMETERS =
      Set.of("_type", "_since", "_count", "start", "end", "_format", "_pretty");

  private final Settings settings;
  private final Grants grants;

  Operations(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  ScopeDecision decide(FhirRequest request) {
    if (request.bulk().isPresent()) {
      // Whose export it is decides, and that is not known here.
      return NotCovered.because(SmartReason.OPERATION_NOT_ALLOWED, "");
    }
    Optional<OperationRule> rule = settings.rule(request);
    if (rule.isEmpty()) {
      return NotCovered.because(SmartReason.OPERATION_NOT_ALLOWED, "");
    }
    return switch (rule.get().meaning()) {
      case PATIENT_EVERYTHING -> everything(request);
      case BULK_EXPORT -> export(request, request.operation().orElseThrow().level());
      case STATED -> stated(request, rule.get());
    };
  }

  /** What follows the start of the caller's own export. */
  ScopeDecision exported(FhirRequest request) {
    boolean allowed =
        settings.operations().stream()
            .anyMatch(rule -> rule.meaning() == OperationRule.Meaning.BULK_EXPORT);
    if (!allowed || request.bulk().isEmpty()) {
      return NotCovered.because(SmartReason.OPERATION_NOT_ALLOWED, "");
    }
    return grants.reachesAnythingForSystem(Permission.READ, Permission.SEARCH)
        ? covered(request, false)
        : NotCovered.because(SmartReason.NOT_COVERED, "system");
  }

  private ScopeDecision everything(FhirRequest request) {
    Optional<List<String>> asked = types(request, EVERYTHING_PARAMETERS);
    if (asked.isEmpty()) {
      return NotCovered.because(SmartReason.OPERATION_NOT_ALLOWED, "with these parameters");
    }
    List<Grant> readable = grants.of(PatientCompartment.PATIENT, Permission.READ);
    if (readable.isEmpty()) {
      return new NotCovered(grants.whyNot(PatientCompartment.PATIENT, Permission.READ));
    }
    boolean whole = Grants.anyWhole(readable);
    boolean own = request.id().equals(Optional.ofNullable(grants.launchPatient()));
    if (!whole && !own) {
      return NotCovered.because(SmartReason.OUTSIDE_COMPARTMENT, "Patient.r");
    }
    for (String type : asked.get()) {
      if (!reaches(type, own)) {
        return new NotCovered(whyNot(type));
      }
    }
    return covered(request, !whole);
  }

  private boolean reaches(String type, boolean own) {
    if (grants.isWhole(type, Permission.SEARCH)) {
      return true;
    }
    return own
        && (type.equals(Join.ANY_TYPE)
            ? grants.isWholeCompartment(Permission.SEARCH)
            : grants.of(type, Permission.SEARCH).stream().anyMatch(Grant::isWholeCompartment));
  }

  private List<Reason> whyNot(String type) {
    return grants.whyNot(type, Permission.SEARCH);
  }

  private ScopeDecision export(FhirRequest request, Level level) {
    boolean everything =
        grants.isWholeForSystem(Join.ANY_TYPE, Permission.READ)
            && grants.isWholeForSystem(Join.ANY_TYPE, Permission.SEARCH);
    // Filters and associated data may reach any type, which is harmless where every type is
    // reached.
    Optional<List<String>> asked =
        types(request, everything ? EXPORT_ALL_PARAMETERS : EXPORT_PARAMETERS);
    if (asked.isEmpty()) {
      return NotCovered.because(SmartReason.OPERATION_NOT_ALLOWED, "with these parameters");
    }
    Set<String> types = new LinkedHashSet<>(asked.get());
    if (level != Level.SYSTEM) {
      types.add(PatientCompartment.PATIENT);
    }
    if (level == Level.INSTANCE) {
      types.add("Group");
    }
    for (String type : types) {
      if (!grants.isWholeForSystem(type, Permission.READ)
          || !grants.isWholeForSystem(type, Permission.SEARCH)) {
        return NotCovered.because(SmartReason.NOT_COVERED, type + ".rs");
      }
    }
    return covered(request, false);
  }

  private ScopeDecision stated(FhirRequest request, OperationRule rule) {
    for (Map.Entry<String, Set<Permission>> need : rule.needs().entrySet()) {
      for (Permission permission : need.getValue()) {
        if (!grants.isWhole(need.getKey(), permission)) {
          return NotCovered.because(
              SmartReason.NOT_COVERED, need.getKey() + "." + permission.letter());
        }
      }
    }
    return named(OperationInput.of(request, Optional.of(rule), settings.base()))
        .orElseGet(() -> covered(request, false));
  }

  /** Why what the call names is not covered; empty when it is. */
  private Optional<ScopeDecision> named(OperationInput input) {
    if (!input.isClear()) {
      return Optional.of(NotCovered.because(SmartReason.OPERATION_INPUT_UNCLEAR, ""));
    }
    return input.unstatedTypes().stream()
        .filter(type -> !grants.isWhole(type, Permission.READ))
        .findFirst()
        .map(type -> NotCovered.because(SmartReason.NOT_COVERED, type + ".r"));
  }

  private ScopeDecision covered(FhirRequest request, boolean confined) {
    return new Covered(
        new ReleaseTerms(
            new GrantFilter(grants, Permission.SEARCH),
            Narrowing.nothing(),
            false,
            !confined,
            List.of(),
            Patients.of(settings, grants, request, confined)));
  }

  /** The types a call asks for; empty when it has a parameter that is not understood. */
  private static Optional<List<String>> types(FhirRequest request, Set<String> understood) {
    List<Parameter> parameters = new ArrayList<>(request.parameters().list());
    if (!addBody(request, parameters)) {
      return Optional.empty();
    }
    List<String> types = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (!understood.contains(parameter.name())) {
        return Optional.empty();
      }
      if (parameter.name().equals("_type")) {
        types.addAll(Arrays.asList(parameter.value().split(",", -1)));
      }
    }
    return Optional.of(types.isEmpty() ? List.of(Join.ANY_TYPE) : types);
  }

  private static boolean addBody(FhirRequest request, List<Parameter> parameters) {
    if (request.resource().isEmpty()) {
      return true;
    }
    JsonObject body = request.resource().get();
    if (!body.string("resourceType").filter("Parameters"::equals).isPresent()) {
      return false;
    }
    // What is no list some servers read all the same, as a single parameter.
    boolean listed = body.get("parameter") == null || body.get("parameter") instanceof JsonArray;
    if (!listed || body.array("parameter").size() != body.objects("parameter").size()) {
      return false;
    }
    for (JsonObject parameter : body.objects("parameter")) {
      // A second value, a part or a resource may say what nobody reads here.
      Set<String> members = parameter.members().keySet();
      if (members.size() > 2 || !SIMPLE_PARAMETER.containsAll(members)) {
        return false;
      }
      String value =
          parameter
              .string("valueString")
              .or(() -> parameter.string("valueCode"))
              .or(() -> parameter.string("valueInstant"))
              .orElse("");
      parameters.add(new Parameter(parameter.string("name").orElse("?"), value));
    }
    return true;
  }
}
