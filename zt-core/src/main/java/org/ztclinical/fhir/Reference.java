package org.ztclinical.fhir;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * A reference to a resource of this server (FHIR R4 §2.3.0). Only a literal reference can be one:
 * {@code Type/id} or {@code Type/id/_history/version}, relative or below our own base. Contained
 * ({@code #x}), {@code urn:}, conditional ({@code Type?…}) and logical (identifier only) references
 * and those to other servers are not local, whatever they look like.
 *
 * @param type a resource type of R4
 * @param id in the grammar of FHIR ids
 */
public record Reference(String type, String id) {
  private static final String HISTORY = "/_history/";

  public Reference {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
    if (!ResourceTypes.contains(type) || !FhirId.matches(id)) {
      throw new IllegalArgumentException("a reference is a resource type of R4 and an id");
    }
  }

  /** Reads the text of a literal reference; empty when it is not local. */
  public static Optional<Reference> parse(String text, ServerBase base) {
    return Optional.ofNullable(local(text, base));
  }

  /** Reads a Reference element by its {@code reference} alone; empty when it is not local. */
  public static Optional<Reference> of(JsonValue element, ServerBase base) {
    return Optional.ofNullable(local(element, base));
  }

  static @Nullable Reference local(JsonValue element, ServerBase base) {
    return element instanceof JsonObject object
            && object.get("reference") instanceof JsonString text
        ? local(text.value(), base)
        : null;
  }

  private static @Nullable Reference local(String text, ServerBase base) {
    int from = 0;
    if (text.indexOf(':') >= 0) {
      from = base.prefixLength(text);
      if (from < 0) {
        return null;
      }
    }
    int slash = text.indexOf('/', from);
    if (slash < 0) {
      return null;
    }
    String type = text.substring(from, slash);
    int history = text.indexOf(HISTORY, slash);
    int end = history < 0 ? text.length() : history;
    boolean versionIsGood =
        history < 0 || FhirId.matches(text, history + HISTORY.length(), text.length());
    if (!versionIsGood || !FhirId.matches(text, slash + 1, end) || !ResourceTypes.contains(type)) {
      return null;
    }
    return new Reference(type, text.substring(slash + 1, end));
  }

  /** The type alone: an id may be patient data. */
  @Override
  public String toString() {
    return type + "/[redacted]";
  }
}
