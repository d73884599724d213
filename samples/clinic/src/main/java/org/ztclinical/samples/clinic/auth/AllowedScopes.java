package org.ztclinical.samples.clinic.auth;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of SMART scopes that may be granted, each standing for all narrower ones: {@code
 * user/*.rs} allows {@code user/Observation.r}, {@code user/Patient.read} and {@code
 * user/Observation.rs?category=laboratory} (SMART 2.2 §scopes).
 */
final class AllowedScopes {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "(patient|user|system)/(\\*|[A-Z][A-Za-z]*)\\.(read|write|\\*|c?r?u?d?s?)(\\?\\S+)?");

  private final List<String> exact;
  private final List<ResourceScope> resources;

  private AllowedScopes(List<String> exact, List<ResourceScope> resources) {
    this.exact = exact;
    this.resources = resources;
  }

  static AllowedScopes of(List<String> scopes) {
    return new AllowedScopes(
        scopes.stream().filter(scope -> !scope.contains(".")).toList(),
        scopes.stream().flatMap(scope -> ResourceScope.parse(scope).stream()).toList());
  }

  /** Whether this scope is on the list, or is narrower than one on the list. */
  boolean allows(String scope) {
    return exact.contains(scope)
        || ResourceScope.parse(scope)
            .filter(wanted -> resources.stream().anyMatch(allowed -> allowed.covers(wanted)))
            .isPresent();
  }

  private record ResourceScope(String context, String type, String letters) {

    static Optional<ResourceScope> parse(String scope) {
      Matcher parts = RESOURCE.matcher(scope);
      if (!parts.matches() || parts.group(3).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new ResourceScope(parts.group(1), parts.group(2), letters(parts.group(3))));
    }

    boolean covers(ResourceScope wanted) {
      return context.equals(wanted.context)
          && (type.equals("*") || type.equals(wanted.type))
          && wanted.letters.chars().allMatch(letter -> letters.indexOf(letter) >= 0);
    }

    private static String letters(String permissions) {
      return switch (permissions) {
        case "read" -> "rs";
        case "write" -> "cud";
        case "*" -> "cruds";
        default -> permissions;
      };
    }
  }
}
