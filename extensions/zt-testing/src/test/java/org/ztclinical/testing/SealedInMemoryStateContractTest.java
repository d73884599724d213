package org.ztclinical.testing;

import java.time.Duration;
import java.time.InstantSource;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateStore;

class SealedInMemoryStateContractTest extends SealedStateContract {
  private final ManualClock clock = ManualClock.create();
  private final InMemoryState store = InMemoryState.create(clock);

  @Override
  protected StateStore below() {
    return store;
  }

  @Override
  protected InstantSource clock() {
    return clock;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
