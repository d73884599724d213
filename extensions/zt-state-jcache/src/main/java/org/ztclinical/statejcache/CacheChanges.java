package org.ztclinical.statejcache;

import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryUpdatedListener;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateListeners;

/** Hands the cache's events on: their keys, never their values. */
final class CacheChanges
    implements CacheEntryCreatedListener<String, String>,
        CacheEntryUpdatedListener<String, String> {
  private final StateListeners listeners;

  CacheChanges(StateListeners listeners) {
    this.listeners = listeners;
  }

  @Override
  public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
    tell(events);
  }

  @Override
  public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
    tell(events);
  }

  private void tell(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
    for (CacheEntryEvent<? extends String, ? extends String> event : events) {
      StateKey.parse(event.getKey()).ifPresent(listeners::changed);
    }
  }
}
