package org.ztclinical.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Lets an application start with a store only if it promises what is needed of it. */
public final class StateGuarantees {
  private StateGuarantees() {}

  /**
   * The store, when it promises all of these.
   *
   * @param purpose what the store is for, as the subject of a sentence in plural: {@code stated
   *     reasons}
   * @throws IllegalStateException when it does not; the message names the store, what it lacks, and
   *     what to do
   */
  public static <S extends StateStore> S require(
      S store, String purpose, StateStore.Guarantee... needed) {
    List<StateStore.Guarantee> lacking = new ArrayList<>(Arrays.asList(needed));
    lacking.removeAll(store.guarantees());
    if (lacking.isEmpty()) {
      return store;
    }
    List<String> remedies = new ArrayList<>();
    for (StateStore.Guarantee guarantee : lacking) {
      remedies.add(guarantee.name() + " (" + meaning(guarantee) + "): " + remedy(guarantee));
    }
    throw new IllegalStateException(
        String.format(
            Locale.ROOT,
            "%s does not promise what %s need. It lacks %s",
            store,
            purpose,
            String.join("; ", remedies)));
  }

  private static String meaning(StateStore.Guarantee guarantee) {
    return switch (guarantee) {
      case ONE_WINNER -> "of several who keep the same at one time one is told so";
      case KEPT_UNTIL_EXPIRY -> "nothing is displaced to make room";
      case SHARED -> "all instances see the same";
      case SURVIVES_RESTART -> "what is kept outlives the process";
      case CHANGE_FEED -> "instances are told of changes";
    };
  }

  private static String remedy(StateStore.Guarantee guarantee) {
    return switch (guarantee) {
      case ONE_WINNER -> "take a store whose writes are decided in one place";
      case KEPT_UNTIL_EXPIRY ->
          "switch off eviction (Redis: maxmemory-policy noeviction; caches: no size limit), or take"
              + " a database";
      case SHARED -> "take a database, Redis or a cluster's cache that all instances use";
      case SURVIVES_RESTART -> "take a database, or switch on persistence and say so";
      case CHANGE_FEED -> "take a store that has one, or ask at intervals";
    };
  }
}
