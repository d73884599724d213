package org.ztclinical.cedar.schema;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ztclinical.cedar.schema.Declarations.ActionDeclaration;
import org.ztclinical.cedar.schema.Declarations.ActionReference;
import org.ztclinical.cedar.schema.Declarations.CommonTypeDeclaration;
import org.ztclinical.cedar.schema.Declarations.Declared;
import org.ztclinical.cedar.schema.Declarations.EntityDeclaration;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * The names that a schema declares: each once in its namespace, none that hides one of the empty
 * namespace (Cedar RFC 70), none that belongs to the language. Looks names up in the current
 * namespace, then in the empty one. Read-only once made.
 */
final class DeclaredNames {
  private static final String ACTION = "Action";

  /** What no common type may be called (Cedar 4.5, schema grammar, RESERVED). */
  private static final Set<String> RESERVED =
      Set.of("Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String");

  private final Set<Name> entityTypes = new HashSet<>();
  private final Map<Name, CommonTypeDeclaration> commonTypes = new LinkedHashMap<>();
  private final Set<EntityUid> actions = new HashSet<>();
  private final Set<Name> actionTypes = new HashSet<>();

  private DeclaredNames() {}

  static DeclaredNames of(Declarations declarations) throws CedarSyntaxException {
    DeclaredNames names = new DeclaredNames();
    for (EntityDeclaration entity : declarations.entities()) {
      for (Declared<Name> name : entity.names()) {
        names.addEntityType(name);
      }
    }
    for (CommonTypeDeclaration type : declarations.commonTypes()) {
      names.addCommonType(type);
    }
    for (ActionDeclaration action : declarations.actions()) {
      for (Declared<EntityUid> uid : action.uids()) {
        names.addAction(uid);
      }
    }
    names.refuseShadows(declarations);
    return names;
  }

  private void addEntityType(Declared<Name> type) throws CedarSyntaxException {
    Name name = type.name();
    if (name.basename().equals(ACTION)) {
      throw type.at()
          .error(
              Fault.NOT_ALLOWED,
              "an entity type cannot be called Action: it is the type of actions");
    }
    if (!entityTypes.add(name)) {
      throw twice(type.at(), "entity type `" + Place.shown(name) + "`");
    }
  }

  private void addCommonType(CommonTypeDeclaration type) throws CedarSyntaxException {
    Name name = type.name().name();
    if (RESERVED.contains(name.basename())) {
      throw type.name()
          .at()
          .error(
              Fault.NOT_ALLOWED,
              "a common type cannot be called "
                  + name.basename()
                  + ": the word has a meaning of its own");
    }
    if (commonTypes.put(name, type) != null) {
      throw twice(type.name().at(), "common type `" + Place.shown(name) + "`");
    }
  }

  private void addAction(Declared<EntityUid> action) throws CedarSyntaxException {
    if (!actions.add(action.name())) {
      throw twice(action.at(), "action `" + Place.shown(action.name().toCedar()) + "`");
    }
    actionTypes.add(action.name().type());
  }

  private static CedarSyntaxException twice(Place at, String what) {
    return at.error(Fault.DUPLICATE, "the " + what + " is declared twice");
  }

  private void refuseShadows(Declarations declarations) throws CedarSyntaxException {
    for (EntityDeclaration entity : declarations.entities()) {
      for (Declared<Name> name : entity.names()) {
        refuseShadow(name);
      }
    }
    for (CommonTypeDeclaration type : declarations.commonTypes()) {
      refuseShadow(type.name());
    }
    for (ActionDeclaration action : declarations.actions()) {
      for (Declared<EntityUid> uid : action.uids()) {
        refuseActionShadow(uid);
      }
    }
  }

  private void refuseShadow(Declared<Name> declared) throws CedarSyntaxException {
    Name hidden = Name.ofTrusted(declared.name().basename());
    if (declared.name().isQualified()
        && (entityTypes.contains(hidden) || commonTypes.containsKey(hidden))) {
      throw shadows(declared.at(), declared.name().text(), hidden.text());
    }
  }

  private void refuseActionShadow(Declared<EntityUid> declared) throws CedarSyntaxException {
    EntityUid hidden = EntityUid.of(Name.ofTrusted(ACTION), declared.name().id());
    if (declared.name().type().isQualified() && actions.contains(hidden)) {
      throw shadows(declared.at(), declared.name().toCedar(), hidden.toCedar());
    }
  }

  private static CedarSyntaxException shadows(Place at, String hiding, String hidden) {
    return at.error(
        Fault.DUPLICATE,
        "`%s` hides `%s`, which stands in no namespace; rename one, or put `%s` into a namespace"
            .formatted(Place.shown(hiding), Place.shown(hidden), Place.shown(hidden)));
  }

  /** The common types by name, in the order declared. */
  Map<Name, CommonTypeDeclaration> commonTypes() {
    return commonTypes;
  }

  /** The common type that a name written in the namespace means. */
  Optional<Name> commonType(TypeSyntax.Named named, String namespace) {
    return candidates(named.text(), namespace).stream()
        .filter(commonTypes::containsKey)
        .findFirst();
  }

  /** The entity type, or type of actions, that a name written in the namespace means. */
  Optional<Name> entityType(TypeSyntax.Named named, String namespace) {
    return candidates(named.text(), namespace).stream()
        .filter(name -> entityTypes.contains(name) || actionTypes.contains(name))
        .findFirst();
  }

  /** The names that a name written in the namespace can mean, the nearest first. */
  private static List<Name> candidates(String text, String namespace) {
    Name name = Name.ofTrusted(text);
    return name.isQualified() || namespace.isEmpty()
        ? List.of(name)
        : List.of(name.in(namespace), name);
  }

  /**
   * The declared action that a reference written in the namespace means.
   *
   * @throws CedarSyntaxException when there is none
   */
  EntityUid action(ActionReference reference, String namespace) throws CedarSyntaxException {
    for (Name type : candidates(reference.type(), namespace)) {
      EntityUid uid = EntityUid.of(type, reference.id());
      if (actions.contains(uid)) {
        return uid;
      }
    }
    EntityUid wanted = EntityUid.of(candidates(reference.type(), namespace).get(0), reference.id());
    throw reference
        .at()
        .error(
            Fault.UNKNOWN,
            "there is no action `"
                + Place.shown(wanted.toCedar())
                + "`"
                + elsewhere(reference.id()));
  }

  private String elsewhere(String id) {
    return actions.stream()
        .filter(uid -> uid.id().equals(id))
        .min(EntityUid::compareTo)
        .map(uid -> "; did you mean `" + Place.shown(uid.toCedar()) + "`?")
        .orElse("");
  }

  /** A declared type of the same last name in another namespace. */
  Optional<Name> typeElsewhere(String basename) {
    return Stream.concat(entityTypes.stream(), commonTypes.keySet().stream())
        .filter(name -> name.basename().equals(basename))
        .min(Name::compareTo);
  }
}
