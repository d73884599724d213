package org.ztclinical.cedar.schema;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.Name;

/**
 * Under which names the parts of a schema are written, so that reading finds the same parts: common
 * types keep their names unless an entity type of the same name would be hidden. Counts what is
 * written. For one thread.
 */
final class WrittenNames {
  private static final String ACTION = "Action";

  private final Map<String, Map<Name, SchemaType>> commonTypes = new HashMap<>();
  private final Map<String, List<EntityTypeDefinition>> entityTypes;
  private final Map<String, List<ActionDefinition>> actions;
  private final IdentityHashMap<SchemaType, Name> byIdentity = new IdentityHashMap<>();
  private final Map<SchemaType, Name> actionAliases = new HashMap<>();
  private final Set<String> basenames = new HashSet<>();
  private int written;

  WrittenNames(Schema schema) {
    this.entityTypes =
        schema.entityTypes().values().stream()
            .collect(Collectors.groupingBy(type -> type.name().namespace()));
    this.actions =
        schema.actions().values().stream()
            .collect(Collectors.groupingBy(action -> action.uid().type().namespace()));
    Stream.concat(schema.entityTypes().keySet().stream(), schema.commonTypes().keySet().stream())
        .forEach(name -> basenames.add(name.basename()));
    schema.commonTypes().keySet().stream()
        .sorted(preference(schema))
        .forEach(
            name ->
                addCommonType(
                    name,
                    isFree(name, schema),
                    Objects.requireNonNull(schema.commonTypes().get(name))));
  }

  /**
   * Of several names for one type the first is defined, the others by it. First are names in
   * namespaces where the word Action means what it means in the empty one, then names that can
   * stay.
   */
  private Comparator<Name> preference(Schema schema) {
    Name action = Name.ofTrusted(ACTION);
    return Comparator.<Name, Boolean>comparing(name -> isHiddenAction(action, name.namespace()))
        .thenComparing(name -> !isFree(name, schema))
        .thenComparing(Comparator.naturalOrder());
  }

  /** Whether neither an entity type nor the type of actions would be hidden by the common type. */
  private static boolean isFree(Name name, Schema schema) {
    return !name.basename().equals(ACTION) && schema.entityType(name).isEmpty();
  }

  private void addCommonType(Name declared, boolean free, SchemaType type) {
    Name name = free ? declared : fresh(declared);
    basenames.add(name.basename());
    commonTypes.computeIfAbsent(name.namespace(), none -> new TreeMap<>()).put(name, type);
    if (type instanceof SchemaType.EntityOf entity) {
      if (!isHiddenAction(entity.type(), name.namespace())) {
        actionAliases.putIfAbsent(type, name);
      }
    } else if (type.size() > 1) {
      byIdentity.putIfAbsent(type, name);
    }
  }

  private Name fresh(Name taken) {
    String basename = taken.basename() + "Type";
    while (basenames.contains(basename)) {
      basename += "_";
    }
    return Name.ofTrusted(basename).in(taken.namespace());
  }

  /** The namespaces in which something is declared, in order. */
  Set<String> namespaces() {
    Set<String> namespaces = new TreeSet<>(commonTypes.keySet());
    namespaces.addAll(entityTypes.keySet());
    namespaces.addAll(actions.keySet());
    return namespaces;
  }

  /** The common types of the namespace, in order. */
  Map<Name, SchemaType> commonTypes(String namespace) {
    return commonTypes.getOrDefault(namespace, Map.of());
  }

  /** The entity types of the namespace, in order. */
  List<EntityTypeDefinition> entityTypes(String namespace) {
    return entityTypes.getOrDefault(namespace, List.of());
  }

  /** The actions of the namespace, in order. */
  List<ActionDefinition> actions(String namespace) {
    return actions.getOrDefault(namespace, List.of());
  }

  /**
   * The common type to write instead of the type.
   *
   * @throws IllegalStateException when more has been written than could be read again
   */
  Optional<Name> commonType(SchemaType type, String namespace) {
    if (++written > CedarLimits.defaults().maxCharacters() / 4) {
      throw new IllegalStateException("the schema is too large to be written");
    }
    return type instanceof SchemaType.EntityOf entity && isHiddenAction(entity.type(), namespace)
        ? Optional.ofNullable(actionAliases.get(type))
        : Optional.ofNullable(byIdentity.get(type));
  }

  /**
   * In a namespace with actions the word Action means the type of these. Where the other is meant
   * it came through a common type, so there is one to write.
   */
  private boolean isHiddenAction(Name type, String namespace) {
    return type.text().equals(ACTION) && !namespace.isEmpty() && actions.containsKey(namespace);
  }

  /** A name as it is written in the namespace. */
  static String in(String namespace, Name name) {
    return name.namespace().equals(namespace) ? name.basename() : name.text();
  }

  /** A built-in type as it is written where names of the schema come first. */
  String builtIn(SchemaType.Primitive type) {
    String name = type.kind().cedarName();
    return basenames.contains(name) ? "__cedar::" + name : name;
  }
}
