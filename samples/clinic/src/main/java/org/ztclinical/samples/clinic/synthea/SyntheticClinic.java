package org.ztclinical.samples.clinic.synthea;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The content of one clinic: its first patients by id, everything recorded about them, the people
 * and places those records name, and the clinic's own staff.
 */
public final class SyntheticClinic {
  private final List<SyntheticResource> resources;

  private SyntheticClinic(List<SyntheticResource> resources) {
    this.resources = resources;
  }

  /**
   * Chooses the first patients and all that belongs to them.
   *
   * @param patients how many; more than there are means all
   */
  public static SyntheticClinic ofFirst(int patients) {
    List<SyntheticResource> files = new SyntheaFiles().readAll();
    List<String> references =
        SyntheticPatients.first(patients).stream()
            .map(SyntheticPatients.Person::reference)
            .toList();
    Set<String> chosen = closure(files, new HashSet<>(references));
    Stream<SyntheticResource> kept = files.stream().filter(r -> chosen.contains(r.reference()));
    return new SyntheticClinic(
        Stream.concat(kept, ClinicStaff.resources(references).stream()).toList());
  }

  /** The resources, each after those it refers to. */
  public List<SyntheticResource> resources() {
    return resources;
  }

  private static Set<String> closure(Collection<SyntheticResource> files, Set<String> patients) {
    Map<String, SyntheticResource> byReference = new HashMap<>();
    Deque<SyntheticResource> open = new ArrayDeque<>();
    for (SyntheticResource resource : files) {
      byReference.put(resource.reference(), resource);
      if (resource.patient().filter(patients::contains).isPresent()) {
        open.add(resource);
      }
    }
    Set<String> chosen = new HashSet<>();
    Set<String> providers = new HashSet<>();
    while (!open.isEmpty()) {
      SyntheticResource resource = open.remove();
      if (chosen.add(resource.reference())) {
        resource.providerNumber().ifPresent(providers::add);
        for (String reference : resource.references()) {
          SyntheticResource target = byReference.get(reference);
          if (target != null) {
            open.add(target);
          }
        }
      }
    }
    // Roles name their practitioner by number only, so no reference leads to them.
    for (SyntheticResource resource : files) {
      if (resource.type().equals("PractitionerRole")
          && resource.providerNumber().filter(providers::contains).isPresent()) {
        chosen.add(resource.reference());
      }
    }
    return chosen;
  }
}
