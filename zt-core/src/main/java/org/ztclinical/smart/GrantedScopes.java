package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final List<Scope> wildcards;
  private final Map<String, List<Scope>> byType;

  private GrantedScopes(List<Scope> scopes, List<Reason> notes) {
    this.scopes = List.copyOf(scopes);
    this.notes = List.copyOf(notes);
    this.wildcards =
        this.scopes.stream().filter(scope -> scope.type().equals(Scope.ALL_TYPES)).toList();
    Map<String, List<Scope>> index = new HashMap<>();
    for (Scope scope : this.scopes) {
      index.computeIfAbsent(scope.type(), type -> new ArrayList<>()).add(scope);
    }
    index.values().forEach(named -> addAbsent(named, wildcards));
    this.byType = Map.copyOf(index);
  }

  private static void addAbsent(List<Scope> named, List<Scope> wildcards) {
    wildcards.stream().filter(scope -> !named.contains(scope)).forEach(named::add);
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
    List<Scope> scopes = new ArrayList<>();
    List<Reason> notes = new ArrayList<>();
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
    return new GrantedScopes(scopes.stream().distinct().toList(), notes);
  }

  /** The scopes that grant something, in the order received, without repeats. */
  public List<Scope> scopes() {
    return scopes;
  }

  /** Why scopes grant nothing, one reason each. */
  public List<Reason> notes() {
    return notes;
  }

  /** The scopes about a type, wildcards included. */
  List<Scope> forType(String type) {
    List<Scope> named = byType.get(type);
    return named == null ? wildcards : named;
  }

  @Override
  public String toString() {
    return scopes + (notes.isEmpty() ? "" : " and " + notes.size() + " without effect");
  }
}
