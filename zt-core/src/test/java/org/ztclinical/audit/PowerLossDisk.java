package org.ztclinical.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that writes down every operation, so that the power can be lost after any of
 * them: {@link #loseAfter} makes one state the disk may legally be in then. Of what was written but
 * not forced, each block of 512 bytes is there or not, in any order; of names made, changed or
 * removed but not synced, each is or is not, with the limit of POSIX that a rename is one step.
 */
final class PowerLossDisk implements AuditFiles {
  private static final int BLOCK = 512;

  private interface Operation {}

  private record Write(int inode, long offset, byte[] bytes) implements Operation {}

  private record Force(int inode) implements Operation {}

  private record Name(Path path, int inode) implements Operation {}

  private record Rename(Path from, Path to) implements Operation {}

  private record Unname(Path path) implements Operation {}

  private record SyncNames(Path directory) implements Operation {}

  private record Mark(AuditReceipt receipt) implements Operation {}

  private final List<Operation> operations = new ArrayList<>();
  private final Map<Path, Integer> names = new TreeMap<>();
  private final List<byte[]> inodes = new ArrayList<>();

  /** How many operations there were before the disk was used: no power is lost among those. */
  private int started;

  /** Called when a receipt was seen: from here on, no loss of power may undo it. */
  synchronized void acknowledged(AuditReceipt receipt) {
    operations.add(new Mark(receipt));
  }

  synchronized int operations() {
    return operations.size();
  }

  /** Receipts seen before that many operations. */
  synchronized List<AuditReceipt> receiptsBefore(int point) {
    return operations.subList(0, point).stream()
        .filter(Mark.class::isInstance)
        .map(operation -> ((Mark) operation).receipt())
        .toList();
  }

  /** The disk as it may be when the power comes back after that many operations. */
  synchronized PowerLossDisk loseAfter(int point, Random random) {
    Map<Integer, byte[]> contents = contents(point, random);
    PowerLossDisk found = new PowerLossDisk();
    names(point, random)
        .forEach((name, inode) -> found.put(name, contents.getOrDefault(inode, new byte[0])));
    operations.subList(0, point).stream().filter(Mark.class::isInstance).forEach(found::add);
    return found;
  }

  private void add(Operation mark) {
    operations.add(mark);
  }

  /** A file that is durable from the beginning. */
  private void put(Path path, byte[] content) {
    int inode = inodes.size();
    inodes.add(content);
    names.put(path, inode);
    operations.add(new Name(path, inode));
    operations.add(new Write(inode, 0, content.clone()));
    operations.add(new Force(inode));
    operations.add(new SyncNames(path.getParent()));
    started = operations.size();
  }

  /** A point to lose the power at; every second time just after a write, where it hurts most. */
  synchronized int somePoint(Random random) {
    int point = started + random.nextInt(operations.size() - started + 1);
    if (random.nextBoolean()) {
      while (point < operations.size() && !(operations.get(point) instanceof Write)) {
        point++;
      }
      point = Math.min(point + 1, operations.size());
    }
    return point;
  }

  private Map<Integer, byte[]> contents(int point, Random random) {
    Map<Integer, byte[]> durable = new HashMap<>();
    Map<Integer, List<Write>> loose = new HashMap<>();
    for (Operation operation : operations.subList(0, point)) {
      if (operation instanceof Write write) {
        loose.computeIfAbsent(write.inode(), ignored -> new ArrayList<>()).add(write);
      } else if (operation instanceof Force force) {
        List<Write> forced = loose.remove(force.inode());
        if (forced != null) {
          forced.forEach(write -> apply(durable, write, 0, write.bytes().length));
        }
      }
    }
    double share = random.nextInt(5) / 4.0;
    loose.values().forEach(writes -> writes.forEach(w -> applySome(durable, w, random, share)));
    return durable;
  }

  private static void applySome(
      Map<Integer, byte[]> contents, Write write, Random random, double share) {
    long end = write.offset() + write.bytes().length;
    for (long block = write.offset() / BLOCK; block * BLOCK < end; block++) {
      if (random.nextDouble() < share) {
        int from = (int) (Math.max(block * BLOCK, write.offset()) - write.offset());
        int to = (int) (Math.min((block + 1) * BLOCK, end) - write.offset());
        apply(contents, write, from, to);
      }
    }
  }

  private static void apply(Map<Integer, byte[]> contents, Write write, int from, int to) {
    byte[] old = contents.getOrDefault(write.inode(), new byte[0]);
    int size = Math.max(old.length, (int) write.offset() + to);
    byte[] changed = size == old.length ? old : Arrays.copyOf(old, size);
    System.arraycopy(write.bytes(), from, changed, (int) write.offset() + from, to - from);
    contents.put(write.inode(), changed);
  }

  /**
   * Names in the order they were changed; a prefix of the unsynced changes has reached the disk.
   */
  private Map<Path, Integer> names(int point, Random random) {
    Map<Path, Integer> durable = new TreeMap<>();
    List<Operation> loose = new ArrayList<>();
    for (Operation operation : operations.subList(0, point)) {
      if (operation instanceof SyncNames sync) {
        loose.removeIf(change -> in(sync.directory(), change) && applyName(durable, change));
      } else if (!(operation instanceof Write
          || operation instanceof Force
          || operation instanceof Mark)) {
        loose.add(operation);
      }
    }
    int kept = loose.isEmpty() ? 0 : random.nextInt(loose.size() + 1);
    loose.subList(0, kept).forEach(change -> applyName(durable, change));
    return durable;
  }

  private static boolean in(Path directory, Operation change) {
    Path path =
        change instanceof Name name
            ? name.path()
            : change instanceof Rename rename ? rename.to() : ((Unname) change).path();
    return path.getParent().equals(directory);
  }

  private static boolean applyName(Map<Path, Integer> names, Operation change) {
    if (change instanceof Name name) {
      names.put(name.path(), name.inode());
    } else if (change instanceof Unname unname) {
      names.remove(unname.path());
    } else if (change instanceof Rename rename && names.containsKey(rename.from())) {
      names.put(rename.to(), names.remove(rename.from()));
    }
    return true;
  }

  @Override
  public void createDirectories(Path directory) {
    // A file's name is durable only with its directory synced; the directories are always there.
  }

  @Override
  public synchronized List<String> list(Path directory) {
    return names.keySet().stream()
        .filter(path -> path.getParent().equals(directory))
        .map(path -> path.getFileName().toString())
        .toList();
  }

  @Override
  public synchronized AuditFile create(Path path) {
    int inode = inodes.size();
    inodes.add(new byte[0]);
    names.put(path, inode);
    operations.add(new Name(path, inode));
    return new File(inode);
  }

  @Override
  public synchronized AuditFile open(Path path, boolean writable) throws IOException {
    Integer inode = names.get(path);
    if (inode == null) {
      throw new java.nio.file.NoSuchFileException(path.toString());
    }
    return new File(inode);
  }

  @Override
  public synchronized void rename(Path from, Path to) {
    names.put(to, names.remove(from));
    operations.add(new Rename(from, to));
  }

  @Override
  public synchronized void deleteIfExists(Path path) {
    if (names.remove(path) != null) {
      operations.add(new Unname(path));
    }
  }

  @Override
  public synchronized void syncDirectory(Path directory) {
    operations.add(new SyncNames(directory));
  }

  private final class File implements AuditFile {
    private final int inode;

    File(int inode) {
      this.inode = inode;
    }

    @Override
    public int write(ByteBuffer in, long offset) {
      synchronized (PowerLossDisk.this) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        Write write = new Write(inode, offset, bytes);
        Map<Integer, byte[]> one = new HashMap<>(Map.of(inode, inodes.get(inode)));
        apply(one, write, 0, bytes.length);
        inodes.set(inode, one.get(inode));
        operations.add(write);
        return bytes.length;
      }
    }

    @Override
    public int read(ByteBuffer out, long offset) {
      synchronized (PowerLossDisk.this) {
        byte[] bytes = inodes.get(inode);
        int length = (int) Math.min(out.remaining(), bytes.length - offset);
        if (length <= 0) {
          return -1;
        }
        out.put(bytes, (int) offset, length);
        return length;
      }
    }

    @Override
    public void force(boolean metadata) {
      synchronized (PowerLossDisk.this) {
        operations.add(new Force(inode));
      }
    }

    @Override
    public long size() {
      synchronized (PowerLossDisk.this) {
        return inodes.get(inode).length;
      }
    }

    @Override
    public void close() {}
  }
}
