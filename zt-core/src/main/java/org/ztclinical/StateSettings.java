package org.ztclinical;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.state.SealKey;
import org.ztclinical.state.SealedState;
import org.ztclinical.state.StateGuarantees;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateStore.Guarantee;

/** What a builder was told about state that instances share. */
final class StateSettings {
  private Optional<StateStore> store = Optional.empty();
  private Optional<SealKey> seals = Optional.empty();

  void shared(StateStore shared, SealKey key) {
    store = Optional.of(Objects.requireNonNull(shared, "store"));
    seals = Optional.of(Objects.requireNonNull(key, "seals"));
  }

  /**
   * The store, sealed; empty where each instance is to remember for itself.
   *
   * @throws IllegalStateException when it promises too little for what instances must agree on
   */
  Optional<StateStore> open(InstantSource clock) {
    return store.map(
        shared ->
            SealedState.of(
                StateGuarantees.require(
                    shared,
                    "facts of several instances (sharedState)",
                    Guarantee.ONE_WINNER,
                    Guarantee.KEPT_UNTIL_EXPIRY,
                    Guarantee.SHARED),
                seals.orElseThrow(),
                clock));
  }
}
