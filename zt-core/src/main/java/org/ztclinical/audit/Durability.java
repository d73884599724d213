package org.ztclinical.audit;

/** What an acknowledged record survives. */
public enum Durability {
  /** The death of the process: handed to the operating system, forced within a second. */
  OS,
  /** The loss of power: forced to disk before the acknowledgement. */
  DISK
}
