package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.schema.TypeSyntax.AttributeSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.Named;
import org.ztclinical.cedar.schema.TypeSyntax.RecordSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.SetSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.Sort;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;

/**
 * Reads the types, names and annotations in a schema in JSON. Recurses as deep as types nest, which
 * the limits bound. For one thread.
 */
final class JsonTypeReader {
  private static final List<String> PLAIN = List.of("type");
  private static final List<String> NAMED = List.of("type", "name");
  private static final List<String> SET = List.of("type", "element");
  private static final List<String> RECORD = List.of("type", "attributes", "additionalAttributes");

  private final CedarLimits limits;
  private int depth;

  JsonTypeReader(CedarLimits limits) {
    this.limits = limits;
  }

  /** The annotations among these members, a value of null being an empty one. */
  Map<String, String> annotations(Map<String, JsonNode> members) throws CedarSyntaxException {
    JsonNode node = members.get("annotations");
    if (node == null) {
      return Map.of();
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.members().entrySet()) {
      JsonNode value = member.getValue();
      if (!Lexical.isWord(member.getKey())) {
        throw value.at().error(Fault.MALFORMED, "an annotation is called by one identifier");
      }
      annotations.put(member.getKey(), value.isNull() ? "" : value.string());
    }
    return annotations;
  }

  /** The names of entity types in an array. */
  List<Named> entityTypes(JsonNode node) throws CedarSyntaxException {
    List<Named> types = new ArrayList<>();
    for (JsonNode name : node.elements()) {
      types.add(new Named(Sort.ENTITY, path(name), name.at()));
    }
    return types;
  }

  /** A name with or without namespace, in its normal form. */
  static String path(JsonNode node) throws CedarSyntaxException {
    String path = node.string();
    for (String part : path.split("::", -1)) {
      if (!part.equals("__cedar") && !Lexical.isIdentifier(part)) {
        throw node.at()
            .error(
                Fault.MALFORMED,
                "a name is identifiers joined by ::, without blanks and reserved words");
      }
    }
    return path;
  }

  /** A type. */
  TypeSyntax type(JsonNode node) throws CedarSyntaxException {
    return type(node, List.of());
  }

  /** A type that can have annotations. */
  TypeSyntax commonType(JsonNode node) throws CedarSyntaxException {
    annotations(node.members());
    return type(node, List.of("annotations"));
  }

  private TypeSyntax type(JsonNode node, List<String> more) throws CedarSyntaxException {
    Map<String, JsonNode> members = node.members();
    JsonNode type = node.required(members, "type");
    String word = type.string();
    return switch (word) {
      case "Bool", "Boolean" -> builtIn("Bool", node, more);
      case "Long", "String" -> builtIn(word, node, more);
      case "Set" -> set(node, more);
      case "Record" -> record(node, more);
      case "Entity" -> new Named(Sort.ENTITY, name(node, more), node.at());
      case "EntityOrCommon" -> new Named(Sort.ANY, name(node, more), node.at());
      case "Extension" -> extension(node, more);
      default -> {
        members(node, PLAIN, more);
        yield new Named(Sort.COMMON, path(type), type.at());
      }
    };
  }

  private static Map<String, JsonNode> members(JsonNode node, List<String> known, List<String> more)
      throws CedarSyntaxException {
    List<String> all = new ArrayList<>(known);
    all.addAll(more);
    return node.members(all);
  }

  private static TypeSyntax builtIn(String name, JsonNode node, List<String> more)
      throws CedarSyntaxException {
    members(node, PLAIN, more);
    return new Named(Sort.BUILT_IN, name, node.at());
  }

  private static String name(JsonNode node, List<String> more) throws CedarSyntaxException {
    return path(node.required(members(node, NAMED, more), "name"));
  }

  private static TypeSyntax extension(JsonNode node, List<String> more)
      throws CedarSyntaxException {
    String name = name(node, more);
    return switch (name) {
      case "decimal", "ipaddr", "datetime", "duration" -> new Named(Sort.BUILT_IN, name, node.at());
      default ->
          throw node.at()
              .error(
                  Fault.UNKNOWN, "the extension types are datetime, decimal, duration and ipaddr");
    };
  }

  private TypeSyntax set(JsonNode node, List<String> more) throws CedarSyntaxException {
    JsonNode element = node.required(members(node, SET, more), "element");
    enter(node);
    TypeSyntax of = type(element, List.of());
    depth--;
    return new SetSyntax(of, node.at());
  }

  private TypeSyntax record(JsonNode node, List<String> more) throws CedarSyntaxException {
    Map<String, JsonNode> members = members(node, RECORD, more);
    Map<String, JsonNode> written = node.required(members, "attributes").members();
    JsonNode open = members.get("additionalAttributes");
    if (open != null && open.bool()) {
      throw open.at()
          .error(Fault.NOT_ALLOWED, "a record with attributes that nobody declared cannot be had");
    }
    if (written.size() > limits.maxMembers()) {
      throw node.at()
          .error(Fault.LIMIT, "a record has at most %d attributes".formatted(limits.maxMembers()));
    }
    enter(node);
    Map<String, AttributeSyntax> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> attribute : written.entrySet()) {
      attributes.put(attribute.getKey(), attribute(attribute.getValue()));
    }
    depth--;
    return new RecordSyntax(attributes, node.at());
  }

  private AttributeSyntax attribute(JsonNode node) throws CedarSyntaxException {
    Map<String, JsonNode> members = node.members();
    annotations(members);
    JsonNode required = members.get("required");
    return new AttributeSyntax(
        type(node, List.of("required", "annotations")), required == null || required.bool());
  }

  private void enter(JsonNode at) throws CedarSyntaxException {
    if (++depth > limits.maxDepth()) {
      throw at.at()
          .error(Fault.LIMIT, "types nest deeper than %d levels here".formatted(limits.maxDepth()));
    }
  }
}
