package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceTypes;

class ClinicalSchemaTest {
  private final Schema schema = ClinicalSchema.model();

  @Test
  void everyResourceTypeOfFhirIsAnEntityType() {
    Set<Name> expected = ResourceTypes.all().stream().map(Fhir::type).collect(Collectors.toSet());

    assertThat(schema.entityTypes().keySet()).containsAll(expected).contains(Fhir.SYSTEM.type());
  }

  @Test
  void everyInteractionIsAnActionOfUsersAndServices() {
    for (Interaction interaction : Interaction.values()) {
      assertThat(schema.action(Fhir.action(interaction)))
          .hasValueSatisfying(
              action -> {
                assertThat(action.principals())
                    .containsExactlyInAnyOrder(Clinical.USER, Clinical.SERVICE);
                assertThat(action.resources()).isNotEmpty();
              });
    }
  }

  @Test
  void readsAndWritesAreInTheirGroupAndOperationsInNone() {
    for (Interaction interaction : Interaction.values()) {
      Set<EntityUid> groups = schema.actionGroups(Fhir.action(interaction));

      assertThat(groups.contains(Fhir.READ_LIKE)).isEqualTo(interaction.isRead());
      assertThat(groups.contains(Fhir.WRITE_LIKE)).isEqualTo(interaction.isWrite());
    }
  }

  @Test
  void factsThatALayerMayNotKnowCanBeUnknown() {
    assertThat(Vocabulary.all())
        .filteredOn(
            list ->
                list != Vocabulary.DIRECTION
                    && list != Vocabulary.ENVELOPE
                    && list != Vocabulary.OPERATION_LEVEL)
        .allSatisfy(list -> assertThat(list.first().id()).isEqualTo(Clinical.UNKNOWN));
    for (Vocabulary list : Vocabulary.all()) {
      assertThat(schema.entityType(list.type()).flatMap(EntityTypeDefinition::enumIds))
          .hasValueSatisfying(ids -> assertThat(ids).containsExactlyElementsOf(list.words()));
    }
  }

  @Test
  void resourcesWithoutAnIdCannotBeTakenForOnesThatAreStored() {
    assertThat(Arrays.stream(Interaction.values()).map(Fhir::action)).doesNotHaveDuplicates();
    assertThat(org.ztclinical.fhir.FhirId.matches(Fhir.ANY_ID)).isFalse();
  }
}
