package org.ztclinical.cedar.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;

/** A store to which entities were added says the same as one that was made of all at once. */
class EntitiesLayerTest {
  @Test
  void aLayeredStoreSaysWhatAFlatOneSays() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 300; run++) {
      List<Entity> all = new ArrayList<>();
      Entities layered = Entities.empty();
      for (int step = 0; step < 6; step++) {
        List<Entity> more = some(random, all);
        layered = layered.and(more);
        all.addAll(more);
      }

      assertSame(layered, Entities.of(all), seed);
    }
  }

  private static void assertSame(Entities layered, Entities flat, long seed) {
    assertThat(layered.size()).as("seed %d", seed).isEqualTo(flat.size());
    assertThat(layered.all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(flat.all());
    for (int id = 0; id < 30; id++) {
      assertThat(layered.get(uid(id))).as("seed %d", seed).isEqualTo(flat.get(uid(id)));
      assertThat(layered.ancestors(uid(id))).as("seed %d", seed).isEqualTo(flat.ancestors(uid(id)));
    }
  }

  /** Parents have higher ids, so that nothing is its own ancestor. */
  private static List<Entity> some(Random random, List<Entity> before) {
    List<Entity> some = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      int id = random.nextInt(30);
      boolean known =
          before.stream().anyMatch(entity -> entity.uid().equals(uid(id)))
              || some.stream().anyMatch(entity -> entity.uid().equals(uid(id)));
      if (!known) {
        Set<EntityUid> parents = new LinkedHashSet<>();
        for (int parent = random.nextInt(3); parent > 0; parent--) {
          parents.add(uid(id + 1 + random.nextInt(10)));
        }
        some.add(Entity.of(uid(id), CedarRecord.empty(), parents));
      }
    }
    return some;
  }

  @Test
  void anEntityThatIsThereAlreadyAddsNothingAndADifferentOneIsRefused() {
    Entities store = Entities.of(Entity.of(uid(1)));
    Entity other = Entity.of(uid(1)).withAttributes(CedarRecord.empty().with("a", CedarLong.of(1)));

    assertThat(store.and(List.of(Entity.of(uid(1)))).size()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> store.and(List.of(other)));
  }

  @Test
  void entitiesAddedTogetherCannotBeTheirOwnAncestors() {
    Entities store = Entities.of(Entity.of(uid(1)));
    Entity a = Entity.of(uid(2), CedarRecord.empty(), Set.of(uid(3)));
    Entity b = Entity.of(uid(3), CedarRecord.empty(), Set.of(uid(2)));

    assertThatIllegalArgumentException().isThrownBy(() -> store.and(List.of(a, b)));
  }

  private static EntityUid uid(int id) {
    return EntityUid.of("T", "e" + id);
  }
}
