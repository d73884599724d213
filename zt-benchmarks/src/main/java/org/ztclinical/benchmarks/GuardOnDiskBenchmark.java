package org.ztclinical.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;

/**
 * The whole walk of a read with its two audit records, one caller alone: on a disk, where each
 * record waits for a force of its own, and in memory, where only the log's own work is left.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuardOnDiskBenchmark {
  private static final Path MEMORY = Path.of("/dev/shm");

  /** True where there is a file system in memory to measure with. */
  static boolean hasMemoryFolder() {
    return Files.isWritable(MEMORY);
  }

  /** Audit on the disk of the working directory. */
  @Benchmark
  public Guarded disk(OnDisk log) {
    return log.once();
  }

  /** Audit in memory. */
  @Benchmark
  public Guarded memory(InMemory log) {
    return log.once();
  }

  /** The peer of {@link #disk}: two small writes, each forced, on a file whose blocks are there. */
  @Benchmark
  public void twoForces(Bare bare) throws IOException {
    bare.file.append(1);
    bare.file.append(1);
  }

  /** A protected application with its log in some folder. */
  public abstract static class Logged {
    private final Path folder;
    private final SampleGuard guard;
    private final Attempt read;
    private final Response patient = SampleGuard.answer(SampleRecords.patient());

    Logged(Path parent) {
      try {
        folder = Files.createTempDirectory(parent, "audit");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      guard = new SampleGuard(new SampleTokens(1), open(folder));
      read = guard.attempt(SampleGuard.READ);
      Scratch.settle();
    }

    private static AuditLog open(Path folder) {
      try {
        return AuditLog.open(AuditConfig.at(folder).segmentBytes(16 << 20).build());
      } catch (IOException e) {
        throw new UncheckedIOException("a new log does not open", e);
      }
    }

    Guarded once() {
      return guard.guard(read, patient);
    }

    /** Leaves nothing behind. */
    @TearDown
    public void delete() throws IOException {
      guard.close();
      Scratch.delete(folder);
    }
  }

  /** On disk. */
  @State(Scope.Benchmark)
  public static class OnDisk extends Logged {
    /** Opens the log. */
    public OnDisk() {
      super(Scratch.parent());
    }
  }

  /** In memory. */
  @State(Scope.Benchmark)
  public static class InMemory extends Logged {
    /** Opens the log. */
    public InMemory() {
      super(MEMORY);
    }
  }

  /** A file without a log. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final BareFile file;

    /** Makes the file. */
    public Bare() {
      try {
        file = BareFile.in(Scratch.parent(), 400, 1);
        Scratch.settle();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Leaves nothing behind. */
    @TearDown
    public void close() throws IOException {
      file.close();
    }
  }
}
