package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.SearchParameters;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * A granular restriction of a scope: a search parameter with the values of which one must match
 * (SMART 2.2 §finer-grained resource constraints). Only what can be evaluated exactly on a resource
 * is a constraint: token, reference to a resource of this server, uri. Of the other kinds servers
 * decide themselves what matches (how strings are folded, the time zone of dates, the precision and
 * units of numbers), so that a scope with one of them grants nothing.
 *
 * @param parameter the name of a search parameter
 * @param tokens the alternatives; at least one
 */
record Constraint(String parameter, List<Token> tokens) {
  private static final Pattern NAME = Pattern.compile("_?[a-z][A-Za-z0-9-]*");
  private static final Set<String> OF_EVERY_TYPE = Set.of("_tag", "_security");

  Constraint {
    Objects.requireNonNull(parameter, "parameter");
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads a decoded name and value.
   *
   * @throws IllegalArgumentException for modifiers, chains, prefixes of other kinds and escapes
   */
  static Constraint parse(String name, String value) {
    if (!NAME.matcher(name).matches() || value.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("not a plain parameter");
    }
    List<Token> tokens = new ArrayList<>();
    for (String alternative : value.split(",", -1)) {
      tokens.add(Token.parse(alternative));
    }
    return new Constraint(name, tokens);
  }

  /** The definition by which the constraint is evaluated on a type; empty where it cannot be. */
  Optional<SearchParameter> definition(String type) {
    return SearchParameters.find(type, parameter).filter(this::canBeEvaluated);
  }

  private boolean canBeEvaluated(SearchParameter definition) {
    return definition.exact()
        && !definition.paths().isEmpty()
        && (!definition.code().startsWith("_") || OF_EVERY_TYPE.contains(definition.code()))
        && switch (definition.kind()) {
          // A ContactPoint is a token by its own rules (FHIR R4 §3.1.1.4.10).
          case TOKEN -> definition.paths().stream().noneMatch(Constraint::isContactPoint);
          case REFERENCE ->
              tokens.stream().allMatch(token -> reference(token, definition).isPresent());
          case URI -> true;
          case NUMBER, DATE, STRING, COMPOSITE, QUANTITY, SPECIAL -> false;
        };
  }

  /** {@code Type/id}, or an id alone where it can be of one type only. */
  private static Optional<Reference> reference(Token token, SearchParameter definition) {
    String text = token.text();
    int slash = text.indexOf('/');
    String type =
        slash >= 0
            ? text.substring(0, slash)
            : definition.targets().size() == 1 ? definition.targets().iterator().next() : "";
    String id = text.substring(slash + 1);
    return definition.targets().contains(type) && FhirId.matches(id)
        ? Optional.of(new Reference(type, id))
        : Optional.empty();
  }

  private static boolean isContactPoint(ElementPath path) {
    return path.members().get(path.members().size() - 1).equals("telecom");
  }

  /** True when the resource has one of the values at one of the definition's paths. */
  boolean isMetBy(JsonObject resource, SearchParameter definition, ServerBase base) {
    for (ElementPath path : definition.paths()) {
      for (Token token : tokens) {
        if (matches(token, path, resource, definition, base)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(
      Token token,
      ElementPath path,
      JsonObject resource,
      SearchParameter definition,
      ServerBase base) {
    if (definition.kind() == SearchParameter.Kind.TOKEN) {
      return path.anyMatch(resource, token::matches);
    }
    if (definition.kind() == SearchParameter.Kind.URI) {
      JsonString wanted = new JsonString(token.text());
      return path.anyMatch(resource, wanted::equals);
    }
    Reference wanted = reference(token, definition).orElse(null);
    return wanted != null && path.anyReference(resource, base, wanted::equals);
  }

  /** True when a client's parameter asks for nothing but what the constraint lets through. */
  boolean isImpliedBy(Parameter client) {
    if (!client.name().equals(parameter) || client.value().indexOf('\\') >= 0) {
      return false;
    }
    for (String alternative : client.value().split(",", -1)) {
      if (tokens.stream().noneMatch(token -> token.text().equals(alternative))) {
        return false;
      }
    }
    return true;
  }

  /** The constraint as a search parameter. */
  Parameter asParameter() {
    return new Parameter(parameter, value());
  }

  private String value() {
    return String.join(",", tokens.stream().map(Token::text).toList());
  }

  String text() {
    return Parameters.of(List.of(asParameter())).toQuery();
  }

  /** The parameter alone: values may be patient data. */
  @Override
  public String toString() {
    return parameter + "=[redacted]";
  }
}
