package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.ztclinical.thread.DaemonThreads;

/**
 * Keeps one segment's worth of zeros ready on disk, so that starting a segment is quick and works
 * on a full disk. Preparing runs on a thread of its own; everything else belongs to the writer.
 */
final class SegmentReserve {
  private static final String READY = "reserve.ready";
  private static final int CHUNK = 1 << 20;

  private final AuditFiles files;
  private final Path directory;
  private final int size;
  private @Nullable CompletableFuture<AuditFile> prepared;

  SegmentReserve(AuditFiles files, Path directory, int size) {
    this.files = files;
    this.directory = directory;
    this.size = size;
  }

  /** Starts preparing, unless that is done or under way. */
  void prepare() {
    if (prepared == null || prepared.isCompletedExceptionally()) {
      CompletableFuture<AuditFile> result = new CompletableFuture<>();
      prepared = result;
      DaemonThreads.named("zt-audit-reserve").newThread(() -> make(result)).start();
    }
  }

  /** True after a preparation that failed. */
  boolean failed() {
    return prepared != null && prepared.isCompletedExceptionally();
  }

  /** Turns the reserve into a segment: writes its header, forces it, gives it its name. */
  AuditFile become(Path segment, SegmentHeader header) throws IOException {
    AuditFile file = take();
    try {
      file.writeFully(ByteBuffer.wrap(header.toBytes()), 0);
      file.force(true);
      files.rename(directory.resolve(READY), segment);
      files.syncDirectory(directory);
      return file;
    } catch (IOException e) {
      closeQuietly(file);
      throw e;
    }
  }

  private AuditFile take() throws IOException {
    CompletableFuture<AuditFile> waiting = prepared;
    prepared = null;
    if (waiting != null) {
      try {
        return waiting.join();
      } catch (CompletionException e) {
        // Try again here, on the writer: the disk may have room by now.
      }
    }
    return make();
  }

  private void make(CompletableFuture<AuditFile> result) {
    try {
      result.complete(make());
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private AuditFile make() throws IOException {
    Path ready = directory.resolve(READY);
    if (files.list(directory).contains(READY)) {
      AuditFile left = files.open(ready, true);
      if (left.size() == size) {
        return left;
      }
      left.close();
    }
    Path temporary = directory.resolve("reserve.tmp");
    files.deleteIfExists(temporary);
    AuditFile file = files.create(temporary);
    try {
      fill(file);
      files.rename(temporary, ready);
      return file;
    } catch (IOException e) {
      closeQuietly(file);
      files.deleteIfExists(temporary); // A full disk should not be fuller for our trying.
      throw e;
    }
  }

  private void fill(AuditFile file) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, size));
    for (long at = 0; at < size; at += zeros.capacity()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
      file.writeFully(zeros, at);
    }
    file.force(true);
  }

  /**
   * Closes what was prepared; its file stays for the next opening. Waits for a preparation under
   * way: after this, nothing touches the directory.
   */
  void close() {
    if (prepared != null) {
      prepared.handle((file, failure) -> file).thenAccept(SegmentReserve::closeIfThere).join();
    }
  }

  private static void closeIfThere(@Nullable AuditFile file) {
    if (file != null) {
      closeQuietly(file);
    }
  }

  static void closeQuietly(AuditFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // Closing makes nothing durable; there is nothing to do about it.
    }
  }
}
