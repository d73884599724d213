package org.ztclinical.smart;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * One thing that was in context when the app was launched, beside patient and encounter (SMART 2.2
 * §fhirContext). It is information for the app and for policies; it grants and confines nothing.
 *
 * @param resource the resource, where the item is a relative reference to one
 * @param canonical the canonical URL, where the item has one
 * @param role what it is in context for; {@code launch} unless said otherwise
 */
public record FhirContextItem(
    Optional<Reference> resource, Optional<String> canonical, String role) {
  /** Longer texts are refused. */
  private static final int MAX_TEXT = 512;

  private static final String DEFAULT_ROLE = "launch";

  public FhirContextItem {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(canonical, "canonical");
    Objects.requireNonNull(role, "role");
  }

  /**
   * Reads an element of the claim; empty when it has not the form of one. What it refers to
   * elsewhere, or by identifier, is an item without resource.
   */
  public static Optional<FhirContextItem> read(JsonValue element) {
    if (!(element instanceof JsonObject item)) {
      return Optional.empty();
    }
    boolean says =
        item.get("reference") != null
            || item.get("canonical") != null
            || item.get("identifier") instanceof JsonObject;
    if (!says
        || !isText(item, "reference")
        || !isText(item, "canonical")
        || !isText(item, "role")) {
      return Optional.empty();
    }
    return Optional.of(
        new FhirContextItem(
            item.string("reference").flatMap(FhirContextItem::relative),
            item.string("canonical"),
            item.string("role").orElse(DEFAULT_ROLE)));
  }

  private static boolean isText(JsonObject item, String member) {
    JsonValue value = item.get(member);
    return value == null
        || (value instanceof JsonString text
            && !text.value().isEmpty()
            && text.value().length() <= MAX_TEXT);
  }

  private static Optional<Reference> relative(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String type = text.substring(0, slash);
    String id = text.substring(slash + 1);
    return ResourceTypes.contains(type) && FhirId.matches(id)
        ? Optional.of(new Reference(type, id))
        : Optional.empty();
  }

  /** The type alone: an id may be patient data. */
  @Override
  public String toString() {
    return resource.map(Reference::toString).orElse("item without resource");
  }
}
