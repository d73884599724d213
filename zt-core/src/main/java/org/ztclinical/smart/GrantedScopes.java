package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.reason.Reason;

/**
 * The resource scopes of a token, and why its other scopes grant nothing. Reading is the costly
 * part: keep the instance as long as the token. Immutable.
 */
public final class GrantedScopes {
  /** Further scopes are not read and grant nothing. */
  public static final int MAX_SCOPES = 2_048;

  private static final GrantedScopes NONE = new GrantedScopes(List.of(), List.of());

  private final List<Scope> scopes;
  private final List<Reason> notes;

  private GrantedScopes(List<Scope> scopes, List<Reason> notes) {
    this.scopes = scopes;
    this.notes = List.copyOf(notes);
  }

  /** No scope was granted. */
  public static GrantedScopes none() {
    return NONE;
  }

  /**
   * Reads scopes as received, already split at spaces. One that is malformed, constrained by what
   * cannot be evaluated, or about something else than resources grants nothing and leaves a note;
   * it never loosens the others.
   */
  public static GrantedScopes parse(List<String> texts) {
    Set<Scope> scopes = new LinkedHashSet<>();
    List<Reason> notes = new ArrayList<>(0);
    for (String text : texts.subList(0, Math.min(texts.size(), MAX_SCOPES))) {
      try {
        scopes.add(Scope.parse(text));
      } catch (ScopeSyntaxException e) {
        notes.add(Reason.of(e.reason(), e.rule()));
      }
    }
    if (texts.size() > MAX_SCOPES) {
      notes.add(Reason.of(SmartReason.MALFORMED, "more than " + MAX_SCOPES + " scopes"));
    }
    return new GrantedScopes(List.copyOf(scopes), notes);
  }

  /** The scopes that grant something, in the order received, without repeats. */
  public List<Scope> scopes() {
    return scopes;
  }

  /** Why scopes grant nothing, one reason each. */
  public List<Reason> notes() {
    return notes;
  }

  /** The scopes about a type, wildcards included: those come last. */
  List<Scope> forType(String type) {
    List<Scope> about = new ArrayList<>(scopes.size());
    List<Scope> wildcards = new ArrayList<>(0);
    for (Scope scope : scopes) {
      if (scope.type().equals(type)) {
        about.add(scope);
      } else if (scope.type().equals(Scope.ALL_TYPES)) {
        wildcards.add(scope);
      }
    }
    about.addAll(wildcards);
    return about;
  }

  @Override
  public String toString() {
    return scopes + (notes.isEmpty() ? "" : " and " + notes.size() + " without effect");
  }
}
