package org.ztclinical.audit;

/** A record's bytes do not read as a record: damaged, or written by a newer version. */
final class AuditSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditSyntaxException(String message) {
    super(message);
  }
}
