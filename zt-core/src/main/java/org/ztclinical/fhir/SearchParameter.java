package org.ztclinical.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A search parameter of FHIR R4 for one resource type.
 *
 * @param type the resource type, or {@code Resource} for those of every type
 * @param code its name in a query
 * @param kind how its values are written
 * @param targets for references, the types it can point to
 * @param paths where its values are found
 * @param exact true when the paths say all the official expression says; otherwise it must not be
 *     evaluated by them
 */
public record SearchParameter(
    String type,
    String code,
    Kind kind,
    Set<String> targets,
    List<ElementPath> paths,
    boolean exact) {

  public SearchParameter {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(kind, "kind");
    targets = Set.copyOf(targets);
    paths = List.copyOf(paths);
  }

  /** The kinds of search parameter (FHIR R4 §3.1.1.4). */
  public enum Kind {
    NUMBER,
    DATE,
    STRING,
    TOKEN,
    REFERENCE,
    COMPOSITE,
    QUANTITY,
    URI,
    SPECIAL;

    static Kind parse(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }
}
