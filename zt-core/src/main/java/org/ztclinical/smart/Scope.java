package org.ztclinical.smart;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A SMART resource scope, of version 1 or 2 (SMART 2.2 §scopes for requesting FHIR resources).
 *
 * @param context whose resources
 * @param type a resource type of R4, or {@link #ALL_TYPES}
 * @param permissions at least one
 * @param constraints granular restrictions, all of which must be met; usually none
 */
public record Scope(
    Context context, String type, Set<Permission> permissions, List<Constraint> constraints) {
  /** Stands for every resource type. */
  public static final String ALL_TYPES = "*";

  public Scope {
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(type, "type");
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    constraints = List.copyOf(constraints);
  }

  /** Whose resources a scope is about. */
  public enum Context {
    /** Those of the patient in the launch context. */
    PATIENT,
    /** Those the user may access. */
    USER,
    /** Those a client may access that acts for itself. */
    SYSTEM;

    static Optional<Context> find(String word) {
      return switch (word) {
        case "patient" -> Optional.of(PATIENT);
        case "user" -> Optional.of(USER);
        case "system" -> Optional.of(SYSTEM);
        default -> Optional.empty();
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads one scope, strictly: letter case, the order of letters and the type's name count, nothing
   * is trimmed or decoded in front of the constraint.
   */
  public static Scope parse(String text) throws ScopeSyntaxException {
    return ScopeReader.read(text);
  }

  /** True when the scope is about the type. */
  public boolean names(String resourceType) {
    return type.equals(resourceType) || type.equals(ALL_TYPES);
  }

  /** In version 2 form, as it would be granted; constraint values may be patient data. */
  public String text() {
    StringBuilder text = new StringBuilder(head());
    char separator = '?';
    for (Constraint constraint : constraints) {
      text.append(separator).append(constraint.text());
      separator = '&';
    }
    return text.toString();
  }

  private String head() {
    return context.word() + "/" + type + "." + Permission.letters(permissions);
  }

  /** Without the values of constraints. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(head());
    char separator = '?';
    for (Constraint constraint : constraints) {
      text.append(separator).append(constraint);
      separator = '&';
    }
    return text.toString();
  }
}
