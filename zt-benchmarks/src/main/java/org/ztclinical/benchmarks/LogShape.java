package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.ztclinical.audit.AuditEntry;
import org.ztclinical.audit.AuditReader;

/**
 * What a log on disk tells about how it was written.
 *
 * @param recordsAForce how many records shared a write and a force, on average
 * @param recordBytes the size of a record with its frame, on average
 */
record LogShape(double recordsAForce, int recordBytes) {

  /** Reads the log, which may be open. */
  static LogShape of(Path folder) throws IOException {
    Reading reading = new Reading();
    AuditReader.forEach(folder, reading::add);
    return reading.shape();
  }

  private static final class Reading {
    // All records of one write carry the same moment, and no force ends within a microsecond.
    private final Set<Instant> writes = new HashSet<>();
    private long records;
    private long measured;
    private long bytes;
    private String segment = "";
    private long offset;

    void add(AuditEntry entry) {
      records++;
      writes.add(entry.recorded());
      if (entry.segment().equals(segment)) {
        measured++;
        bytes += entry.offset() - offset;
      }
      segment = entry.segment();
      offset = entry.offset();
    }

    LogShape shape() {
      if (measured == 0) {
        throw new IllegalStateException("the log holds too little to be measured");
      }
      return new LogShape((double) records / writes.size(), (int) (bytes / measured));
    }
  }
}
