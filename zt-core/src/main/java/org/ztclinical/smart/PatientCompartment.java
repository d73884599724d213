package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.R4Lines;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.SearchParameters;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;

/**
 * Which resources belong to a patient: the official CompartmentDefinition of FHIR R4 (§5.4.0),
 * evaluated on the resource itself. A type without a membership parameter is outside. A Patient
 * belongs to itself alone: {@code Patient.link} is not followed unless added. A Group belongs to a
 * patient only when it has no other member. Immutable.
 */
public final class PatientCompartment {
  static final String PATIENT = "Patient";
  private static final String GROUP = "Group";
  private static final Set<String> OF_ANY = Set.of("resourceType", "id");
  private static final PatientCompartment OFFICIAL = new PatientCompartment(load());

  private final Map<String, List<SearchParameter>> membership;
  private final Map<String, Set<String>> reads;

  private PatientCompartment(Map<String, List<SearchParameter>> membership) {
    this.membership = Map.copyOf(membership);
    Map<String, Set<String>> reads = new HashMap<>();
    membership.forEach((type, parameters) -> reads.put(type, read(type, parameters)));
    this.reads = Map.copyOf(reads);
  }

  private static Set<String> read(String type, List<SearchParameter> parameters) {
    Set<String> members = new HashSet<>(OF_ANY);
    parameters.forEach(parameter -> parameter.paths().forEach(path -> members.add(path.root())));
    if (type.equals(GROUP)) {
      members.add("member");
    }
    return Set.copyOf(members);
  }

  /** The compartment as the standard defines it. */
  public static PatientCompartment official() {
    return OFFICIAL;
  }

  /**
   * A compartment in which a further parameter makes a resource a member, as in {@code Task},
   * {@code patient}. With {@code Patient}, {@code link}, a Patient resource that links to a patient
   * is a member of that patient's compartment, beside the patient; what belongs to it is not.
   *
   * @throws IllegalArgumentException when the type has no such reference parameter that can point
   *     to a Patient
   */
  public PatientCompartment with(String type, String parameter) {
    SearchParameter definition =
        SearchParameters.find(type, parameter)
            .filter(PatientCompartment::canPointToPatient)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        type + " has no parameter " + parameter + " that points to a Patient"));
    Map<String, List<SearchParameter>> wider = new HashMap<>(membership);
    List<SearchParameter> parameters = new ArrayList<>(membership.getOrDefault(type, List.of()));
    parameters.add(definition);
    wider.put(type, List.copyOf(parameters));
    return new PatientCompartment(wider);
  }

  /** True when resources of this type can be members. */
  public boolean mayContain(String type) {
    return type.equals(PATIENT) || membership.containsKey(type);
  }

  /** The parameters that make a resource of this type a member; of a Patient beside its id. */
  public List<SearchParameter> parameters(String type) {
    return membership.getOrDefault(type, List.of());
  }

  /** The members of a resource of this type by which it belongs to patients. */
  public Set<String> reads(String type) {
    return reads.getOrDefault(type, OF_ANY);
  }

  /** True when the resource belongs to the patient, by its own elements. */
  public boolean contains(JsonObject resource, String patientId, ServerBase base) {
    if (!(resource.get("resourceType") instanceof JsonString type)) {
      return false;
    }
    if (type.value().equals(PATIENT)
        && resource.get("id") instanceof JsonString id
        && id.value().equals(patientId)) {
      return true;
    }
    List<SearchParameter> parameters = membership.get(type.value());
    if (parameters == null || (type.value().equals(GROUP) && memberCount(resource) != 1)) {
      return false;
    }
    for (SearchParameter parameter : parameters) {
      if (isMember(resource, parameter, patientId, base)) {
        return true;
      }
    }
    return false;
  }

  /** True when this parameter alone makes the resource a member. */
  static boolean isMember(
      JsonObject resource, SearchParameter parameter, String patientId, ServerBase base) {
    for (ElementPath path : parameter.paths()) {
      if (path.anyReferenceTo(PATIENT, resource, base, patientId::equals)) {
        return true;
      }
    }
    return false;
  }

  /** The ids of all patients the resource belongs to, sorted. */
  public Set<String> patients(JsonObject resource, ServerBase base) {
    String type = resource.get("resourceType") instanceof JsonString text ? text.value() : "";
    List<String> patients = new ArrayList<>(1);
    if (type.equals(PATIENT) && resource.get("id") instanceof JsonString id) {
      patients.add(id.value());
    }
    for (SearchParameter parameter : parameters(type)) {
      for (ElementPath path : parameter.paths()) {
        path.anyReferenceTo(PATIENT, resource, base, id -> collect(id, patients));
      }
    }
    // Most belong to one, who is named by several elements.
    return patients.size() == 1 ? Set.of(patients.get(0)) : new TreeSet<>(patients);
  }

  private static boolean collect(String id, List<String> patients) {
    if (patients.isEmpty() || !patients.get(patients.size() - 1).equals(id)) {
      patients.add(id);
    }
    return false;
  }

  private static int memberCount(JsonObject group) {
    return group.get("member") instanceof JsonArray members ? members.elements().size() : 0;
  }

  private static boolean canPointToPatient(SearchParameter definition) {
    return definition.kind() == SearchParameter.Kind.REFERENCE
        && definition.exact()
        && definition.targets().contains(PATIENT);
  }

  private static Map<String, List<SearchParameter>> load() {
    Map<String, List<SearchParameter>> membership = new HashMap<>();
    for (String line : R4Lines.read(PatientCompartment.class, "patient-compartment.txt")) {
      List<String> fields = Arrays.asList(line.split(" ", -1));
      String type = fields.get(0);
      if (!ResourceTypes.contains(type)) {
        throw new IllegalStateException("patient-compartment.txt names an unknown type");
      }
      if (fields.size() > 1 && !type.equals(PATIENT)) {
        membership.put(type, fields.stream().skip(1).map(code -> official(type, code)).toList());
      }
    }
    return membership;
  }

  private static SearchParameter official(String type, String code) {
    return SearchParameters.find(type, code)
        .filter(PatientCompartment::canPointToPatient)
        .orElseThrow(
            () -> new IllegalStateException("patient-compartment.txt does not fit the parameters"));
  }
}
