package org.ztclinical.enforce;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.Permit;
import org.ztclinical.audit.AuditUnavailableException;
import org.ztclinical.json.JsonObject;
import org.ztclinical.session.Standing;

/**
 * One permit's answer on its way through the check, from the moment at which it is too large to be
 * held.
 *
 * <h2>What must hold</h2>
 *
 * Entries that may leave are collected. Before what was collected leaves, a release record that
 * names exactly the resources in it is on disk. The first time this happens, status and headers
 * leave, too; until then the answer can still become a refusal. When anything fails later, nothing
 * more leaves, the outlet is cut, and the last record says that the answer was broken off and how
 * many bytes of it had left. That the caller's session has ended is such a failure: it is looked
 * for before each piece that is written or leaves.
 *
 * <p>Safe for use by several threads, one after the other.
 */
final class AnswerStream implements AnswerSink {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerStream.class);

  /** So much is collected before it leaves. */
  private static final int FLUSH_BYTES = 64 * 1024;

  private final Permit permit;
  private final Standing standing;
  private final AnswerCheck check;
  private final AuditTrail trail;
  private final @Nullable Outlet outlet;
  private final Released released = new Released();
  private final Collected leaving = new Collected();
  private Response head = Response.empty(200);
  private @Nullable AnswerWalk walk;
  private boolean asked;
  private boolean taken;
  private boolean begun;
  private boolean closed;
  private int records;
  private long left;
  private @Nullable EnforceReason failure;
  private volatile boolean abandoned;

  AnswerStream(
      Permit permit,
      Standing standing,
      AnswerCheck check,
      AuditTrail trail,
      @Nullable Outlet outlet) {
    this.permit = permit;
    this.standing = standing;
    this.check = check;
    this.trail = trail;
    this.outlet = outlet;
  }

  @Override
  public synchronized boolean offer(
      int status, Map<String, List<String>> headers, byte[] bytes, int from, int to) {
    if (asked || abandoned || outlet == null) {
      return taken;
    }
    asked = true;
    head = Response.of(status, headers, new byte[0]);
    Optional<AnswerWalk> possible = check.walk(permit, head, released, leaving);
    if (possible.isEmpty()) {
      return false;
    }
    walk = possible.get();
    head = walk.leaving(head);
    try {
      walk.feed(bytes, from, to);
      taken = walk.canLeave();
    } catch (IOException e) {
      // It is held, and found unreadable as a whole.
      taken = false;
    }
    return taken;
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int to) throws IOException {
    if (!taken || walk == null) {
      throw new IllegalStateException("the answer was not taken");
    }
    if (failure == null) {
      proceed(bytes, from, to, walk);
    }
    if (failure != null) {
      throw new IOException("the answer was broken off");
    }
  }

  /** True when the answer leaves by this way, or would. */
  synchronized boolean hasTaken() {
    return taken;
  }

  /** The work is complete, and so is the answer. */
  synchronized Ending finish() {
    if (failure == null) {
      complete();
    }
    if (failure != null) {
      return begun ? sent(Guarded.Sending.CUT) : Ending.whole(instead(failure));
    }
    return begun ? sent(Guarded.Sending.SENT) : Ending.whole(small());
  }

  /** The work has failed. */
  Ending abandon() {
    // Said before the lock is had: a thread that waits in a write must not go on after that.
    abandoned = true;
    synchronized (this) {
      if (failure == null) {
        fail(EnforceReason.WORK_FAILED);
      }
      return finish();
    }
  }

  private void proceed(byte[] bytes, int from, int to, AnswerWalk into) {
    try {
      requireStanding();
      into.feed(bytes, from, to);
    } catch (UnreadableAnswerException | NotAListException e) {
      fail(EnforceReason.ANSWER_UNREADABLE);
    } catch (BrokenOffException e) {
      fail(e.reason());
    } catch (IOException | RuntimeException e) {
      LOG.error("The check of an answer failed with {}", e.getClass().getName());
      fail(EnforceReason.ENFORCEMENT_FAILED);
    }
  }

  private void complete() {
    try {
      if (walk == null) {
        throw new IllegalStateException("the answer was not taken");
      }
      walk.finish();
      if (begun) {
        flush(AuditTrail.Part.LAST);
        outlet().end();
      }
    } catch (UnreadableAnswerException | NotAListException e) {
      fail(EnforceReason.ANSWER_UNREADABLE);
    } catch (BrokenOffException e) {
      fail(e.reason());
    } catch (IOException e) {
      fail(EnforceReason.DELIVERY_FAILED);
    } catch (RuntimeException e) {
      LOG.error("The end of an answer failed with {}", e.getClass().getName());
      fail(EnforceReason.ENFORCEMENT_FAILED);
    }
  }

  private Ending sent(Guarded.Sending sending) {
    return Ending.sent(new Guarded(permit, head, sending));
  }

  /** Nothing has left, so the answer can be a refusal like any other. */
  private Checked instead(EnforceReason reason) {
    Response refusal =
        switch (reason) {
          case WORK_FAILED -> Refusals.failed();
          case SESSION_ENDED -> Refusals.ended();
          default -> Refusals.withheld();
        };
    return Checked.aborted(refusal, released, reason);
  }

  /** So little is left of it that nothing has left yet. */
  private Checked small() {
    if (walk != null && walk.isAbsent()) {
      return Checked.nothing(Refusals.absent(), released, EnforceReason.ANSWER_REFUSED);
    }
    check.bind(permit, released);
    return new Checked(head.withBody(leaving.toByteArray()), released, false);
  }

  private void fail(EnforceReason reason) {
    failure = reason;
    leaving.clear();
    if (!begun) {
      return;
    }
    outlet().cut();
    if (closed) {
      // All of it is recorded as released, and nothing follows a closing record.
      return;
    }
    released.allStay(reason);
    try {
      record(AuditTrail.Part.BROKEN_OFF, left);
    } catch (AuditUnavailableException e) {
      // Without a last record the permit counts as having released all it could.
      LOG.error("That an answer was broken off could not be recorded");
    }
  }

  private void flush(AuditTrail.Part part) throws BrokenOffException {
    send(part, leaving.bytes(), 0, leaving.size());
    leaving.clear();
  }

  private void send(AuditTrail.Part part, byte[] bytes, int from, int to)
      throws BrokenOffException {
    if (abandoned) {
      throw new BrokenOffException(EnforceReason.WORK_FAILED);
    }
    requireStanding();
    try {
      record(part, to - from);
    } catch (AuditUnavailableException e) {
      throw new BrokenOffException(EnforceReason.AUDIT_UNAVAILABLE);
    }
    try {
      if (!begun) {
        begun = true;
        head = DecidedWork.leaving(permit, head);
        outlet().begin(new Guarded(permit, head));
      }
      outlet().write(bytes, from, to);
      left += to - from;
    } catch (IOException | RuntimeException e) {
      // Mostly a caller who went away.
      throw new BrokenOffException(EnforceReason.DELIVERY_FAILED);
    }
  }

  private void requireStanding() throws BrokenOffException {
    if (standing.lost().isPresent()) {
      throw new BrokenOffException(EnforceReason.SESSION_ENDED);
    }
  }

  private Outlet outlet() {
    return Objects.requireNonNull(outlet, "an answer is taken only where there is a way out");
  }

  private void record(AuditTrail.Part part, long bytes) throws AuditUnavailableException {
    Released counted = released.takePart();
    check.bind(permit, counted);
    records += trail.released(permit, counted, part, records, head.status(), bytes);
    closed = part != AuditTrail.Part.MORE;
  }

  /** What was checked and has not left yet. */
  private final class Collected extends Leaving {
    Collected() {
      super(released);
    }

    @Override
    void entry(@Nullable JsonObject resource, byte[] source, int from, int to) throws IOException {
      if (taken && to - from >= FLUSH_BYTES) {
        // A large entry is not copied: it leaves from where it was cut out.
        flush(AuditTrail.Part.MORE);
        if (resource != null) {
          released.leaves(resource);
        }
        send(AuditTrail.Part.MORE, source, from, to);
        return;
      }
      super.entry(resource, source, from, to);
      if (taken && size() >= FLUSH_BYTES) {
        flush(AuditTrail.Part.MORE);
      }
    }
  }
}
