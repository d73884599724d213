package org.ztclinical.audit;

import static org.ztclinical.audit.AuditOpenException.Cause.DAMAGED;
import static org.ztclinical.audit.AuditOpenException.Cause.OTHER_ORIGIN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opens a lane's files for writing, after whatever happened to the process or the power before.
 *
 * <p>A tail that a crash tore is copied to quarantine, cut, and mentioned in the log by a {@link
 * ControlEvent#RECOVERY} record. Anything a crash cannot explain refuses to open. Killed at any
 * point, the next opening does the rest: the copy keeps the ending {@code .pending} until the
 * record about it is on disk.
 */
final class LogRecovery {
  private final StoreSettings settings;
  private final LogFolder folder;
  private final Quarantine quarantine;

  private LogRecovery(StoreSettings settings) {
    this.settings = settings;
    this.folder = settings.folder();
    this.quarantine = new Quarantine(folder);
  }

  /** The store, ready to append, and what was recovered, as records already on disk. */
  record Opened(LogStore store, List<ControlRecord> recoveries) {}

  static Opened open(StoreSettings settings) throws IOException {
    return new LogRecovery(settings).open();
  }

  private Opened open() throws IOException {
    settings.files().createDirectories(folder.directory());
    folder.deleteTemporary();
    List<Long> numbers = folder.numbers();
    requireGapless(numbers);
    LogStore store =
        numbers.isEmpty()
            ? new LogStore(settings, EventId.create())
            : resume(numbers.get(numbers.size() - 1));
    try {
      return new Opened(store, recordRecoveries(store));
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  private void requireGapless(List<Long> numbers) throws AuditOpenException {
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i) {
        throw damaged(LogFolder.name(i) + " is missing");
      }
    }
  }

  private LogStore resume(long number) throws IOException {
    AuditFile file = settings.files().open(folder.segment(number), true);
    try {
      return resume(number, file);
    } catch (IOException | RuntimeException e) {
      SegmentReserve.closeQuietly(file);
      throw e;
    }
  }

  private LogStore resume(long number, AuditFile file) throws IOException {
    SegmentInput in = new SegmentInput(file);
    SegmentHeader header = LogFolder.header(in);
    if (header == null || header.number() != number) {
      throw damaged(LogFolder.name(number) + " has no intact header");
    }
    if (!header.origin().equals(settings.origin())) {
      throw new AuditOpenException(
          OTHER_ORIGIN,
          "The audit directory holds the log of another origin, "
              + header.origin()
              + ". Give each origin a directory of its own.");
    }
    SegmentScan scan = SegmentScan.of(in, header, in.size(), (frame, offset) -> {});
    if (scan.fault().isPresent()) {
      throw damaged(LogFolder.name(number) + ", offset " + scan.end() + ": " + scan.fault().get());
    }
    if (scan.tornBytes() > 0) {
      cut(number, file, in, scan);
    }
    return new LogStore(settings, header, scan, file);
  }

  /** Copies the torn tail away, durably, before it is overwritten with zeros. */
  private void cut(long number, AuditFile file, SegmentInput in, SegmentScan scan)
      throws IOException {
    quarantine.keep(number, scan.end(), in, scan.tornBytes());
    for (long at = scan.end(); at < scan.contentEnd(); at += Frame.MAX_SIZE) {
      int length = (int) Math.min(Frame.MAX_SIZE, scan.contentEnd() - at);
      file.writeFully(ByteBuffer.allocate(length), at);
    }
    file.force(false);
  }

  private List<ControlRecord> recordRecoveries(LogStore store) throws IOException {
    List<ControlRecord> recoveries = new ArrayList<>();
    for (String name : quarantine.pending()) {
      Map<String, String> facts = quarantine.facts(name);
      ControlRecord record =
          ControlRecord.of(settings.clock().instant(), ControlEvent.RECOVERY, facts);
      store.appendNow(record);
      quarantine.settle(name);
      recoveries.add(record);
    }
    return recoveries;
  }

  private AuditOpenException damaged(String what) {
    return new AuditOpenException(
        DAMAGED,
        "The audit log "
            + settings.origin()
            + " is damaged: "
            + what
            + ". A crash does not do this; it is tampering or failing media. Keep the directory as"
            + " evidence, run AuditVerifier on it, and open a log in a new directory.");
  }
}
