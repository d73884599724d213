package org.ztclinical.statejcache;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.configuration.Factory;
import org.ztclinical.state.StateListeners;

/**
 * Makes the listener of one instance. Caches of clusters write such factories down and read them in
 * other processes; there it makes a listener that tells nobody, since only its name travels.
 */
final class ChangesFactory implements Factory<CacheChanges> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, StateListeners> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final String name;

  private ChangesFactory(String name) {
    this.name = name;
  }

  /** For these listeners, until it is released. */
  static ChangesFactory of(StateListeners listeners) {
    String name = UUID.randomUUID().toString();
    IN_THIS_PROCESS.put(name, listeners);
    return new ChangesFactory(name);
  }

  void release() {
    IN_THIS_PROCESS.remove(name);
  }

  @Override
  public CacheChanges create() {
    return new CacheChanges(IN_THIS_PROCESS.getOrDefault(name, new StateListeners()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChangesFactory factory && name.equals(factory.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
