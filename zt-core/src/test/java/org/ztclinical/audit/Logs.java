package org.ztclinical.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

  static boolean exists(Path directory, String name) {
    return Files.exists(directory.resolve(name));
  }

  /** Waits for what another thread does, at most 20 s. */
  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it did not happen within 20 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
