package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.ztclinical.audit.Pseudonym;
import org.ztclinical.audit.Pseudonyms;
import org.ztclinical.audit.ReleasedResource;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Experimental;

/**
 * Names released resources for the audit log: type, id and patients, the latter two as pseudonyms.
 */
@Experimental
public final class ReleasedNames {
  private final Function<JsonObject, Set<String>> patientsOf;

  /**
   * Names by this rule.
   *
   * @param patientsOf the ids of all local patients in whose compartment a resource is
   */
  public ReleasedNames(Function<JsonObject, Set<String>> patientsOf) {
    this.patientsOf = Objects.requireNonNull(patientsOf, "patientsOf");
  }

  List<ReleasedResource> of(
      Collection<JsonObject> resources, String system, Pseudonyms pseudonyms) {
    List<ReleasedResource> named = new ArrayList<>(resources.size());
    for (JsonObject resource : resources) {
      String type = resource.string("resourceType").orElse("");
      List<Pseudonym> patients =
          patientsOf.apply(resource).stream()
              .map(id -> pseudonyms.resource(system, "Patient", id))
              .toList();
      named.add(
          resource
              .string("id")
              .map(id -> ReleasedResource.of(type, pseudonyms.resource(system, type, id), patients))
              .orElseGet(() -> ReleasedResource.withoutId(type, patients)));
    }
    return named;
  }
}
