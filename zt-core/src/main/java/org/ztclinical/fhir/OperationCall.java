package org.ztclinical.fhir;

import java.util.Objects;

/**
 * A call of an operation (FHIR R4 §3.2.0).
 *
 * @param name without the dollar sign
 * @param level where it was called
 */
public record OperationCall(String name, Level level) {
  public OperationCall {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(level, "level");
  }

  /** Where an operation is called. */
  public enum Level {
    SYSTEM,
    TYPE,
    INSTANCE
  }
}
