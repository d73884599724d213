package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The real file system, with faults put before its operations, and a count of forces. */
class FaultyFiles implements AuditFiles {
  /** Throws, sleeps or does nothing before an operation. */
  interface Fault {
    void before(String operation, Path file) throws IOException;
  }

  private final AuditFiles real = new DiskFiles();
  private final Map<Path, AtomicInteger> forces = new ConcurrentHashMap<>();

  private final Map<Path, File> opened = new ConcurrentHashMap<>();

  volatile Fault fault = (operation, file) -> {};
  volatile int mostBytesPerWrite = Integer.MAX_VALUE;

  /** Fails operations of this name on files under a directory of this name. */
  static Fault failing(String operation, String directory, String message) {
    return (doing, file) -> {
      if (doing.equals(operation) && file.toString().contains("/" + directory)) {
        throw new IOException(message);
      }
    };
  }

  /** How often any file under a directory of this name was forced. */
  int forces(String directory) {
    return forces.entrySet().stream()
        .filter(entry -> entry.getKey().toString().contains("/" + directory + "/"))
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    real.createDirectories(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public AuditFile create(Path file) throws IOException {
    fault.before("create", file);
    return remember(new File(file, real.create(file)));
  }

  @Override
  public AuditFile open(Path file, boolean writable) throws IOException {
    return remember(new File(file, real.open(file, writable)));
  }

  /** A file is known by its last name, however it was called when it was opened. */
  private File remember(File file) {
    opened.put(file.path, file);
    return file;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    fault.before("rename", to);
    real.rename(from, to);
    File file = opened.remove(from);
    if (file != null) {
      file.path = to;
      opened.put(to, file);
    }
  }

  @Override
  public void deleteIfExists(Path file) throws IOException {
    real.deleteIfExists(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    fault.before("syncDirectory", directory);
    real.syncDirectory(directory);
  }

  private final class File implements AuditFile {
    private volatile Path path;
    private final AuditFile file;

    File(Path path, AuditFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int write(ByteBuffer bytes, long offset) throws IOException {
      fault.before("write", path);
      int most = Math.min(bytes.remaining(), mostBytesPerWrite);
      int written = file.write(bytes.slice(bytes.position(), most), offset);
      bytes.position(bytes.position() + written);
      return written;
    }

    @Override
    public int read(ByteBuffer bytes, long offset) throws IOException {
      return file.read(bytes, offset);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      fault.before("force", path);
      forces.computeIfAbsent(path, ignored -> new AtomicInteger()).incrementAndGet();
      file.force(metadata);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
