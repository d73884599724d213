package org.ztclinical.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads an audit directory, in the order of the records, checking the chain on the way. May run
 * while a process writes the log; it then ends at the last whole record. Changes nothing.
 */
public final class AuditReader {
  private AuditReader() {}

  /**
   * Hands over each record of the log.
   *
   * @return what was found, as {@link AuditVerifier} would say it: records behind a fault are not
   *     handed over
   */
  public static ChainReport forEach(Path directory, Consumer<? super AuditEntry> reader)
      throws IOException {
    return LogWalk.over(AuditLayout.of(directory).log(), reader);
  }

  /** Hands over each record of the rejection lane. */
  public static ChainReport forEachRejection(Path directory, Consumer<? super AuditEntry> reader)
      throws IOException {
    return LogWalk.over(AuditLayout.of(directory).rejections(), reader);
  }
}
