package org.ztclinical.cedar.value;

/**
 * A value of the Cedar language 4.5. Immutable and safe for use by many threads. Two values are
 * equal exactly where Cedar's {@code ==} says so; values of different types are unequal.
 *
 * <p>A value may name a patient: {@code toString} shows the type only, {@link #toCedar()} shows the
 * content.
 */
public sealed interface CedarValue
    permits CedarBool,
        CedarLong,
        CedarString,
        EntityUid,
        CedarSet,
        CedarRecord,
        CedarDecimal,
        CedarIp,
        CedarDatetime,
        CedarDuration {
  /** The type, for a {@code switch}. */
  ValueKind kind();

  /** How many values stand inside each other: 1 for a value that holds no other. */
  default int depth() {
    return 1;
  }

  /**
   * The value as an expression of the Cedar language. Recursive: as deep as the value is nested.
   */
  String toCedar();
}
