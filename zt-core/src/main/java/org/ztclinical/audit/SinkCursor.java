package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a sink has got to, in a small file that is replaced in one step. */
final class SinkCursor {
  private static final LogPosition START = new LogPosition(0, SegmentHeader.SIZE, 0);
  private static final int MAX = 100;
  private static final Pattern LINE =
      Pattern.compile("([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18})\n");

  private final AuditFiles files;
  private final Path directory;
  private final String name;

  SinkCursor(AuditFiles files, Path directory, String sink) {
    this.files = files;
    this.directory = directory;
    this.name = sink + ".cursor";
  }

  /** The place of the next record to deliver; the start when the file is missing or damaged. */
  LogPosition load() throws IOException {
    if (!files.list(directory).contains(name)) {
      return START;
    }
    ByteBuffer text = ByteBuffer.allocate(MAX);
    try (AuditFile file = files.open(directory.resolve(name), false)) {
      file.readFully(text, 0);
    }
    Matcher line =
        LINE.matcher(new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII));
    return line.matches()
        ? new LogPosition(
            Long.parseLong(line.group(1)),
            Long.parseLong(line.group(2)),
            Long.parseLong(line.group(3)))
        : START;
  }

  void save(LogPosition place) throws IOException {
    String line = place.segment() + " " + place.end() + " " + place.nextIndex() + "\n";
    Path temporary = directory.resolve(name + ".tmp");
    files.deleteIfExists(temporary);
    try (AuditFile file = files.create(temporary)) {
      file.writeFully(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
      file.force(true);
    }
    files.rename(temporary, directory.resolve(name));
    files.syncDirectory(directory);
  }
}
