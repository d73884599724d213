package org.ztclinical.access;

/** What happens when a check refuses. */
public enum Mode {
  /** The refusal is recorded as "would deny" and the walk goes on. */
  OBSERVE,
  /** The refusal denies. The default. */
  ENFORCE
}
