package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/** Writes what grants reach as a union of search fragments, less what the client's query says. */
final class Fragments {
  private final Settings settings;
  private final String type;
  private final ClientQuery query;

  Fragments(Settings settings, String type, ClientQuery query) {
    this.settings = settings;
    this.type = type;
    this.query = query;
  }

  /**
   * The union over the grants; a list that holds only the empty fragment when the client's query is
   * within one of them.
   */
  List<Parameters> of(List<Grant> grants) {
    Set<Parameters> union = new LinkedHashSet<>();
    for (Grant grant : grants) {
      union.addAll(of(grant));
    }
    return union.contains(Parameters.none())
        ? List.of(Parameters.none())
        : merged(List.copyOf(union));
  }

  private List<Parameters> of(Grant grant) {
    List<Parameter> constraints = new ArrayList<>();
    for (Constraint constraint : grant.constraints()) {
      if (!query.implies(constraint)) {
        constraints.add(constraint.asParameter());
      }
    }
    List<Parameters> fragments = new ArrayList<>();
    for (Parameters membership : membership(grant)) {
      fragments.add(membership.and(Parameters.of(constraints)));
    }
    return fragments;
  }

  private List<Parameters> membership(Grant grant) {
    String patient = grant.patient();
    if (patient == null || query.provesMembership(patient)) {
      return List.of(Parameters.none());
    }
    List<Parameters> memberships = new ArrayList<>();
    if (type.equals(PatientCompartment.PATIENT)) {
      memberships.add(Parameters.of(List.of(new Parameter("_id", patient))));
    }
    for (SearchParameter parameter : settings.compartment().parameters(type)) {
      memberships.add(
          Parameters.of(List.of(new Parameter(parameter.code(), "Patient/" + patient))));
    }
    return memberships;
  }

  /** Fragments of one and the same parameter are one fragment with alternative values. */
  private static List<Parameters> merged(List<Parameters> fragments) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> values = new LinkedHashSet<>();
    for (Parameters fragment : fragments) {
      if (fragment.list().size() != 1) {
        return fragments;
      }
      names.add(fragment.list().get(0).name());
      values.add(fragment.list().get(0).value());
    }
    return names.size() == 1
        ? List.of(
            Parameters.of(
                List.of(new Parameter(names.iterator().next(), String.join(",", values)))))
        : fragments;
  }

  /** The members of a resource by which the filter recognises it, when it is confined. */
  static Set<String> elements(
      Settings settings, FhirRequest request, Grants grants, Permission permission) {
    String type = request.type().orElse("");
    Set<String> roots = new TreeSet<>();
    for (Grant grant : grants.of(type, permission)) {
      if (grant.patient() != null) {
        settings.compartment().parameters(type).forEach(parameter -> addRoots(parameter, roots));
      }
      grant.definitions().forEach(parameter -> addRoots(parameter, roots));
    }
    return roots;
  }

  private static void addRoots(SearchParameter parameter, Set<String> roots) {
    parameter.paths().stream().map(ElementPath::root).forEach(roots::add);
  }
}
