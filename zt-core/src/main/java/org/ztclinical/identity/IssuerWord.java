package org.ztclinical.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.token.RoleRule;
import org.ztclinical.token.TrustedIssuer;

/**
 * How far each trusted issuer's word goes about people: which roles it gives, and whether its
 * {@code fhirUser} is somebody here. Nothing else in the library decides that. Immutable.
 *
 * <p>The only issuer may say all of it, unless it is told less. Of several, each may say what was
 * stated for it and no more: one who may authenticate patients for a portal must not be able to
 * make them physicians. An issuer that is not listed says nothing.
 */
final class IssuerWord {
  private final Map<String, Word> words;
  private final ServerBase base;

  private IssuerWord(Map<String, Word> words, ServerBase base) {
    this.words = words;
    this.base = Objects.requireNonNull(base, "base");
  }

  /** The word of these issuers about users of this server. */
  static IssuerWord of(Collection<TrustedIssuer> issuers, ServerBase base) {
    boolean alone = issuers.size() == 1;
    Map<String, Word> words = new LinkedHashMap<>();
    for (TrustedIssuer issuer : issuers) {
      RoleRule roles = issuer.roleRule().orElse(alone ? RoleRule.all() : RoleRule.none());
      boolean users = alone || issuer.vouchesForLocalUsers();
      Word word =
          new Word(
              roles,
              users,
              !alone && issuer.roleRule().isEmpty(),
              alone || issuer.vouchesForMfa(),
              issuer.rolesPath(),
              issuer.acrOrder());
      if (words.put(issuer.issuer(), word) != null) {
        throw new IllegalArgumentException("the issuer is trusted twice: " + issuer.issuer());
      }
    }
    return new IssuerWord(words, base);
  }

  /**
   * What one issuer may say; silent when nothing was stated about its roles.
   *
   * @param strength whether its word on authentication counts
   */
  private record Word(
      RoleRule roles,
      boolean users,
      boolean silent,
      boolean strength,
      List<String> rolesPath,
      List<String> acrOrder) {
    static final Word NONE = new Word(RoleRule.none(), false, true, false, List.of(), List.of());
  }

  /** Where its roles are; empty when that is as configured for all. */
  List<String> rolesPath(String issuer) {
    return word(issuer).rolesPath();
  }

  /** What counts of what it says about authentication: all of it, or nothing. */
  AuthenticationStrength strength(String issuer, AuthenticationStrength told) {
    Word word = word(issuer);
    if (!word.strength()) {
      return AuthenticationStrength.unknown();
    }
    return word.acrOrder().isEmpty() ? told : ranked(told, word.acrOrder());
  }

  /** A class that the issuer's order does not know is weaker than all that it knows. */
  private static AuthenticationStrength ranked(AuthenticationStrength told, List<String> order) {
    int rank = told.acr().map(order::indexOf).orElse(-1);
    Set<String> reached = Set.copyOf(order.subList(0, rank + 1));
    return new AuthenticationStrength(told.acr(), told.amr(), told.authTime(), reached);
  }

  /** The roles that count of those that a token names. */
  List<String> roles(String issuer, List<String> named) {
    return named.isEmpty() ? named : word(issuer).roles().granted(named);
  }

  /** The user, where the issuer may say who that is. */
  Optional<FhirUser> user(String issuer, Optional<FhirUser> named) {
    return word(issuer).users() ? named : Optional.empty();
  }

  /** The same, when it is a resource of this server and not of another. */
  Optional<FhirUser> localUser(String issuer, Optional<FhirUser> named) {
    return user(issuer, named).filter(this::isOfThisServer);
  }

  /** A resource of another server may have the id of something else here. */
  private boolean isOfThisServer(FhirUser user) {
    return user.base()
        .map(other -> Reference.parse(other + "/" + user.reference(), base).isPresent())
        .orElse(true);
  }

  private Word word(String issuer) {
    return words.getOrDefault(issuer, Word.NONE);
  }

  /** A line for each issuer; what is withheld because nothing was stated says how to state it. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    words.forEach((issuer, word) -> lines.add("issuer " + issuer + ": " + described(word)));
    return lines;
  }

  private static String described(Word word) {
    String roles =
        word.silent()
            ? "no roles, because there are several issuers and nothing was stated: call"
                + " roles(RoleRule) on it"
            : word.roles().toString();
    return roles
        + (word.users() ? "; names users of this server" : "; its fhirUser is not used")
        + (word.strength() ? "" : "; its word on authentication is not used")
        + (word.acrOrder().isEmpty() ? "" : "; acr " + String.join(" < ", word.acrOrder()));
  }
}
