package org.ztclinical.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What any log on this disk could do at best: records of a given size written to a file whose
 * blocks are there already, and forced. It encodes nothing, hashes nothing and starts over at the
 * end of the file.
 */
final class BareFile implements AutoCloseable {
  private static final int SIZE = 16 << 20;

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private final int recordBytes;
  private long position;

  private BareFile(FileChannel channel, int recordBytes, int maxBatch) {
    this.channel = channel;
    this.recordBytes = recordBytes;
    this.buffer = ByteBuffer.allocateDirect(recordBytes * maxBatch);
  }

  /** A file in this directory for records of this size, at most so many at once. */
  static BareFile in(Path directory, int recordBytes, int maxBatch) throws IOException {
    FileChannel channel =
        FileChannel.open(
            Files.createTempFile(directory, "bare", ".log"),
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(SIZE);
    while (zeros.hasRemaining()) {
      channel.write(zeros);
    }
    channel.force(true);
    return new BareFile(channel, recordBytes, maxBatch);
  }

  /** So many records in one write, then one force. */
  synchronized void append(int records) throws IOException {
    buffer.clear().limit(records * recordBytes);
    if (position + buffer.limit() > SIZE) {
      position = 0;
    }
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The plainest group commit: whoever waits is served by one write and one force. */
  static final class GroupCommit implements AutoCloseable {
    private final LinkedBlockingQueue<CompletableFuture<Boolean>> waiting =
        new LinkedBlockingQueue<>();
    private final BareFile file;
    private final int maxBatch;
    private final Thread writer = new Thread(this::write, "bare-group-commit");

    GroupCommit(BareFile file, int maxBatch) {
      this.file = file;
      this.maxBatch = maxBatch;
      writer.setDaemon(true);
      writer.start();
    }

    /** Returns when a record is on disk. */
    void append() {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      waiting.add(done);
      done.join();
    }

    private void write() {
      List<CompletableFuture<Boolean>> batch = new ArrayList<>();
      try {
        while (true) {
          batch.add(waiting.take());
          waiting.drainTo(batch, maxBatch - 1);
          file.append(batch.size());
          batch.forEach(done -> done.complete(true));
          batch.clear();
        }
      } catch (InterruptedException | IOException e) {
        batch.forEach(done -> done.completeExceptionally(e));
      }
    }

    @Override
    public void close() throws IOException {
      writer.interrupt();
      file.close();
    }
  }
}
