package org.ztclinical.audit;

import java.io.IOException;
import java.util.Map;
import org.ztclinical.notice.Notice;

/** Opens an audit directory: lock, key, recovery of both lanes, then the writers. */
final class AuditOpener {
  private final AuditConfig config;
  private final AuditLayout layout;

  private AuditOpener(AuditConfig config) {
    this.config = config;
    this.layout = new AuditLayout(config.files, config.directory);
  }

  static AuditLog open(AuditConfig config) throws AuditOpenException {
    try {
      return new AuditOpener(config).open();
    } catch (AuditOpenException e) {
      throw e;
    } catch (IOException e) {
      throw new AuditOpenException(
          AuditOpenException.Cause.STORAGE_FAILED,
          "The audit log "
              + config.origin
              + " cannot be opened: "
              + e.getMessage()
              + ". Give AuditConfig.at a writable directory with room for two segments.",
          e);
    }
  }

  private AuditLog open() throws IOException {
    layout.files().createDirectories(config.directory);
    DirectoryLock lock = DirectoryLock.acquire(config.directory, config.origin);
    try {
      return open(lock);
    } catch (IOException | RuntimeException e) {
      lock.release();
      throw e;
    }
  }

  private AuditLog open(DirectoryLock lock) throws IOException {
    Pseudonyms pseudonyms = Pseudonyms.withKey(key());
    layout.files().createDirectories(layout.sinks());
    LogStore log = store(layout.log(), config.origin, config.segmentBytes, Long.MAX_VALUE);
    try {
      LogStore rejections = rejectionStore();
      FileAuditLog opened = new FileAuditLog(config, lock, pseudonyms, log, rejections);
      layout.files().syncDirectory(config.directory);
      opened.start();
      config.listener.on(new Notice(Notice.Kind.AUDIT_OPENED, config.origin, ""));
      return opened;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private byte[] key() throws IOException {
    if (config.pseudonymKey.isPresent()) {
      return config.pseudonymKey.get();
    }
    boolean recordsExist = !layout.log().numbers().isEmpty();
    return new PseudonymKeyFile(layout.files(), config.directory).load(recordsExist);
  }

  /** Segments of the rejection lane are small, so that its disk budget is met closely. */
  private LogStore rejectionStore() throws IOException {
    int segmentBytes = Math.min(config.segmentBytes, 4 << 20);
    long segments = Math.max(1, config.rejections.bytes() / segmentBytes - 1);
    String origin = AuditLayout.rejectionsOrigin(config.origin);
    return store(layout.rejections(), origin, segmentBytes, segments);
  }

  private LogStore store(LogFolder folder, String origin, int segmentBytes, long maxSegments)
      throws IOException {
    LogRecovery.Opened opened =
        LogRecovery.open(
            new StoreSettings(folder, origin, segmentBytes, maxSegments, config.clock));
    try {
      opened.store().appendNow(openedRecord(origin));
    } catch (LogStore.SpaceUsedException e) {
      // Only the rejection lane has a budget. It goes on without writing, as it does when running.
      config.listener.on(new Notice(Notice.Kind.AUDIT_FAILED, origin, "its disk space is used up"));
    }
    for (ControlRecord recovery : opened.recoveries()) {
      config.listener.on(
          new Notice(Notice.Kind.AUDIT_RECOVERED, origin, recovery.facts().toString()));
    }
    return opened.store();
  }

  private ControlRecord openedRecord(String origin) {
    return ControlRecord.of(
        config.clock.instant(),
        ControlEvent.OPENED,
        Map.of(
            "origin", origin,
            "java", Runtime.version().toString(),
            "process", String.valueOf(ProcessHandle.current().pid())));
  }
}
