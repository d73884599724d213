package org.ztclinical.stateredis;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.state.StateStore.Guarantee;

/**
 * What a server promises, by what it says of itself in {@code INFO}. What it does not say, it does
 * not promise.
 */
final class RedisPromises {
  private RedisPromises() {}

  /**
   * A server that makes room by displacing keys does not keep them; one that writes no append-only
   * file loses minutes with a restart.
   */
  static Set<Guarantee> of(String info) {
    Set<Guarantee> promises =
        EnumSet.of(Guarantee.ONE_WINNER, Guarantee.SHARED, Guarantee.CHANGE_FEED);
    if (evictionPolicy(info).equals(Optional.of("noeviction"))) {
      promises.add(Guarantee.KEPT_UNTIL_EXPIRY);
    }
    if (value(info, "aof_enabled").equals(Optional.of("1"))) {
      promises.add(Guarantee.SURVIVES_RESTART);
    }
    return Set.copyOf(promises);
  }

  static Optional<String> evictionPolicy(String info) {
    return value(info, "maxmemory_policy");
  }

  private static Optional<String> value(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
