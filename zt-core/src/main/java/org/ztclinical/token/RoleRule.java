package org.ztclinical.token;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which roles an issuer may give, and what they are called here. Names are compared character for
 * character. Immutable; each method returns a changed copy.
 */
public final class RoleRule {
  private static final RoleRule ALL = new RoleRule(true, Map.of());
  private static final RoleRule NONE = new RoleRule(false, Map.of());

  private final boolean others;
  private final Map<String, String> ours;

  private RoleRule(boolean others, Map<String, String> ours) {
    this.others = others;
    this.ours = ours;
  }

  /** Every role that the issuer names: it alone decides who is a physician here. */
  public static RoleRule all() {
    return ALL;
  }

  /** No role, whatever the token says. */
  public static RoleRule none() {
    return NONE;
  }

  /** These roles, by the names that the issuer gives them, and no others. */
  public static RoleRule only(String first, String... more) {
    RoleRule rule = NONE.translating(first, first);
    for (String role : more) {
      rule = rule.translating(role, role);
    }
    return rule;
  }

  /** Gives our role for the issuer's: policies see the one and never the other. */
  public RoleRule translating(String theirs, String oursInstead) {
    requireName(theirs);
    requireName(oursInstead);
    Map<String, String> more = new LinkedHashMap<>(ours);
    if (more.put(theirs, oursInstead) != null) {
      throw new IllegalArgumentException("the role is named twice: " + theirs);
    }
    return new RoleRule(others, Map.copyOf(more));
  }

  /** What is left of the roles that a token names, in its order, each once. */
  public List<String> granted(Collection<String> named) {
    Set<String> granted = new LinkedHashSet<>();
    for (String role : named) {
      String here = ours.get(role);
      if (here != null) {
        granted.add(here);
      } else if (others) {
        granted.add(role);
      }
    }
    return List.copyOf(granted);
  }

  private static void requireName(String role) {
    if (Objects.requireNonNull(role, "role").isBlank()) {
      throw new IllegalArgumentException("a role has a name");
    }
  }

  /** For start-up logs: {@code all roles}, {@code no roles}, {@code roles: physician, nurse}. */
  @Override
  public String toString() {
    String names =
        String.join(
            ", ",
            ours.entrySet().stream()
                .map(role -> name(role.getKey(), role.getValue()))
                .sorted()
                .toList());
    if (others) {
      return ours.isEmpty() ? "all roles" : "all roles, " + names;
    }
    return ours.isEmpty() ? "no roles" : "roles: " + names;
  }

  private static String name(String theirs, String here) {
    return theirs.equals(here) ? theirs : theirs + " as " + here;
  }
}
