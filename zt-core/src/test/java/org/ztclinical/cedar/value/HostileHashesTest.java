package org.ztclinical.cedar.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.cedar.HostileTexts.colliding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Values chosen so that their obvious hashes are equal do not make sets slow. */
class HostileHashesTest {
  private static final int COUNT = 1 << 14;

  @Test
  void recordsThatHoldCollidingTextsScatter() {
    assertScatters(i -> CedarRecord.of(Map.of("k", CedarString.of(colliding(i)))));
    assertScatters(i -> CedarRecord.of(Map.of(colliding(i), CedarBool.TRUE)));
    assertScatters(i -> CedarRecord.of(Map.of("k", EntityUid.of("T", colliding(i)))));
    assertScatters(i -> CedarSet.of(CedarString.of(colliding(i)), CedarBool.TRUE));
  }

  @Test
  void numbersWithEqualHalvesScatter() {
    assertScatters(i -> CedarLong.of((long) i << 32 | i));
    assertScatters(i -> new CedarDecimal((long) i << 32 | i));
    assertScatters(i -> new CedarIp(true, i, i, 128));
  }

  @Test
  void equalValuesHaveEqualHashes() {
    CedarValue one = CedarRecord.of(Map.of("a", CedarSet.of(CedarLong.of(1), CedarString.of("x"))));
    CedarValue two = CedarRecord.of(Map.of("a", CedarSet.of(CedarString.of("x"), CedarLong.of(1))));

    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(new CedarIp(false, 0, 1, 8)).hasSameHashCodeAs(new CedarIp(false, 0, 1, 8));
  }

  @Test
  void attributesThatSwapTheirValuesScatter() {
    CedarValue one = CedarRecord.of(Map.of("a", CedarLong.of(1), "b", CedarLong.of(2)));
    CedarValue two = CedarRecord.of(Map.of("a", CedarLong.of(2), "b", CedarLong.of(1)));

    assertThat(one.hashCode()).isNotEqualTo(two.hashCode());
  }

  private static void assertScatters(IntFunction<CedarValue> values) {
    List<Integer> hashes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      hashes.add(values.apply(i).hashCode());
    }
    Set<Integer> different = new HashSet<>(hashes);

    // A good hash of 32 bits has about one collision here.
    assertThat(different).hasSizeGreaterThan(COUNT - 100);
  }
}
