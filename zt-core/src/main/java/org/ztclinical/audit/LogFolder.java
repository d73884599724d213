package org.ztclinical.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one lane: its segments by number.
 *
 * @param files the file system
 * @param directory the lane's own
 */
record LogFolder(AuditFiles files, Path directory) {
  private static final String SUFFIX = ".ztlog";
  private static final Pattern SEGMENT = Pattern.compile("[0-9]{16}\\.ztlog");

  Path segment(long number) {
    return directory.resolve(name(number));
  }

  /** How a segment is called in messages. */
  static String name(long number) {
    return String.format(Locale.ROOT, "%016d%s", number, SUFFIX);
  }

  /** The numbers of the segments there are, ascending. */
  List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : files.list(directory)) {
      if (SEGMENT.matcher(name).matches()) {
        numbers.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
      }
    }
    return numbers;
  }

  /** What a killed process left half made. */
  void deleteTemporary() throws IOException {
    for (String name : files.list(directory)) {
      if (name.endsWith(".tmp")) {
        files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  static @Nullable SegmentHeader header(SegmentInput in) throws IOException {
    return SegmentHeader.parse(in.bytes(0, SegmentHeader.SIZE));
  }
}
