package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.Scope.Context;

/** The strict grammar of resource scopes. */
final class ScopeReader {
  private static final int MAX_LENGTH = 1_024;

  private static final String IN_ORDER = Permission.letters(EnumSet.allOf(Permission.class));

  private final String text;

  private ScopeReader(String text) {
    this.text = text;
  }

  static Scope read(String text) throws ScopeSyntaxException {
    return new ScopeReader(text).read();
  }

  private Scope read() throws ScopeSyntaxException {
    int slash = text.indexOf('/');
    Context context =
        Context.find(slash < 0 ? "" : text.substring(0, slash))
            .orElseThrow(() -> notAResourceScope());
    if (text.length() > MAX_LENGTH) {
      throw malformed("a scope is at most " + MAX_LENGTH + " characters long");
    }
    if (!isOfScopeCharacters()) {
      throw malformed("a scope is printable ASCII without spaces, quotes and backslashes");
    }
    int question = text.indexOf('?');
    String head = question < 0 ? text : text.substring(0, question);
    int dot = head.indexOf('.', slash);
    if (dot < 0) {
      throw malformed("a scope is context/type.permissions");
    }
    String type = type(head.substring(slash + 1, dot));
    String permissions = head.substring(dot + 1);
    return new Scope(context, type, permissions(permissions), constraints(permissions, question));
  }

  private String type(String name) throws ScopeSyntaxException {
    if (!name.equals(Scope.ALL_TYPES) && !ResourceTypes.contains(name)) {
      throw malformed("the type must be a resource type of FHIR R4 or *");
    }
    return name;
  }

  private Set<Permission> permissions(String suffix) throws ScopeSyntaxException {
    return switch (suffix) {
      case "read" -> EnumSet.of(Permission.READ, Permission.SEARCH);
      case "write" -> EnumSet.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE);
      case "*" -> EnumSet.allOf(Permission.class);
      case "" -> throw malformed("permissions are missing");
      default -> letters(suffix);
    };
  }

  private Set<Permission> letters(String suffix) throws ScopeSyntaxException {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    int last = -1;
    for (int i = 0; i < suffix.length(); i++) {
      int place = IN_ORDER.indexOf(suffix.charAt(i));
      if (place < 0) {
        throw malformed("permissions must be letters of cruds, or read, write or *");
      }
      if (place == last) {
        throw malformed("a permission must not be repeated");
      }
      if (place < last) {
        throw malformed("permissions must be in the order c r u d s");
      }
      last = place;
      permissions.add(Permission.of(suffix.charAt(i)));
    }
    return permissions;
  }

  private List<Constraint> constraints(String permissions, int question)
      throws ScopeSyntaxException {
    if (question < 0) {
      return List.of();
    }
    if (permissions.equals("read") || permissions.equals("write") || permissions.equals("*")) {
      throw malformed("a constraint needs permissions of version 2");
    }
    String query = text.substring(question + 1);
    if (query.isEmpty() || query.indexOf('?') >= 0) {
      throw malformed("a constraint is one query");
    }
    List<Constraint> constraints = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      constraints.add(constraint(pair));
    }
    return constraints;
  }

  private Constraint constraint(String pair) throws ScopeSyntaxException {
    int equals = pair.indexOf('=');
    if (equals < 1 || equals == pair.length() - 1) {
      throw malformed("a constraint is parameter=value");
    }
    try {
      Parameters.Parameter parameter = Parameters.parse(pair).list().get(0);
      return Constraint.parse(parameter.name(), parameter.value());
    } catch (RequestRefusedException e) {
      throw malformed("a constraint must be a well-formed query");
    } catch (IllegalArgumentException e) {
      throw new ScopeSyntaxException(
          text,
          SmartReason.CONSTRAINT_NOT_SUPPORTED,
          "a constraint must be a token, reference or uri parameter without modifier and chain");
    }
  }

  private ScopeSyntaxException notAResourceScope() {
    return new ScopeSyntaxException(
        text, SmartReason.NOT_A_RESOURCE_SCOPE, "it begins with none of patient/, user/, system/");
  }

  private ScopeSyntaxException malformed(String rule) {
    return new ScopeSyntaxException(text, SmartReason.MALFORMED, rule);
  }

  /** RFC 6749 §3.3, scope-token. */
  private boolean isOfScopeCharacters() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
