package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * What a schema declares, as it was written and in that order, whichever syntax it was written in:
 * what the readers hand to {@link SchemaResolver}. For one thread.
 */
final class Declarations {
  private final List<EntityDeclaration> entities = new ArrayList<>();
  private final List<ActionDeclaration> actions = new ArrayList<>();
  private final List<CommonTypeDeclaration> commonTypes = new ArrayList<>();

  /** A name that is declared, and where. */
  record Declared<T>(T name, Place at) {}

  /**
   * One or more entity types that differ in name only.
   *
   * @param namespace in which names are looked up; may be empty
   * @param names with their namespace
   */
  record EntityDeclaration(
      String namespace,
      List<Declared<Name>> names,
      List<TypeSyntax.Named> memberOf,
      Optional<TypeSyntax> shape,
      Optional<TypeSyntax> tags,
      Optional<List<String>> enumIds,
      Map<String, String> annotations) {}

  /** One or more actions that differ in name only. */
  record ActionDeclaration(
      String namespace,
      List<Declared<EntityUid>> uids,
      List<ActionReference> memberOf,
      List<TypeSyntax.Named> principals,
      List<TypeSyntax.Named> resources,
      Optional<TypeSyntax> context,
      Map<String, String> annotations) {}

  /** A common type. */
  record CommonTypeDeclaration(String namespace, Declared<Name> name, TypeSyntax type) {}

  /**
   * An action that another names as its group.
   *
   * @param type of the action in its normal form; {@code Action} where only the id was written
   */
  record ActionReference(String type, String id, Place at) {}

  void add(EntityDeclaration entity) {
    entities.add(entity);
  }

  void add(ActionDeclaration action) {
    actions.add(action);
  }

  void add(CommonTypeDeclaration commonType) {
    commonTypes.add(commonType);
  }

  List<EntityDeclaration> entities() {
    return entities;
  }

  List<ActionDeclaration> actions() {
    return actions;
  }

  List<CommonTypeDeclaration> commonTypes() {
    return commonTypes;
  }
}
