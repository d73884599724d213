package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is remembered of many owners, each within a share. */
class SharedMemoryTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final SharedMemory<Integer> memory =
      new SharedMemory<>(Duration.ofSeconds(10), 100, 20, nanos::get);

  @Test
  void whoIsGivenMoreThanTheShareLosesTheOwnOldestAndNobodyElseAnything() {
    memory.put("quiet", "quiet-1", 1, 5);

    for (int i = 0; i < 1_000; i++) {
      memory.put("busy", "busy-" + i, i, 5);
    }

    assertThat(memory.find("quiet-1")).contains(1);
    assertThat(memory.find("busy-999")).contains(999);
    assertThat(memory.find("busy-996")).contains(996);
    assertThat(memory.find("busy-995")).isEmpty();
  }

  @Test
  void onlyAllTogetherPushOutTheOldest() {
    for (int owner = 0; owner < 5; owner++) {
      memory.put("owner-" + owner, "key-" + owner, owner, 20);
    }
    assertThat(memory.find("key-0")).contains(0);

    memory.put("owner-5", "key-5", 5, 1);

    assertThat(memory.find("key-0")).isEmpty();
    assertThat(memory.find("key-1")).contains(1);
    assertThat(memory.find("key-5")).contains(5);
  }

  @Test
  void whatIsKeptEnds() {
    memory.put("owner", "key", 1, 1);

    nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(memory.find("key")).contains(1);
    nanos.incrementAndGet();
    assertThat(memory.find("key")).isEmpty();
    memory.put("owner", "other", 2, 1);
    assertThat(memory).hasToString("1 things of 1 owners");
  }

  @Test
  void keepingAgainBeginsAnew() {
    memory.put("owner", "key", 1, 20);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    memory.put("owner", "key", 2, 20);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());

    assertThat(memory.find("key")).contains(2);
    assertThat(memory).hasToString("1 things of 1 owners");
  }

  @Test
  void whatOutweighsAShareIsNotKept() {
    memory.put("owner", "key", 1, 21);

    assertThat(memory.find("key")).isEmpty();
    assertThat(memory).hasToString("0 things of 0 owners");
    assertThatThrownBy(() -> new SharedMemory<>(Duration.ofSeconds(1), 10, 11, nanos::get))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Against a slow one that keeps everything in one list. */
  @Test
  void itRemembersWhatAPlainListWould() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      SharedMemory<Integer> tried = new SharedMemory<>(Duration.ofDays(1), 50, 10, nanos::get);
      LinkedHashMap<String, int[]> expected = new LinkedHashMap<>();
      for (int step = 0; step < 300; step++) {
        int owner = random.nextInt(9);
        String key = "k" + random.nextInt(40);
        int weight = 1 + random.nextInt(11);
        tried.put("o" + owner, key, step, weight);
        plainly(expected, owner, key, step, weight);
        Map<String, Integer> found = new HashMap<>();
        for (int k = 0; k < 40; k++) {
          String name = "k" + k;
          tried.find(name).ifPresent(value -> found.put(name, value));
        }
        Map<String, Integer> values = new HashMap<>();
        expected.forEach((name, entry) -> values.put(name, entry[1]));
        assertThat(found).as("seed %d, step %d", seed, step).isEqualTo(values);
      }
    }
  }

  private static void plainly(
      LinkedHashMap<String, int[]> all, int owner, String key, int value, int weight) {
    all.remove(key);
    if (weight > 10) {
      return;
    }
    while (all.values().stream().filter(e -> e[0] == owner).mapToInt(e -> e[2]).sum() + weight
        > 10) {
      all.remove(
          all.entrySet().stream().filter(e -> e.getValue()[0] == owner).findFirst().get().getKey());
    }
    while (all.values().stream().mapToInt(e -> e[2]).sum() + weight > 50) {
      all.remove(all.keySet().iterator().next());
    }
    all.put(key, new int[] {owner, value, weight});
  }
}
