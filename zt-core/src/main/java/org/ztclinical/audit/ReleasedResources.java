package org.ztclinical.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of released resources on disk: a table of types, a table of patients, then each resource
 * with indexes into both, so that a search over one patient's resources costs some 18 bytes each.
 */
final class ReleasedResources {
  private ReleasedResources() {}

  static void encode(List<ReleasedResource> resources, WireWriter out) {
    Map<String, Integer> types = new LinkedHashMap<>();
    Map<Pseudonym, Integer> patients = new LinkedHashMap<>();
    for (ReleasedResource resource : resources) {
      types.putIfAbsent(resource.type(), types.size());
      resource.patients().forEach(patient -> patients.putIfAbsent(patient, patients.size()));
    }
    out.texts(types.keySet());
    out.list(patients.keySet(), out::pseudonym);
    out.list(resources, resource -> encode(resource, types, patients, out));
  }

  private static void encode(
      ReleasedResource resource,
      Map<String, Integer> types,
      Map<Pseudonym, Integer> patients,
      WireWriter out) {
    out.number(types.getOrDefault(resource.type(), 0));
    out.optional(resource.id(), out::pseudonym);
    out.list(resource.patients(), patient -> out.number(patients.getOrDefault(patient, 0)));
  }

  static List<ReleasedResource> decode(WireReader in) {
    List<String> types = in.texts();
    List<Pseudonym> patients = in.list(in::pseudonym);
    return in.list(() -> decode(types, patients, in));
  }

  private static ReleasedResource decode(
      List<String> types, List<Pseudonym> patients, WireReader in) {
    String type = at(types, in.smallNumber());
    var id = in.optional(in::pseudonym);
    List<Pseudonym> about = new ArrayList<>();
    for (int index : in.list(in::smallNumber)) {
      about.add(at(patients, index));
    }
    return new ReleasedResource(type, id, about);
  }

  private static <T> T at(List<T> table, int index) {
    if (index >= table.size()) {
      throw new AuditSyntaxException("an index points behind its table");
    }
    return table.get(index);
  }
}
