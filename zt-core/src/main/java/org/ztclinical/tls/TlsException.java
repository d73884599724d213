package org.ztclinical.tls;

/**
 * Key or trust files from which no TLS context can be made. The message names the file and the
 * remedy, and holds nothing of a key or password.
 */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  TlsException(Kind kind, String place, String sentence) {
    super(place + ": " + sentence);
    this.kind = kind;
  }

  /** What was wrong. */
  public Kind kind() {
    return kind;
  }

  /** The kinds of fault. */
  public enum Kind {
    /** A file is absent, unreadable or larger than 1 MiB. */
    UNREADABLE,
    /** A certificate, certificate list or key does not parse. */
    MALFORMED,
    /** A key is encrypted and the password is wrong or absent. */
    PASSWORD,
    /** The private key is not the one of the first certificate. */
    KEY_MISMATCH,
    /** The first certificate has ended or has not begun. */
    NOT_VALID_NOW,
    /** A key is too weak or of a kind that is not supported. */
    KEY_REFUSED,
    /** The Java runtime refused what was made of the files. */
    RUNTIME
  }
}
