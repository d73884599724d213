package org.ztclinical.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ztclinical.notice.Notice;
import org.ztclinical.reason.Reason;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateUnavailableException;

/** Instances that share what was ended, over a store that fails, is slow, or forgets. */
class SharingTest {
  private static final String ISSUER = "https://issuer.example";
  private static final Lives LIVES =
      new Lives(Duration.ofHours(24), Duration.ofSeconds(30), Duration.ofHours(24));

  /** Shortly before a stretch of a quarter of an hour ends. */
  private Instant now = Instant.parse("2026-03-01T08:14:50Z");

  private final BadStore store = new BadStore(() -> now);
  private final List<Notice> notices = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();

  @AfterEach
  void close() {
    instances.forEach(one -> one.sharing.close());
  }

  /** One instance of an application, whose clock is wrong by so much. */
  private final class Instance {
    final InstantSource clock;
    final Revocations revocations;
    final Sharing sharing;

    Instance(Duration wrong) {
      clock = () -> now.plus(wrong);
      revocations = new Revocations(Map.of(ISSUER, LIVES), Set.of(), 10_000, clock, notices::add);
      sharing =
          new Sharing(
              revocations,
              store,
              Duration.ofHours(24).plusMinutes(15),
              Duration.ofMinutes(5),
              clock,
              notices::add);
      instances.add(this);
      sharing.learn();
    }

    Mark end(String user) throws SessionsUnavailableException {
      Mark mark =
          LIVES
              .endedNow(Target.subject(ISSUER, user), clock.instant(), RevocationReason.TERMINATED)
              .get(0);
      revocations.mark(mark);
      sharing.tell(List.of(mark));
      return mark;
    }

    void trust(boolean distrusted) throws SessionsUnavailableException {
      List<Mark> marks =
          LIVES.decided(Target.issuer(ISSUER), revocations::condition, distrusted, clock.instant());
      marks.forEach(revocations::mark);
      sharing.tell(marks);
    }

    boolean knows(Mark mark) {
      return revocations.all(mark.kind()).contains(mark);
    }

    boolean distrusts() {
      return revocations.refusal(Target.issuer(ISSUER)) != null;
    }
  }

  private Instance instance() {
    return new Instance(Duration.ZERO);
  }

  private Mark endUntold(Instance instance, String user) {
    List<Mark> made = new ArrayList<>();
    assertThatThrownBy(() -> made.add(instance.end(user)))
        .isInstanceOf(SessionsUnavailableException.class);
    assertThat(made).isEmpty();
    return instance.revocations.all(Mark.Kind.UNTIL).stream()
        .filter(mark -> !store.texts.contains(mark.text()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allThatWasEndedWhileTheStoreWasAwayIsLearnedByEverybodyWhenItIsBack() throws Exception {
    Instance one = instance();
    Instance other = instance();
    store.failing = true;
    Mark first = endUntold(one, "user-1");
    now = now.plus(Duration.ofMinutes(4));
    other.sharing.learn();
    assertThat(other.sharing.isBlind()).isFalse();
    now = now.plus(Duration.ofMinutes(70));
    other.sharing.learn();
    assertThat(other.sharing.isBlind()).isTrue();

    store.failing = false;
    Mark second = one.end("user-2");
    other.sharing.learn();

    assertThat(other.sharing.isBlind()).isFalse();
    assertThat(other.knows(first)).as("ended in the outage").isTrue();
    assertThat(other.knows(second)).isTrue();
    assertThat(instance().knows(first)).as("who starts later").isTrue();
    assertThat(notices).extracting(Notice::kind).contains(Notice.Kind.SESSIONS_UNSHARED);
  }

  @Test
  void anInstanceThatCannotReadAtItsStartIsBlindUntilItCan() throws Exception {
    Mark mark = instance().end("user-1");
    store.failing = true;
    Instance late = instance();
    assertThat(late.sharing.isBlind()).isTrue();

    store.failing = false;
    late.sharing.learn();

    assertThat(late.sharing.isBlind()).isFalse();
    assertThat(late.knows(mark)).isTrue();
  }

  @Test
  void whoCannotWriteLearnsAllTheSame() throws Exception {
    Instance one = instance();
    Instance full = instance();
    Mark first = one.end("user-1");
    store.readOnly = true;
    Mark untold = endUntold(full, "user-2");
    for (int minute = 0; minute < 10; minute++) {
      now = now.plus(Duration.ofMinutes(1));
      full.sharing.learn();
    }
    assertThat(full.sharing.isBlind()).isFalse();
    assertThat(full.knows(first)).isTrue();

    store.readOnly = false;
    full.sharing.learn();
    one.sharing.learn();

    assertThat(one.knows(untold)).isTrue();
  }

  @Test
  void whatTheStoreLostIsToldAgainSoThatWhoStartsLaterLearnsIt() throws Exception {
    Instance one = instance();
    Instance other = instance();
    List<Mark> before = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      before.add(one.end("user-" + i));
    }
    one.trust(true);
    other.sharing.learn();
    now = now.plus(Duration.ofHours(2));
    one.sharing.learn();
    other.sharing.learn();

    store.lose();
    Mark after = other.end("user-9");
    one.sharing.learn();
    other.sharing.learn();

    assertThat(one.knows(after)).as("ended after the loss").isTrue();
    Instance late = instance();
    assertThat(before).allMatch(late::knows);
    assertThat(late.knows(after)).isTrue();
    assertThat(late.distrusts()).isTrue();
    int size = store.texts.size();
    one.sharing.learn();
    other.sharing.learn();
    assertThat(store.texts).as("told again once").hasSize(size);
    assertThat(notices).anyMatch(notice -> notice.detail().contains("lost"));
  }

  @Test
  void instancesWhoseClocksDifferBySecondsLearnOfEachOtherAtAnyTime() throws Exception {
    Instance ahead = instance();
    Instance behind = new Instance(Duration.ofSeconds(-20));
    // The clocks of the two are in different stretches for twenty seconds of this minute.
    for (int second = 0; second < 60; second++) {
      now = now.plusSeconds(1);
      Mark early = ahead.end("a-" + second);
      Mark late = behind.end("b-" + second);
      ahead.sharing.learn();
      behind.sharing.learn();

      assertThat(ahead.knows(late)).as("second " + second).isTrue();
      assertThat(behind.knows(early)).as("second " + second).isTrue();
      assertThat(late.at()).as("all that was issued").isGreaterThanOrEqualTo(now.getEpochSecond());
    }
  }

  @Test
  void theLastOfTwoOperatorsIsObeyedThoughTheOthersClockIsAhead() throws Exception {
    Instance ahead = instance();
    Instance behind = new Instance(Duration.ofSeconds(-20));
    for (boolean distrusted : new boolean[] {true, false}) {
      ahead.trust(!distrusted);
      behind.sharing.learn();
      now = now.plusSeconds(1);
      behind.trust(distrusted);
      ahead.sharing.learn();

      assertThat(behind.distrusts()).isEqualTo(distrusted);
      assertThat(ahead.distrusts()).isEqualTo(distrusted);
    }
  }

  @Test
  void aStoreThatHangsKeepsNobodyWaitingForWhoLearns() throws Exception {
    Instance one = instance();
    store.hang = new CountDownLatch(1);
    Thread learning = new Thread(one.sharing::learn, "learning");
    learning.start();
    store.asked.await();
    long start = System.nanoTime();

    assertThatThrownBy(() -> one.end("user-1")).isInstanceOf(SessionsUnavailableException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(one.revocations.size()).as("in force here").isEqualTo(1);
    store.hang.countDown();
    learning.join();
    one.sharing.learn();
    assertThat(instance().revocations.size()).as("told later").isEqualTo(1);
  }

  @Test
  void aStoreThatBreaksItsPromiseToThrowIsOneThatFails() {
    Instance one = instance();
    store.broken = true;

    assertThatThrownBy(() -> one.end("user-1")).isInstanceOf(SessionsUnavailableException.class);

    store.broken = false;
    one.sharing.learn();
    assertThat(instance().revocations.size()).isEqualTo(1);
  }

  @Test
  void aStoreThatDisplacesWhatItKeepsIsNotTaken() {
    store.promises = Set.of(StateStore.Guarantee.ONE_WINNER);

    assertThatThrownBy(
            () ->
                Sessions.of(
                    List.of(),
                    List.of(),
                    SessionRules.standard().sharedIn(store),
                    new Unwritten(),
                    () -> now,
                    notices::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("KEPT_UNTIL_EXPIRY");
  }

  /** A ledger that is not looked at. */
  private static final class Unwritten implements SessionLedger {
    @Override
    public void record(SessionAct act) {}

    @Override
    public void refused(Reason why) {}
  }

  /** A store in memory behind faults that are switched on and off. */
  private static final class BadStore implements StateStore {
    private final InstantSource clock;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final List<String> texts = new ArrayList<>();
    private volatile StateStore kept;
    private volatile boolean failing;
    private volatile boolean readOnly;
    private volatile boolean broken;
    private volatile CountDownLatch hang = new CountDownLatch(0);
    private volatile Set<Guarantee> promises;

    BadStore(InstantSource clock) {
      this.clock = clock;
      this.kept = InMemoryState.create(clock);
      this.promises = kept.guarantees();
    }

    void lose() {
      kept = InMemoryState.create(clock);
      texts.clear();
    }

    private StateStore reached() throws StateUnavailableException {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      if (hang.getCount() > 0) {
        asked.countDown();
        try {
          hang.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      if (failing) {
        throw new StateUnavailableException(StateUnavailableException.Cause.FAILED, "failing");
      }
      return kept;
    }

    @Override
    public boolean putIfAbsent(StateKey key, String value, Duration ttl)
        throws StateUnavailableException {
      if (readOnly) {
        throw new StateUnavailableException(StateUnavailableException.Cause.FULL, "full");
      }
      boolean done = reached().putIfAbsent(key, value, ttl);
      if (done) {
        texts.add(value);
      }
      return done;
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
      return reached().get(key);
    }

    @Override
    public boolean compareAndSet(
        StateKey key, Optional<String> expected, String value, Duration ttl)
        throws StateUnavailableException {
      return reached().compareAndSet(key, expected, value, ttl);
    }

    @Override
    public Set<Guarantee> guarantees() {
      return promises;
    }
  }
}
