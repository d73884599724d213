package org.ztclinical.state;

/** A listener's place at a store. Closing it twice does nothing. */
@FunctionalInterface
public interface StateSubscription extends AutoCloseable {
  /** Ends it; a call that is under way may still finish. */
  @Override
  void close();
}
