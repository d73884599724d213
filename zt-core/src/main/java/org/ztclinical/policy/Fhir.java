package org.ztclinical.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceTypes;

/**
 * The names of the clinical schema in namespace {@code Fhir}: one entity type for each resource
 * type of R4, one action for each interaction; see docs/policies.md.
 */
public final class Fhir {
  /** The namespace of what is asked for. */
  public static final String NAMESPACE = "Fhir";

  /** The type of actions. */
  public static final Name ACTION = Name.parse(NAMESPACE + "::Action");

  /** The group of the interactions that read. */
  public static final EntityUid READ_LIKE = EntityUid.of(ACTION, "read-like");

  /** The group of the interactions that change one resource. */
  public static final EntityUid WRITE_LIKE = EntityUid.of(ACTION, "write-like");

  /** The server as a whole: what requests at system level are about. */
  public static final EntityUid SYSTEM = EntityUid.of(Name.parse(NAMESPACE + "::System"), "server");

  /**
   * The id of a resource that a request does not name, as in a search or create. It is no FHIR id,
   * so that no stored resource can have it.
   */
  public static final String ANY_ID = "*";

  /** The attribute of a resource: the patient a decision is about. */
  static final String PATIENT_ATTRIBUTE = "patient";

  /** The type of patients. */
  static final String PATIENT = "Patient";

  /** The type of encounters. */
  static final String ENCOUNTER = "Encounter";

  private static final Map<String, Name> TYPES =
      ResourceTypes.all().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), type -> Name.parse(NAMESPACE + "::" + type)));

  private static final Map<String, EntityUid> ANY =
      TYPES.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey, entry -> EntityUid.of(entry.getValue(), ANY_ID)));

  private static final Map<Interaction, EntityUid> ACTIONS = uids();

  private Fhir() {}

  /**
   * The entity type of a resource type.
   *
   * @throws IllegalArgumentException when R4 has no such type
   */
  public static Name type(String resourceType) {
    Name type = TYPES.get(resourceType);
    if (type == null) {
      throw new IllegalArgumentException("not a resource type of R4");
    }
    return type;
  }

  /** The uid of a resource. */
  public static EntityUid resource(String resourceType, String id) {
    return EntityUid.of(type(resourceType), id);
  }

  /** The uid of the resources of a type that a request does not name. */
  public static EntityUid anyOf(String resourceType) {
    EntityUid uid = ANY.get(resourceType);
    if (uid == null) {
      throw new IllegalArgumentException("not a resource type of R4");
    }
    return uid;
  }

  /** The action of an interaction: {@code Fhir::Action::"search-type"}. */
  public static EntityUid action(Interaction interaction) {
    EntityUid uid = ACTIONS.get(interaction);
    if (uid == null) {
      throw new IllegalStateException("every interaction has an action");
    }
    return uid;
  }

  /** The actions as entities, each in its group. */
  static List<Entity> actions() {
    return ACTIONS.entrySet().stream()
        .map(action -> Entity.of(action.getValue(), CedarRecord.empty(), groupsOf(action.getKey())))
        .toList();
  }

  private static Set<EntityUid> groupsOf(Interaction interaction) {
    if (interaction.isRead()) {
      return Set.of(READ_LIKE);
    }
    return interaction.isWrite() ? Set.of(WRITE_LIKE) : Set.of();
  }

  private static Map<Interaction, EntityUid> uids() {
    Map<Interaction, EntityUid> actions = new EnumMap<>(Interaction.class);
    for (Interaction interaction : Interaction.values()) {
      actions.put(interaction, EntityUid.of(ACTION, interaction.code()));
    }
    return actions;
  }
}
