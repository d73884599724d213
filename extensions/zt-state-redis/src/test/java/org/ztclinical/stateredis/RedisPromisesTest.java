package org.ztclinical.stateredis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.state.StateStore.Guarantee;

class RedisPromisesTest {
  @Test
  void aServerThatEvictsNothingAndWritesALogPromisesAll() {
    assertThat(RedisPromises.of("# Memory\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n"))
        .containsExactlyInAnyOrder(Guarantee.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxmemory_policy:allkeys-lru\r\n",
        "maxmemory_policy:volatile-ttl\r\n",
        "x_maxmemory_policy:noeviction\r\n",
        "maxmemory_policy:noeviction-not\r\n",
        ""
      })
  void whatAServerDoesNotSayItDoesNotPromise(String info) {
    assertThat(RedisPromises.of(info))
        .doesNotContain(Guarantee.KEPT_UNTIL_EXPIRY, Guarantee.SURVIVES_RESTART);
  }

  @Test
  void settingsAreChecked() {
    RedisState.Builder builder = RedisState.builder(RedisURI.create("redis://127.0.0.1"));

    assertThatThrownBy(() -> builder.callTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.share(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.prefix("no colon"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
