package org.ztclinical.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.notice.NoticeListener;

/**
 * How a log is kept. Immutable; made with {@link #at(Path)}, where only the directory must be
 * given. Prints nothing of the key.
 */
public final class AuditConfig {
  final Path directory;
  final String origin;
  final int segmentBytes;
  final Duration deadline;
  final int queueRecords;
  final long queueBytes;
  final NoticeListener listener;
  final Optional<byte[]> pseudonymKey;
  final InstantSource clock;
  final RejectionLimits rejections;
  final List<AuditSink> sinks;
  final AuditFiles files;

  private AuditConfig(Builder builder) {
    this.directory = builder.directory;
    this.origin = builder.origin;
    this.segmentBytes = builder.segmentBytes;
    this.deadline = builder.deadline;
    this.queueRecords = builder.queueRecords;
    this.queueBytes = builder.queueBytes;
    this.listener = builder.listener;
    this.pseudonymKey = builder.pseudonymKey;
    this.clock = builder.clock;
    this.rejections = builder.rejections;
    this.sinks = List.copyOf(builder.sinks);
    this.files = builder.files;
  }

  /** Starts the configuration of the log in this directory, which is made if it is not there. */
  public static Builder at(Path directory) {
    return new Builder(directory);
  }

  /** Where the log is. */
  public Path directory() {
    return directory;
  }

  /** The log's name. */
  public String origin() {
    return origin;
  }

  @Override
  public String toString() {
    return "audit log " + origin + " in " + directory;
  }

  /** Collects settings; each is checked when given. Not thread-safe. */
  public static final class Builder {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Pattern SINK = Pattern.compile("[a-z0-9-]{1,32}");
    private static final int MIN_SEGMENT = 256 << 10;

    private final Path directory;
    private String origin = "zt-clinical";
    private int segmentBytes = 64 << 20;
    private Duration deadline = Duration.ofSeconds(2);
    private int queueRecords = 10_000;
    private long queueBytes = 16 << 20;
    private NoticeListener listener = NoticeListener.none();
    private Optional<byte[]> pseudonymKey = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private RejectionLimits rejections = RejectionLimits.standard();
    private final List<AuditSink> sinks = new ArrayList<>();
    private AuditFiles files = new DiskFiles();

    private Builder(Path directory) {
      this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * The log's name, as in {@code clinic.example/portal/node-1}; different for every process. It
     * stays the same for the life of the directory. Default {@code zt-clinical}.
     */
    public Builder origin(String name) {
      if (!ORIGIN.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "an origin is 1 to 128 letters, digits and . _ : / -, as in clinic.example/portal/n1");
      }
      this.origin = name;
      return this;
    }

    /** Size of each file, reserved in advance: 256 KiB to 1 GiB, default 64 MiB. */
    public Builder segmentBytes(int bytes) {
      if (bytes < MIN_SEGMENT || bytes > 1 << 30) {
        throw new IllegalArgumentException("a segment has 256 KiB to 1 GiB");
      }
      this.segmentBytes = bytes;
      return this;
    }

    /** Longest wait for the disk before the caller is refused: 1 ms to 1 min, default 2 s. */
    public Builder deadline(Duration wait) {
      if (wait.toMillis() < 1 || wait.toMinutes() > 1) {
        throw new IllegalArgumentException("the deadline is 1 ms to 1 min");
      }
      this.deadline = wait;
      return this;
    }

    /** Most records and bytes that may wait for the disk; default 10,000 and 16 MiB. */
    public Builder queue(int records, long bytes) {
      if (records < 1 || bytes < Frame.MAX_SIZE) {
        throw new IllegalArgumentException(
            "the queue holds 1 record or more and " + Frame.MAX_SIZE + " bytes or more");
      }
      this.queueRecords = records;
      this.queueBytes = bytes;
      return this;
    }

    /** Hears of failures, recoveries and lag. Called on the writer thread: return quickly. */
    public Builder listener(NoticeListener listener) {
      Objects.requireNonNull(listener, "listener");
      this.listener =
          notice -> {
            try {
              listener.on(notice);
            } catch (RuntimeException e) {
              // A listener that fails must not end the writer, nor keep others from being told.
            }
          };
      return this;
    }

    /**
     * The key of the pseudonyms, 32 bytes or more. Without it, a random key is kept in {@code
     * pseudonym.key} in the audit directory, readable for its owner only.
     */
    public Builder pseudonymKey(byte[] key) {
      if (key.length < Pseudonyms.KEY_BYTES) {
        throw new IllegalArgumentException("a pseudonym key has at least 32 bytes");
      }
      this.pseudonymKey = Optional.of(key.clone());
      return this;
    }

    /** Tells the time of records; default the system's clock. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Bounds of the lane for unauthenticated callers. */
    public Builder rejections(RejectionLimits limits) {
      this.rejections = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** Adds a sink; each needs a name of its own. */
    public Builder sink(AuditSink sink) {
      if (!SINK.matcher(sink.name()).matches()) {
        throw new IllegalArgumentException("a sink's name is 1 to 32 of a-z 0-9 -");
      }
      if (sinks.stream().anyMatch(other -> other.name().equals(sink.name()))) {
        throw new IllegalArgumentException("two sinks are named " + sink.name());
      }
      sinks.add(sink);
      return this;
    }

    /** Another file system; for tests of failing ones. */
    Builder files(AuditFiles files) {
      this.files = files;
      return this;
    }

    /** The configuration. */
    public AuditConfig build() {
      return new AuditConfig(this);
    }
  }
}
