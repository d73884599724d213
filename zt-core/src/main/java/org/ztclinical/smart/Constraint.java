package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.SearchParameters;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * A granular restriction of a scope: a token parameter with the values of which one must match
 * (SMART 2.2 §finer-grained resource constraints). Only what can be evaluated exactly on a resource
 * is a constraint here; the text of others does not parse, so that their scopes grant nothing.
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
      throw new IllegalArgumentException("not a plain token parameter");
    }
    List<Token> tokens = new ArrayList<>();
    for (String alternative : value.split(",", -1)) {
      tokens.add(Token.parse(alternative));
    }
    return new Constraint(name, tokens);
  }

  /** The definition by which the constraint is evaluated on a type; empty where it cannot be. */
  Optional<SearchParameter> definition(String type) {
    return SearchParameters.find(type, parameter).filter(Constraint::canBeEvaluated);
  }

  private static boolean canBeEvaluated(SearchParameter definition) {
    return definition.kind() == SearchParameter.Kind.TOKEN
        && definition.exact()
        && !definition.paths().isEmpty()
        && (!definition.code().startsWith("_") || OF_EVERY_TYPE.contains(definition.code()))
        // A ContactPoint is a token by its own rules (FHIR R4 §3.1.1.4.10).
        && definition.paths().stream().noneMatch(Constraint::isContactPoint);
  }

  private static boolean isContactPoint(ElementPath path) {
    return path.members().get(path.members().size() - 1).equals("telecom");
  }

  /** True when the resource has one of the values at one of the definition's paths. */
  boolean isMetBy(JsonObject resource, SearchParameter definition) {
    for (ElementPath path : definition.paths()) {
      for (Token token : tokens) {
        if (path.anyMatch(resource, token::matches)) {
          return true;
        }
      }
    }
    return false;
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
