package org.ztclinical.state;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The listeners of one store, for providers. What one listener throws keeps nothing from the others
 * and reaches nobody. Safe for use by many threads.
 */
public final class StateListeners {
  /** Most listeners of one store. */
  public static final int MAX = 256;

  private final List<Place> places = new CopyOnWriteArrayList<>();

  /**
   * Adds one.
   *
   * @throws IllegalStateException when there are {@value #MAX} already: somebody forgets to close
   */
  public StateSubscription add(StateListener listener) {
    Place place = new Place(Objects.requireNonNull(listener, "listener"));
    synchronized (places) {
      if (places.size() >= MAX) {
        throw new IllegalStateException("a store has at most " + MAX + " listeners");
      }
      places.add(place);
    }
    return () -> places.remove(place);
  }

  /** Tells all of a change. */
  public void changed(StateKey key) {
    // A listener must not learn whose share the fact takes, as it does not from a shared store.
    StateKey bare = key.owner().isEmpty() ? key : key.withoutOwner();
    tell(listener -> listener.changed(bare));
  }

  /** Tells all that changes may have been missed. */
  public void missed() {
    tell(StateListener::missed);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  private void tell(Consumer<StateListener> news) {
    for (Place place : places) {
      try {
        news.accept(place.listener);
      } catch (RuntimeException e) {
        // The change has happened; whoever made it is not to fail for who listens.
      }
    }
  }

  /** Not a record: the same listener may be added twice, and each place is closed by itself. */
  private static final class Place {
    private final StateListener listener;

    Place(StateListener listener) {
      this.listener = listener;
    }
  }
}
