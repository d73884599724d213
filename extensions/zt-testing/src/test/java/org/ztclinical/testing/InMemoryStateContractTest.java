package org.ztclinical.testing;

import java.time.Duration;
import java.util.Optional;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateStore;

class InMemoryStateContractTest extends StateStoreContract {
  private final ManualClock clock = ManualClock.create();
  private final InMemoryState store = InMemoryState.create(clock);

  @Override
  protected StateStore store() {
    return store;
  }

  @Override
  protected Optional<StateStore> withShare(int facts) {
    return Optional.of(InMemoryState.create(clock, 100, facts));
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
