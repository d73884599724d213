package org.ztclinical.audit;

import static org.ztclinical.audit.AuditOpenException.Cause.IN_USE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees to it that one process, and in it one log, writes an audit directory. */
final class DirectoryLock {
  private static final String NAME = "LOCK";

  /**
   * Directories this process holds. Looked at before the lock file is touched: POSIX drops all
   * locks of a process on a file as soon as the process closes any descriptor of it.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static DirectoryLock acquire(Path directory, String origin) throws IOException {
    Path real = directory.toRealPath();
    synchronized (HELD) {
      if (!HELD.add(real)) {
        throw inUse("this process");
      }
      try {
        return new DirectoryLock(real, lock(real, origin));
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    }
  }

  private static FileChannel lock(Path directory, String origin) throws IOException {
    Path file = directory.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(Files.readString(file).strip());
      }
      String owner = "process " + ProcessHandle.current().pid() + ", " + origin + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static AuditOpenException inUse(String owner) {
    return new AuditOpenException(
        IN_USE,
        "The audit directory is written by "
            + owner
            + ". Give each process a directory of its own, or stop the other one.");
  }

  /** Lets others in; a second call does nothing, whoever holds the directory by then. */
  void release() {
    synchronized (HELD) {
      if (!channel.isOpen()) {
        return;
      }
      HELD.remove(directory);
      try {
        channel.close();
      } catch (IOException e) {
        // The lock goes with the process at the latest.
      }
    }
  }
}
