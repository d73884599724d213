package org.ztclinical.fhir;

import java.util.Objects;

/**
 * What follows the start of an export (Bulk Data Access 2 §export): a URL that the server gave out.
 * Which export it belongs to, and so who may use it, does not stand in it.
 *
 * @param kind what is asked of it
 * @param key what tells the URL from others; of a status request and a cancel request for one
 *     export it is the same
 */
public record BulkPart(Kind kind, String key) {
  public BulkPart {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(key, "key");
  }

  /** What is asked of a URL. */
  public enum Kind {
    /** How far the export is, and when it is complete its manifest. */
    STATUS,
    /** No more of it. */
    CANCEL,
    /** One of its files. */
    FILE
  }

  /** Without the URL, by which an export can be fetched. */
  @Override
  public String toString() {
    return "export " + kind;
  }
}
