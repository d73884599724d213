package org.ztclinical.audit;

/**
 * The first place where a log is not what it was when it was written.
 *
 * @param segment the file
 * @param offset where in it
 * @param index the record that should stand there
 * @param what what is wrong, without anything from the records
 */
public record AuditFault(String segment, long offset, long index, String what) {
  @Override
  public String toString() {
    return segment + ", offset " + offset + ", record " + index + ": " + what;
  }
}
