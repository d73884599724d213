package org.ztclinical.state;

/**
 * Hears of changes that any instance makes in a store. Called on a thread of the store, or of
 * whoever changes something: it returns at once and does not call the store. Told of a change, ask
 * the store: a message is a reason to look, never a fact.
 */
public interface StateListener {
  /**
   * What is kept under this key was kept or replaced a moment ago. The same change may be told
   * twice, and several in a row once. That something ended is not told: its time was known from the
   * beginning.
   *
   * @param key equal to the key that was used; without an {@link StateKey#owner}
   */
  void changed(StateKey key);

  /**
   * Changes may have happened that nobody will tell any more, as after a lost connection: what was
   * read before this call must be read anew.
   */
  void missed();
}
