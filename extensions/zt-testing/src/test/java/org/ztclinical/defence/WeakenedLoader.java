package org.ztclinical.defence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Loads the project's classes anew, some of them weakened; everything else is shared. */
final class WeakenedLoader extends ClassLoader {
  private static final String OURS = "org.ztclinical.";

  private final List<Removal> removals;
  private final Set<Removal> reached = new LinkedHashSet<>();

  WeakenedLoader(List<Removal> removals) {
    super(WeakenedLoader.class.getClassLoader());
    this.removals = removals;
  }

  /** The defences whose classes were used. */
  Set<Removal> reached() {
    synchronized (reached) {
      return Set.copyOf(reached);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] compiled = compiled(name);
    List<Removal> here = removals.stream().filter(of -> of.owner().equals(name)).toList();
    byte[] weakened = here.isEmpty() ? compiled : Weakening.of(compiled, here);
    synchronized (reached) {
      reached.addAll(here);
    }
    return defineClass(name, weakened, 0, weakened.length);
  }

  private byte[] compiled(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
