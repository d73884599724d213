package org.ztclinical.testing;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListener;

/**
 * A listener of a store that remembers what it was told, for tests. Safe for use by many threads.
 */
public final class HeardChanges implements StateListener {
  private static final long PATIENCE_MILLIS = 5_000;

  private final List<StateKey> keys = new ArrayList<>();
  private int missed;

  @Override
  public synchronized void changed(StateKey key) {
    keys.add(key);
    notifyAll();
  }

  @Override
  public synchronized void missed() {
    missed++;
    notifyAll();
  }

  /** The keys it was told of, in order. */
  public synchronized List<StateKey> keys() {
    return List.copyOf(keys);
  }

  /** How often it was told that changes may have been missed. */
  public synchronized int timesMissed() {
    return missed;
  }

  /** Waits at most 5 s until it was told of this key so often; whether it was. */
  public synchronized boolean await(StateKey key, int times) throws InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (keys.stream().filter(key::equals).count() < times) {
      long left = deadline - System.currentTimeMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
