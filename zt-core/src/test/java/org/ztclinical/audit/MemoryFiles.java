package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files in memory, for reading: a log to be changed and verified thousands of times. */
final class MemoryFiles implements AuditFiles {
  final Map<Path, byte[]> contents = new TreeMap<>();

  /** A lane's segments as they are on disk, without the zeros at their ends. */
  static MemoryFiles of(Path lane) throws IOException {
    MemoryFiles files = new MemoryFiles();
    for (Path file : Logs.files(lane)) {
      if (file.toString().endsWith(".ztlog")) {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
          end--;
        }
        files.contents.put(file, java.util.Arrays.copyOf(bytes, end + 16));
      }
    }
    return files;
  }

  @Override
  public List<String> list(Path directory) {
    return contents.keySet().stream().map(file -> file.getFileName().toString()).toList();
  }

  @Override
  public AuditFile open(Path file, boolean writable) {
    byte[] bytes = contents.get(file);
    return new AuditFile() {
      @Override
      public int read(ByteBuffer out, long offset) {
        int length = (int) Math.min(out.remaining(), bytes.length - offset);
        if (length <= 0) {
          return -1;
        }
        out.put(bytes, (int) offset, length);
        return length;
      }

      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int write(ByteBuffer in, long offset) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void force(boolean metadata) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectories(Path directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuditFile create(Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteIfExists(Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void syncDirectory(Path directory) {
    throw new UnsupportedOperationException();
  }
}
