package org.ztclinical.fhir;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The concrete resource types of FHIR R4 (4.0.1), from the official definitions. */
public final class ResourceTypes {
  private static final Set<String> ALL =
      Set.copyOf(R4Lines.read(ResourceTypes.class, "r4-types.txt"));
  private static final Set<String> SORTED = Collections.unmodifiableSet(new TreeSet<>(ALL));

  private ResourceTypes() {}

  /** True for the exact name of a type; letter case counts. */
  public static boolean contains(String name) {
    return ALL.contains(name);
  }

  /** All names, sorted. */
  public static Set<String> all() {
    return SORTED;
  }
}
