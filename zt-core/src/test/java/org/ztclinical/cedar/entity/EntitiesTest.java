package org.ztclinical.cedar.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;

class EntitiesTest {
  @Test
  void aChainAsLongAsAStoreMayBeCostsNoMoreThanItsLength() {
    int length = 100_000;
    List<Entity> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(Entity.of(uid(i), CedarRecord.empty(), Set.of(uid(i + 1))));
    }
    Collections.shuffle(chain, new Random(1));

    Entities entities = Entities.of(chain);

    assertThat(entities.isIn(uid(0), uid(length))).isTrue();
    assertThat(entities.isIn(uid(0), uid(length + 1))).isFalse();
    assertThat(entities.isIn(uid(length), uid(0))).isFalse();
    assertThat(entities.ancestors(uid(length - 3))).hasSize(3);
  }

  @Test
  void aRingAsLongAsAStoreMayBeIsRefused() {
    List<Entity> ring = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      ring.add(Entity.of(uid(i), CedarRecord.empty(), Set.of(uid((i + 1) % 100_000))));
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Entities.of(ring))
        .withMessage("an entity is among its own ancestors");
  }

  @Test
  void anEntityInMoreGroupsThanCanBeCountedIsReadSoon() {
    int groups = 80_000;
    Set<EntityUid> parents = new LinkedHashSet<>();
    List<Entity> all = new ArrayList<>();
    for (int i = 1; i <= groups; i++) {
      parents.add(uid(i));
      all.add(Entity.of(uid(i), CedarRecord.empty(), Set.of(uid(groups + 1))));
    }
    all.add(0, Entity.of(uid(0), CedarRecord.empty(), parents));

    Entities entities = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Entities.of(all));

    assertThat(entities.ancestors(uid(0))).hasSize(groups + 1);
  }

  /** Dense enough that the links pass the bound, so that some are computed and others walked. */
  @Test
  void ancestorsAreThoseOfTheDefinitionHoweverTheyAreFound() {
    Random random = new Random(3);
    int size = 2_200;
    List<Entity> all = new ArrayList<>();
    List<Set<EntityUid>> expected = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Set<EntityUid> parents = new LinkedHashSet<>();
      Set<EntityUid> ancestors = new HashSet<>();
      for (int p = 0; p < 8 && i > 0; p++) {
        int parent = random.nextInt(i);
        parents.add(uid(parent));
        ancestors.add(uid(parent));
        ancestors.addAll(expected.get(parent));
      }
      all.add(Entity.of(uid(i), CedarRecord.empty(), parents));
      expected.add(ancestors);
    }
    Collections.shuffle(all, random);

    Entities entities = Entities.of(all);

    assertThat(expected.stream().mapToInt(Set::size).sum()).isGreaterThan(Closure.MAX_LINKS);
    for (int i = 0; i < size; i++) {
      assertThat(entities.ancestors(uid(i))).isEqualTo(expected.get(i));
    }
  }

  private static EntityUid uid(int id) {
    return EntityUid.of("T", "e" + id);
  }
}
