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

  /** The id in a local reference to this type of R4; null for every other element. */
  static @Nullable String localId(JsonValue element, String type, ServerBase base) {
    if (!(element instanceof JsonObject object)
        || !(object.get("reference") instanceof JsonString text)) {
      return null;
    }
    int from = start(text.value(), base);
    return from >= 0 && text.value().startsWith(type, from)
        ? id(text.value(), from + type.length())
        : null;
  }

  private static @Nullable Reference local(String text, ServerBase base) {
    int from = start(text, base);
    int slash = from < 0 ? -1 : text.indexOf('/', from);
    String id = slash < 0 ? null : id(text, slash);
    String type = id == null ? "" : text.substring(from, slash);
    return id != null && ResourceTypes.contains(type) ? new Reference(type, id) : null;
  }

  /** Where the type begins; -1 in a reference to elsewhere. */
  private static int start(String text, ServerBase base) {
    return text.indexOf(':') < 0 ? 0 : base.prefixLength(text);
  }

  /** The id behind this slash, given that all from there on is an id and perhaps a version. */
  private static @Nullable String id(String text, int slash) {
    int history = text.indexOf(HISTORY, slash);
    int end = history < 0 ? text.length() : history;
    boolean good =
        text.startsWith("/", slash)
            && FhirId.matches(text, slash + 1, end)
            && (history < 0 || FhirId.matches(text, history + HISTORY.length(), text.length()));
    return good ? text.substring(slash + 1, end) : null;
  }

  /** The type alone: an id may be patient data. */
  @Override
  public String toString() {
    return type + "/[redacted]";
  }
}
