package org.ztclinical.fhir;

import java.util.HashMap;
import java.util.Map;

/**
 * What the elements of FHIR R4 are, as far as XML does not tell: which of them repeat, and what is
 * inside. Generated from the official definitions. Immutable.
 */
final class XmlElements {
  /** Where a whole resource stands inside an element. */
  static final String RESOURCE = "@";

  /** The text of a narrative, which is not FHIR's own. */
  static final String XHTML = "xhtml";

  private static final Child PRIMITIVE = new Child("", false);
  private static final Child EXTENSION = new Child("Extension", true);
  private static final Map<String, Map<String, Child>> OF = load();

  private XmlElements() {}

  /**
   * An element inside another.
   *
   * @param inside the definition of what it holds; empty for a value
   * @param repeats whether there can be several
   */
  record Child(String inside, boolean repeats) {
    boolean isPrimitive() {
      return inside.isEmpty();
    }
  }

  /** True where the definition, as in {@code Patient.contact} or {@code HumanName}, is known. */
  static boolean isKnown(String definition) {
    return OF.containsKey(definition);
  }

  /** The element of this name; one that is not listed can only be a value that stands once. */
  static Child child(String definition, String name) {
    if (name.equals("extension") || name.equals("modifierExtension")) {
      return EXTENSION;
    }
    return OF.getOrDefault(definition, Map.of()).getOrDefault(name, PRIMITIVE);
  }

  private static Map<String, Map<String, Child>> load() {
    Map<String, Map<String, Child>> all = new HashMap<>();
    for (String line : R4Lines.read(XmlElements.class, "r4-elements.txt")) {
      String[] fields = line.split(" ", -1);
      Map<String, Child> children = new HashMap<>();
      for (int i = 1; i < fields.length; i++) {
        int colon = fields[i].indexOf(':');
        String name = colon < 0 ? fields[i] : fields[i].substring(0, colon);
        boolean repeats = name.endsWith("*");
        children.put(
            repeats ? name.substring(0, name.length() - 1) : name,
            new Child(colon < 0 ? "" : fields[i].substring(colon + 1), repeats));
      }
      all.put(fields[0], Map.copyOf(children));
    }
    return all;
  }
}
