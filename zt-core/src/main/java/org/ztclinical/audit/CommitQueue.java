package org.ztclinical.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer, in order; bounded by count and by bytes. Thread-safe. */
final class CommitQueue {
  private final int maxRecords;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  CommitQueue(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds all, next to one another. An interrupt does not end the wait for room; the flag is kept.
   *
   * @param deadline when to give up, as {@link System#nanoTime()} counts
   * @return false when there was no room in time, or the queue is closed
   */
  boolean offer(List<Pending> group, long deadline) {
    boolean interrupted = false;
    lock.lock();
    try {
      while (!closed && !fits(group)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          room.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return add(group);
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A group larger than the queue may enter an empty one. */
  private boolean fits(List<Pending> group) {
    long more = 0;
    for (Pending pending : group) {
      more += pending.size();
    }
    return waiting.isEmpty()
        || (waiting.size() + group.size() <= maxRecords && bytes + more <= maxBytes);
  }

  private boolean add(List<Pending> group) {
    if (closed) {
      return false;
    }
    for (Pending pending : group) {
      waiting.add(pending);
      bytes += pending.size();
    }
    work.signal();
    return true;
  }

  /** Takes what waits, at most so many bytes but at least one record; waits for work that long. */
  List<Pending> poll(long atMostBytes, long waitNanos) {
    lock.lock();
    try {
      long left = waitNanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        try {
          left = work.awaitNanos(left);
        } catch (InterruptedException e) {
          // Nobody has business interrupting the writer; it goes on.
        }
      }
      return take(atMostBytes);
    } finally {
      lock.unlock();
    }
  }

  private List<Pending> take(long atMostBytes) {
    List<Pending> batch = new ArrayList<>();
    long taken = 0;
    for (Pending next = waiting.peek(); next != null; next = waiting.peek()) {
      if (!batch.isEmpty() && taken + next.size() > atMostBytes) {
        break;
      }
      batch.add(next);
      taken += next.size();
      waiting.remove();
    }
    bytes -= taken;
    room.signalAll();
    return batch;
  }

  /** Nothing enters any more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** How full it is, for health: the larger of the two shares, in percent. */
  int percentFull() {
    lock.lock();
    try {
      return (int) Math.max(100L * waiting.size() / maxRecords, 100 * bytes / maxBytes);
    } finally {
      lock.unlock();
    }
  }

  int records() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  static long deadline(java.time.Duration wait) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait.toMillis());
  }
}
