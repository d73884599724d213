package org.ztclinical.policy;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.Interaction;

/**
 * One thing that a request touches, in the terms of policies: what is done with resources of which
 * type, or with the server as a whole.
 *
 * @param interaction what is done
 * @param resource the resource; with id {@link Fhir#ANY_ID} where the request names none
 * @param type the resource type; empty for the server as a whole
 */
record Touch(Interaction interaction, EntityUid resource, Optional<String> type) {
  Touch {
    Objects.requireNonNull(interaction, "interaction");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(type, "type");
  }

  /** The server as a whole. */
  static Touch system(Interaction interaction) {
    return new Touch(interaction, Fhir.SYSTEM, Optional.empty());
  }

  /** Resources of a type that the request does not name. */
  static Touch anyOf(Interaction interaction, String type) {
    return new Touch(interaction, Fhir.anyOf(type), Optional.of(type));
  }

  /** One resource. */
  static Touch of(Interaction interaction, String type, String id) {
    return new Touch(interaction, Fhir.resource(type, id), Optional.of(type));
  }

  /** Whether it is one resource, by its id. */
  boolean namesResource() {
    return type.isPresent() && !resource.id().equals(Fhir.ANY_ID);
  }

  /** The action that policies are asked about. */
  EntityUid action() {
    return Fhir.action(interaction);
  }

  /** The id may be patient data. */
  @Override
  public String toString() {
    return interaction.code() + " " + type.orElse("system");
  }
}
