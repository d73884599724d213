package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.schema.Declarations.ActionDeclaration;
import org.ztclinical.cedar.schema.Declarations.ActionReference;
import org.ztclinical.cedar.schema.Declarations.CommonTypeDeclaration;
import org.ztclinical.cedar.schema.Declarations.Declared;
import org.ztclinical.cedar.schema.Declarations.EntityDeclaration;
import org.ztclinical.cedar.schema.TypeSyntax.Named;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;

/** Reads what a schema in JSON declares. For one document. */
final class SchemaJsonReader {
  private static final String ACTION = "Action";

  private final JsonTypeReader types;
  private final Declarations declarations = new Declarations();

  SchemaJsonReader(CedarLimits limits) {
    this.types = new JsonTypeReader(limits);
  }

  Declarations read(JsonNode document) throws CedarSyntaxException {
    for (Map.Entry<String, JsonNode> namespace : document.members().entrySet()) {
      JsonNode node = namespace.getValue();
      if (!namespace.getKey().isEmpty() && !Name.isName(namespace.getKey())) {
        throw node.at()
            .error(
                Fault.MALFORMED,
                "a namespace is called by identifiers joined by ::, without blanks and reserved"
                    + " words, or by the empty text");
      }
      namespace(namespace.getKey(), node);
    }
    return declarations;
  }

  private void namespace(String namespace, JsonNode node) throws CedarSyntaxException {
    Map<String, JsonNode> members =
        node.members(List.of("entityTypes", "actions", "commonTypes", "annotations"));
    Map<String, String> annotations = types.annotations(members);
    if (namespace.isEmpty() && !annotations.isEmpty()) {
      throw node.at().error(Fault.NOT_ALLOWED, "the empty namespace cannot have annotations");
    }
    for (Map.Entry<String, JsonNode> type :
        node.required(members, "entityTypes").members().entrySet()) {
      Declared<Name> name = declared(namespace, type, "an entity type");
      declarations.add(entity(namespace, name, type.getValue()));
    }
    for (Map.Entry<String, JsonNode> action :
        node.required(members, "actions").members().entrySet()) {
      EntityUid uid = EntityUid.of(Name.ofTrusted(ACTION).in(namespace), action.getKey());
      declarations.add(action(namespace, uid, action.getValue()));
    }
    JsonNode commonTypes = members.get("commonTypes");
    if (commonTypes != null) {
      for (Map.Entry<String, JsonNode> type : commonTypes.members().entrySet()) {
        Declared<Name> name = declared(namespace, type, "a common type");
        TypeSyntax meaning = types.commonType(type.getValue());
        declarations.add(new CommonTypeDeclaration(namespace, name, meaning));
      }
    }
  }

  private static Declared<Name> declared(
      String namespace, Map.Entry<String, JsonNode> member, String what)
      throws CedarSyntaxException {
    if (!Lexical.isIdentifier(member.getKey())) {
      throw member
          .getValue()
          .at()
          .error(
              Fault.MALFORMED,
              what + " is called by one identifier, without namespace, blanks and reserved words");
    }
    return new Declared<>(Name.ofTrusted(member.getKey()).in(namespace), member.getValue().at());
  }

  private EntityDeclaration entity(String namespace, Declared<Name> name, JsonNode node)
      throws CedarSyntaxException {
    Map<String, JsonNode> members =
        node.members(List.of("memberOfTypes", "shape", "tags", "enum", "annotations"));
    Map<String, String> annotations = types.annotations(members);
    JsonNode ids = members.get("enum");
    if (ids != null) {
      node.members(List.of("enum", "annotations"));
      return enumeration(namespace, name, ids, annotations);
    }
    JsonNode memberOf = members.get("memberOfTypes");
    return new EntityDeclaration(
        namespace,
        List.of(name),
        memberOf == null ? List.of() : types.entityTypes(memberOf),
        optionalType(members, "shape"),
        optionalType(members, "tags"),
        Optional.empty(),
        annotations);
  }

  private static EntityDeclaration enumeration(
      String namespace, Declared<Name> name, JsonNode ids, Map<String, String> annotations)
      throws CedarSyntaxException {
    List<String> texts = new ArrayList<>();
    for (JsonNode id : ids.elements()) {
      texts.add(id.string());
    }
    if (texts.isEmpty()) {
      throw ids.at().error(Fault.NOT_ALLOWED, "an enumeration has at least one id");
    }
    return new EntityDeclaration(
        namespace,
        List.of(name),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(texts),
        annotations);
  }

  private Optional<TypeSyntax> optionalType(Map<String, JsonNode> members, String name)
      throws CedarSyntaxException {
    JsonNode type = members.get(name);
    return type == null ? Optional.empty() : Optional.of(types.type(type));
  }

  private ActionDeclaration action(String namespace, EntityUid uid, JsonNode node)
      throws CedarSyntaxException {
    Map<String, JsonNode> members =
        node.members(List.of("attributes", "appliesTo", "memberOf", "annotations"));
    Optional<JsonNode> attributes = JsonNode.nullable(members, "attributes");
    if (attributes.isPresent()) {
      throw attributes
          .get()
          .at()
          .error(Fault.NOT_ALLOWED, "actions cannot have attributes in a schema");
    }
    List<ActionReference> memberOf = memberOf(JsonNode.nullable(members, "memberOf"));
    List<Named> principals = List.of();
    List<Named> resources = List.of();
    Optional<TypeSyntax> context = Optional.empty();
    Optional<JsonNode> applies = JsonNode.nullable(members, "appliesTo");
    if (applies.isPresent()) {
      Map<String, JsonNode> to =
          applies.get().members(List.of("principalTypes", "resourceTypes", "context"));
      principals = types.entityTypes(applies.get().required(to, "principalTypes"));
      resources = types.entityTypes(applies.get().required(to, "resourceTypes"));
      context = optionalType(to, "context");
    }
    return new ActionDeclaration(
        namespace,
        List.of(new Declared<>(uid, node.at())),
        memberOf,
        principals,
        resources,
        context,
        types.annotations(members));
  }

  private static List<ActionReference> memberOf(Optional<JsonNode> node)
      throws CedarSyntaxException {
    if (node.isEmpty()) {
      return List.of();
    }
    List<ActionReference> groups = new ArrayList<>();
    for (JsonNode group : node.get().elements()) {
      Map<String, JsonNode> members = group.members(List.of("id", "type"));
      Optional<JsonNode> type = JsonNode.nullable(members, "type");
      String id = group.required(members, "id").string();
      groups.add(
          new ActionReference(
              type.isPresent() ? JsonTypeReader.path(type.get()) : ACTION, id, group.at()));
    }
    return groups;
  }
}
