package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where torn tails are kept. The name of each tells where it was cut. */
final class Quarantine {
  private static final String PENDING = ".pending";

  private final AuditFiles files;
  private final Path lane;
  private final Path directory;

  Quarantine(LogFolder folder) {
    this.files = folder.files();
    this.lane = folder.directory();
    this.directory = lane.resolve("quarantine");
  }

  /** Copies a tail, durably. */
  void keep(long segment, long offset, SegmentInput in, long length) throws IOException {
    files.createDirectories(directory);
    Path temporary = directory.resolve("tail.tmp");
    files.deleteIfExists(temporary);
    MessageDigest sha256 = Chain.sha256();
    try (AuditFile copy = files.create(temporary)) {
      for (long at = 0; at < length; at += Frame.MAX_SIZE) {
        int part = (int) Math.min(Frame.MAX_SIZE, length - at);
        byte[] bytes = in.bytes(offset + at, part);
        sha256.update(bytes);
        copy.writeFully(ByteBuffer.wrap(bytes), at);
      }
      copy.force(true);
    }
    String name =
        String.format(
            Locale.ROOT,
            "%016d-%d-%d-%s%s",
            segment,
            offset,
            length,
            Hex.of(sha256.digest()).substring(0, 32),
            PENDING);
    files.rename(temporary, directory.resolve(name));
    files.syncDirectory(directory);
    files.syncDirectory(lane);
  }

  /** The tails the log does not mention yet. */
  List<String> pending() throws IOException {
    return files.list(directory).stream().filter(name -> name.endsWith(PENDING)).toList();
  }

  /** What the record about a tail says. */
  Map<String, String> facts(String name) {
    String[] parts = name.substring(0, name.length() - PENDING.length()).split("-", -1);
    if (parts.length != 4) {
      return Map.of("quarantine", name);
    }
    return Map.of(
        "segment", parts[0], "offset", parts[1], "bytes", parts[2], "sha256-128", parts[3]);
  }

  /** The log mentions the tail now. */
  void settle(String name) throws IOException {
    String settled = name.substring(0, name.length() - PENDING.length()) + ".tail";
    files.rename(directory.resolve(name), directory.resolve(settled));
    files.syncDirectory(directory);
  }
}
