package org.ztclinical.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.signal.EventPoll;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.thread.DaemonThreads;
import org.ztclinical.token.HttpStatusException;
import org.ztclinical.token.JsonPost;

/**
 * Fetches one transmitter's events (RFC 8936), on a thread of its own: asks, waits as long as the
 * transmitter has nothing to tell, acts, and says with the next question what is in force and what
 * was refused. Safe for use by many threads.
 *
 * <h2>What must hold</h2>
 *
 * <ul>
 *   <li>Only what is in force, recorded and kept is acknowledged. What could not be judged or kept
 *       is neither acknowledged nor refused, so it comes again.
 *   <li>Whatever the transmitter does, it is not asked in a tight loop: after a failure, and when
 *       it sends nothing but what was answered before, the next question waits 1, 2, 4 … 60
 *       seconds, half of that at random, or as long as it wants with 429 or 503 and {@code
 *       Retry-After}, ten minutes at most; after an empty answer that came at once, a second.
 * </ul>
 */
public final class EventPolling implements AutoCloseable {
  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration MOST_WANTED = Duration.ofMinutes(10);

  private final EventPoll settings;
  private final JsonPost post;
  private final SignalReceiver receiver;
  private final InstantSource clock;
  private final NoticeListener notices;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable Instant answeredAt;
  private volatile @Nullable Instant failedAt;
  private volatile boolean failing;

  /** What the transmitter was not told yet, by id; empty is an acknowledgement. Of the thread. */
  private Map<String, String> verdicts = new LinkedHashMap<>();

  private int failures;

  private EventPolling(
      EventPoll settings, SignalReceiver receiver, InstantSource clock, NoticeListener notices) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.post = settings.post();
    this.receiver = Objects.requireNonNull(receiver, "receiver");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.notices = Objects.requireNonNull(notices, "notices");
    this.thread = DaemonThreads.named("zt-events").newThread(this::run);
  }

  /** Begins to fetch. */
  public static EventPolling start(
      EventPoll settings, SignalReceiver receiver, InstantSource clock, NoticeListener notices) {
    EventPolling polling = new EventPolling(settings, receiver, clock, notices);
    polling.thread.start();
    return polling;
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One question and what comes of it; how long to wait before the next. */
  private Duration round() throws InterruptedException {
    long start = System.nanoTime();
    try {
      PollAnswer answer = ask();
      Map<String, String> told = verdicts;
      verdicts = new LinkedHashMap<>();
      boolean complete = judge(answer);
      if (!complete) {
        throw new IOException("an event could not be judged or kept");
      }
      if (!answer.tokens().isEmpty() && told.keySet().containsAll(answer.tokens().keySet())) {
        throw new IOException("nothing is sent but what was answered before");
      }
      succeeded();
      boolean idle = answer.tokens().isEmpty() && isAtOnce(start);
      return idle ? SHORT : Duration.ZERO;
    } catch (HttpStatusException e) {
      return atLeast(failed(String.valueOf(e.getMessage())), e.retryAfter());
    } catch (IOException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return failed(e.getClass().getSimpleName());
    }
  }

  private static boolean isAtOnce(long start) {
    return System.nanoTime() - start < AT_ONCE.toNanos();
  }

  private PollAnswer ask() throws IOException, InterruptedException {
    JsonObject question = question();
    return PollAnswer.read(post.send(question, settings.currentAuthorization()), settings.most());
  }

  /** RFC 8936 §2.2. */
  private JsonObject question() {
    List<JsonValue> acks = new ArrayList<>();
    Map<String, JsonValue> errors = new LinkedHashMap<>();
    verdicts.forEach(
        (id, err) -> {
          if (err.isEmpty()) {
            acks.add(new JsonString(id));
          } else {
            errors.put(
                id,
                new JsonObject(Map.of("err", new JsonString(err)))
                    .with("description", new JsonString("The event was not accepted.")));
          }
        });
    JsonObject question =
        new JsonObject(Map.of())
            .with("maxEvents", new JsonNumber(Integer.toString(settings.most())))
            .with("returnImmediately", new JsonBoolean(false));
    if (!acks.isEmpty()) {
      question = question.with("ack", new JsonArray(acks));
    }
    return errors.isEmpty() ? question : question.with("setErrs", new JsonObject(errors));
  }

  /** False when of an event nothing can be said now. */
  private boolean judge(PollAnswer answer) {
    boolean complete = true;
    String lastRefusal = "";
    int refusals = 0;
    for (Map.Entry<String, String> one : answer.tokens().entrySet()) {
      try {
        receiver.polled(one.getValue(), settings.transmitter().issuer());
        verdicts.put(one.getKey(), "");
        accepted.incrementAndGet();
      } catch (SignalRejectedException e) {
        String err = e.reason().err();
        if (err.isEmpty()) {
          complete = false;
        } else {
          verdicts.put(one.getKey(), err);
          refusals++;
          lastRefusal = e.reason().code();
        }
      } catch (RuntimeException e) {
        complete = false;
      }
    }
    if (refusals > 0) {
      refused.addAndGet(refusals);
      tell(Notice.Kind.SIGNAL_IGNORED, refusals + " refused, the last one: " + lastRefusal);
    }
    return complete;
  }

  private void succeeded() {
    answeredAt = clock.instant();
    failures = 0;
    if (failing) {
      failing = false;
      tell(Notice.Kind.SIGNALS_POLLED, "answers again");
    }
  }

  /** As long as the transmitter wants, within bounds: events that are late are in force late. */
  static Duration atLeast(Duration backOff, Optional<Duration> wanted) {
    Duration bounded =
        wanted.map(wait -> wait.compareTo(MOST_WANTED) > 0 ? MOST_WANTED : wait).orElse(backOff);
    return bounded.compareTo(backOff) > 0 ? bounded : backOff;
  }

  /** Tells once for each row of failures. */
  private Duration failed(String why) {
    failedAt = clock.instant();
    boolean first = !failing;
    failing = true;
    if (first && closed.getCount() > 0) {
      tell(Notice.Kind.SIGNALS_NOT_POLLED, why);
    }
    long most = Math.min(SHORT.toMillis() << Math.min(failures, 10), LONGEST.toMillis());
    failures++;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private void tell(Notice.Kind kind, String detail) {
    try {
      notices.on(new Notice(kind, settings.transmitter().issuer(), detail));
    } catch (RuntimeException e) {
      // A listener that throws must not keep events from being fetched.
    }
  }

  /** How it stands. */
  public PollHealth health() {
    return new PollHealth(
        settings.transmitter().issuer(),
        state(),
        Optional.ofNullable(answeredAt),
        Optional.ofNullable(failedAt),
        accepted.get(),
        refused.get());
  }

  private PollHealth.State state() {
    if (closed.getCount() == 0) {
      return PollHealth.State.CLOSED;
    }
    if (failing) {
      return PollHealth.State.FAILING;
    }
    return answeredAt == null ? PollHealth.State.STARTING : PollHealth.State.ANSWERING;
  }

  /** Stops asking, also while a question is under way. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  @Override
  public String toString() {
    return "EventPolling[" + settings.transmitter().issuer() + "]";
  }
}
