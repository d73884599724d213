package org.ztclinical.identity;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.fhir.FhirId;

/**
 * The FHIR resource that is the user (SMART 2.2 §scopes for requesting identity data). Prints
 * nothing of it: for a patient it is patient data.
 *
 * @param type which kind of user
 * @param id the resource's id
 * @param base the server's base URL without closing slash where the claim was absolute
 */
public record FhirUser(Type type, String id, Optional<String> base) {
  private static final int MAX_LENGTH = 512;
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?:(https?://[A-Za-z0-9._~:\\[\\]-]+(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)/)?"
              + "(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/([^/]+)");

  public FhirUser {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(base, "base");
    if (!isId(id)) {
      throw new IllegalArgumentException("a FHIR user has a FHIR id");
    }
  }

  /** The types a user can have. */
  public enum Type {
    PATIENT("Patient"),
    PRACTITIONER("Practitioner"),
    PRACTITIONER_ROLE("PractitionerRole"),
    RELATED_PERSON("RelatedPerson"),
    PERSON("Person");

    private final String resourceType;

    Type(String resourceType) {
      this.resourceType = resourceType;
    }

    /** The FHIR name of the type. */
    public String resourceType() {
      return resourceType;
    }

    private static Type named(String resourceType) {
      for (Type type : values()) {
        if (type.resourceType.equals(resourceType)) {
          return type;
        }
      }
      throw new IllegalArgumentException("no type of user");
    }
  }

  /**
   * Reads {@code Type/id} or an absolute http or https URL that ends so, without user, query,
   * fragment, escapes or dot segments; empty for anything else.
   */
  public static Optional<FhirUser> parse(String claim) {
    if (claim.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher parts = CLAIM.matcher(claim);
    if (!parts.matches() || !isId(parts.group(3))) {
      return Optional.empty();
    }
    Optional<String> base = Optional.ofNullable(parts.group(1));
    return Optional.of(new FhirUser(Type.named(parts.group(2)), parts.group(3), base));
  }

  /** A FHIR id that is no dot segment of a path. */
  static boolean isId(String text) {
    return FhirId.matches(text) && !text.equals(".") && !text.equals("..");
  }

  /** {@code Type/id}, without a base. */
  public String reference() {
    return type.resourceType() + "/" + id;
  }

  @Override
  public String toString() {
    return "FhirUser[" + type.resourceType() + "]";
  }
}
