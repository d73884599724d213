package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.schema.Declarations.CommonTypeDeclaration;
import org.ztclinical.cedar.schema.TypeSyntax.AttributeSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.Named;
import org.ztclinical.cedar.schema.TypeSyntax.RecordSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.SetSyntax;
import org.ztclinical.cedar.schema.TypeSyntax.Sort;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

/**
 * Turns types as written into types as meant. A common type is resolved once and is one object
 * wherever it is used, so the result takes no more memory than the text; what it would be when
 * written out is bounded in depth and size. For one thread.
 *
 * <p>Cedar 4.5, schema, type name disambiguation: common type before entity type before built-in
 * type.
 */
final class TypeResolver {
  private static final String BUILT_IN_PREFIX = "__cedar::";
  private static final Map<String, SchemaType> BUILT_IN = builtIn();

  private final DeclaredNames names;
  private final CedarLimits limits;
  private final Map<Name, SchemaType> commonTypes = new LinkedHashMap<>();

  private TypeResolver(DeclaredNames names, CedarLimits limits) {
    this.names = names;
    this.limits = limits;
  }

  private static Map<String, SchemaType> builtIn() {
    Map<String, SchemaType> types = new HashMap<>();
    for (ValueKind kind : ValueKind.values()) {
      switch (kind) {
        case ENTITY, SET, RECORD -> {}
        case BOOL, LONG, STRING, DECIMAL, IPADDR, DATETIME, DURATION ->
            types.put(kind.cedarName(), new SchemaType.Primitive(kind));
      }
    }
    return Map.copyOf(types);
  }

  /** A resolver that has resolved every common type. */
  static TypeResolver of(DeclaredNames names, CedarLimits limits) throws CedarSyntaxException {
    TypeResolver resolver = new TypeResolver(names, limits);
    for (Name name : resolver.commonTypesInOrder()) {
      CommonTypeDeclaration declared = Objects.requireNonNull(names.commonTypes().get(name));
      resolver.commonTypes.put(name, resolver.type(declared.type(), declared.namespace()));
    }
    return resolver;
  }

  /** Each common type after those it is made of. */
  private List<Name> commonTypesInOrder() throws CedarSyntaxException {
    Map<Name, List<Name>> parts = new LinkedHashMap<>();
    for (CommonTypeDeclaration declared : names.commonTypes().values()) {
      List<Name> used = new ArrayList<>();
      addCommonTypes(declared.type(), declared.namespace(), used);
      parts.put(declared.name().name(), used);
    }
    DependencyOrder.Result<Name> order =
        DependencyOrder.of(parts.keySet(), name -> parts.getOrDefault(name, List.of()));
    if (order.circle().isPresent()) {
      throw circle(order.circle().get());
    }
    return order.things();
  }

  private void addCommonTypes(TypeSyntax type, String namespace, List<Name> to) {
    if (type instanceof Named named) {
      if (seesCommonTypes(named.sort())) {
        names.commonType(named, namespace).ifPresent(to::add);
      }
    } else if (type instanceof SetSyntax set) {
      addCommonTypes(set.element(), namespace, to);
    } else if (type instanceof RecordSyntax record) {
      for (AttributeSyntax attribute : record.attributes().values()) {
        addCommonTypes(attribute.type(), namespace, to);
      }
    }
  }

  private CedarSyntaxException circle(List<Name> circle) {
    CommonTypeDeclaration first = Objects.requireNonNull(names.commonTypes().get(circle.get(0)));
    return first
        .name()
        .at()
        .error(
            Fault.CYCLE,
            "a common type cannot be made of itself: " + SchemaResolver.arrows(circle));
  }

  /** The common types by name, resolved, each after those it is made of. */
  Map<Name, SchemaType> commonTypes() {
    return commonTypes;
  }

  /** The type that is meant by one written in the namespace. */
  SchemaType type(TypeSyntax type, String namespace) throws CedarSyntaxException {
    if (type instanceof Named named) {
      return named(named, namespace);
    }
    SchemaType resolved =
        type instanceof SetSyntax set
            ? new SchemaType.SetOf(type(set.element(), namespace))
            : record((RecordSyntax) type, namespace);
    bound(resolved, type.at());
    return resolved;
  }

  private SchemaType record(RecordSyntax record, String namespace) throws CedarSyntaxException {
    if (record.attributes().isEmpty()) {
      return SchemaType.RecordOf.empty();
    }
    Map<String, SchemaType.Attribute> attributes = new TreeMap<>();
    for (Map.Entry<String, AttributeSyntax> entry : record.attributes().entrySet()) {
      SchemaType type = type(entry.getValue().type(), namespace);
      attributes.put(entry.getKey(), new SchemaType.Attribute(type, entry.getValue().required()));
    }
    return new SchemaType.RecordOf(attributes);
  }

  private void bound(SchemaType type, Place at) throws CedarSyntaxException {
    if (type.depth() > limits.maxDepth()) {
      throw at.error(
          Fault.LIMIT,
          "with its common types written out this nests deeper than %d levels"
              .formatted(limits.maxDepth()));
    }
    if (type.size() > limits.maxMembers()) {
      throw at.error(
          Fault.LIMIT,
          "with its common types written out this has more than %d attributes"
              .formatted(limits.maxMembers()));
    }
  }

  private SchemaType named(Named named, String namespace) throws CedarSyntaxException {
    if (seesCommonTypes(named.sort())) {
      Optional<Name> common = names.commonType(named, namespace);
      if (common.isPresent()) {
        return Objects.requireNonNull(commonTypes.get(common.get()));
      }
    }
    if (seesEntityTypes(named.sort())) {
      Optional<Name> entity = names.entityType(named, namespace);
      if (entity.isPresent()) {
        return new SchemaType.EntityOf(entity.get());
      }
    }
    SchemaType builtIn = named.sort() == Sort.ENTITY ? null : builtIn(named.text());
    if (builtIn == null) {
      throw unknown(named, namespace);
    }
    return builtIn;
  }

  private static boolean seesCommonTypes(Sort sort) {
    return switch (sort) {
      case ANY, COMMON -> true;
      case ENTITY, BUILT_IN -> false;
    };
  }

  private static boolean seesEntityTypes(Sort sort) {
    return switch (sort) {
      case ANY, ENTITY -> true;
      case COMMON, BUILT_IN -> false;
    };
  }

  private static @Nullable SchemaType builtIn(String text) {
    return BUILT_IN.get(
        text.startsWith(BUILT_IN_PREFIX) ? text.substring(BUILT_IN_PREFIX.length()) : text);
  }

  /**
   * The entity type that a name means where nothing else can stand.
   *
   * @throws CedarSyntaxException when there is none, or it is the type of actions
   */
  Name entityType(Named named, String namespace) throws CedarSyntaxException {
    Name type = names.entityType(named, namespace).orElseThrow(() -> unknown(named, namespace));
    if (Schema.isActionType(type)) {
      throw named
          .at()
          .error(Fault.NOT_ALLOWED, "actions cannot stand here, only entities of a declared type");
    }
    return type;
  }

  private CedarSyntaxException unknown(Named named, String namespace) {
    boolean entity = named.sort() == Sort.ENTITY;
    return named
        .at()
        .error(
            Fault.UNKNOWN,
            "there is no %s `%s`%s"
                .formatted(
                    entity ? "entity type" : "type",
                    Place.shown(named.text()),
                    hint(named, namespace)));
  }

  private String hint(Named named, String namespace) {
    if (named.sort() == Sort.ENTITY && names.commonType(named, namespace).isPresent()) {
      return "; it is a common type, and here only an entity type can stand";
    }
    if (named.sort() == Sort.COMMON && names.entityType(named, namespace).isPresent()) {
      return "; it is an entity type, of which the type is \"Entity\" and this the name";
    }
    String similar = named.sort() == Sort.ENTITY ? null : similarBuiltIn(named.text());
    if (similar != null) {
      return "; did you mean `" + similar + "`?";
    }
    String basename = Name.ofTrusted(named.text()).basename();
    return names
        .typeElsewhere(basename)
        .map(name -> "; did you mean `" + Place.shown(name) + "`?")
        .orElse("; declare it, or correct the name");
  }

  private static @Nullable String similarBuiltIn(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "boolean", "bool", "__cedar::boolean" -> "Bool";
      case "long", "int", "integer", "number" -> "Long";
      case "string", "text" -> "String";
      case "decimal", "float", "double" -> "decimal";
      case "ip", "ipaddr", "ipaddress" -> "ipaddr";
      case "datetime", "date", "time", "timestamp" -> "datetime";
      case "duration" -> "duration";
      case "set" -> "Set<…>";
      case "record" -> "{…}";
      default -> null;
    };
  }
}
