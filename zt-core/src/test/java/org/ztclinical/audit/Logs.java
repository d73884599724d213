package org.ztclinical.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small logs for tests. */
final class Logs {
  static final byte[] KEY = new byte[32];

  private Logs() {}

  static AuditConfig.Builder config(Path directory) {
    return AuditConfig.at(directory).origin("test/log").segmentBytes(1 << 20).pseudonymKey(KEY);
  }

  static List<AuditEntry> entries(Path directory) throws IOException {
    List<AuditEntry> entries = new ArrayList<>();
    ChainReport report = AuditReader.forEach(directory, entries::add);
    if (!report.intact()) {
      throw new AssertionError(report.describe());
    }
    return entries;
  }

  static List<AuditEntry> rejections(Path directory) throws IOException {
    List<AuditEntry> entries = new ArrayList<>();
    ChainReport report = AuditReader.forEachRejection(directory, entries::add);
    if (!report.intact()) {
      throw new AssertionError(report.describe());
    }
    return entries;
  }

  /** The control events among entries, in order. */
  static List<ControlEvent> events(List<AuditEntry> entries) {
    return controls(entries).stream().map(ControlRecord::event).toList();
  }

  static List<ControlRecord> controls(List<AuditEntry> entries) {
    return entries.stream()
        .map(AuditEntry::record)
        .filter(ControlRecord.class::isInstance)
        .map(ControlRecord.class::cast)
        .toList();
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  static Path segment(Path directory, long number) {
    return directory.resolve("log").resolve(LogFolder.name(number));
  }
}
