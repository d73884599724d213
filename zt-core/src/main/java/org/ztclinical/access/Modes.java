package org.ztclinical.access;

import java.util.EnumMap;
import java.util.Map;

/** The mode of each check; {@link Mode#ENFORCE} unless set. Immutable. */
public final class Modes {
  private static final Modes ENFORCE_ALL = new Modes(new EnumMap<>(Check.class));

  private final Map<Check, Mode> changed;

  private Modes(Map<Check, Mode> changed) {
    this.changed = changed;
  }

  /** Every check enforces. */
  public static Modes enforceAll() {
    return ENFORCE_ALL;
  }

  /** The same modes, with another one for this check. */
  public Modes with(Check check, Mode mode) {
    EnumMap<Check, Mode> copy = new EnumMap<>(Check.class);
    copy.putAll(changed);
    copy.put(check, mode);
    return new Modes(copy);
  }

  /** The mode of a check. */
  public Mode of(Check check) {
    return changed.getOrDefault(check, Mode.ENFORCE);
  }

  @Override
  public String toString() {
    return changed.toString();
  }
}
