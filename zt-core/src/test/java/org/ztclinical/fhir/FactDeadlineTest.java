package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;

class FactDeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final String ID = "patient-7";

  private final List<Notice> heard = new CopyOnWriteArrayList<>();

  @Test
  void anAnswerInTimeIsTheAnswer() {
    try (FactDeadline deadline = FactDeadline.of(LONG, 2, heard::add)) {
      assertThat(lookup((type, id) -> Optional.of(resource(type, id)), deadline))
          .contains(resource("Patient", ID));
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void aLateLookupIsUnknownAndInterruptedAndTheRequestGoesOn() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (FactDeadline deadline = FactDeadline.of(SHORT, 2, heard::add)) {
      CountDownLatch begun = new CountDownLatch(1);
      ResourceLookup endless =
          (type, id) -> {
            begun.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            return Optional.of(resource(type, id));
          };
      // On a busy machine a question may be late before its thread has begun.
      until(
          () -> {
            long from = System.nanoTime();
            assertThat(lookup(endless, deadline)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(LONG);
            return begun.getCount() == 0;
          });

      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(heard).isNotEmpty().extracting(Notice::kind).containsOnly(Notice.Kind.FACTS_LATE);
    assertThat(heard.toString()).doesNotContain(ID);
  }

  @Test
  void aLookupThatThrowsIsUnknownAndItsMessageIsNotRepeated() {
    try (FactDeadline deadline = FactDeadline.of(LONG, 2, heard::add)) {
      assertThat(
              lookup(
                  (type, id) -> {
                    throw new IllegalStateException("no " + type + "/" + id);
                  },
                  deadline))
          .isEmpty();
      assertThat(
              lookup(
                  (type, id) -> {
                    throw new StackOverflowError();
                  },
                  deadline))
          .isEmpty();
    }
    assertThat(heard.get(0))
        .isEqualTo(
            new Notice(Notice.Kind.FACTS_UNAVAILABLE, "resourceLookup", "IllegalStateException"));
    // A second one, when more than a second has gone by.
    assertThat(heard.stream().skip(1))
        .allMatch(notice -> notice.detail().equals("StackOverflowError"));
    assertThat(heard.toString()).doesNotContain(ID);
  }

  @Test
  @SuppressWarnings({"NullAway", "OptionalAssignedToNull"}) // What a careless implementation does.
  void aLookupThatAnswersNullIsUnknown() {
    try (FactDeadline deadline = FactDeadline.of(LONG, 2, heard::add)) {
      assertThat(lookup((type, id) -> null, deadline)).isEmpty();
    }
    assertThat(heard).extracting(Notice::kind).containsExactly(Notice.Kind.FACTS_UNAVAILABLE);
  }

  @Test
  void aResourceOfAnotherIdOrTypeIsUnknown() {
    try (FactDeadline deadline = FactDeadline.of(LONG, 2, heard::add)) {
      assertThat(lookup((type, id) -> Optional.of(resource(type, "other")), deadline)).isEmpty();
      assertThat(lookup((type, id) -> Optional.of(resource("Group", id)), deadline)).isEmpty();
      assertThat(lookup((type, id) -> Optional.of(new JsonObject(Map.of())), deadline)).isEmpty();
    }
    assertThat(heard.get(0))
        .isEqualTo(
            new Notice(
                Notice.Kind.FACTS_UNAVAILABLE, "resourceLookup", "an answer to another question"));
    assertThat(heard).extracting(Notice::kind).containsOnly(Notice.Kind.FACTS_UNAVAILABLE);
  }

  @Test
  void questionsThatHoldEveryThreadLeaveTheNextOneUnknownUntilOneEnds() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    ResourceLookup stubborn =
        (type, id) -> {
          running.incrementAndGet();
          awaitUninterrupted(end);
          return Optional.empty();
        };
    try (FactDeadline deadline = FactDeadline.of(SHORT, 2, heard::add)) {
      until(
          () -> {
            assertThat(lookup(stubborn, deadline)).isEmpty();
            return running.get() == 2;
          });
      for (int i = 0; i < 3; i++) {
        assertThat(lookup(stubborn, deadline)).isEmpty();
      }
      assertThat(running).hasValue(2);

      end.countDown();
      until(() -> lookup((type, id) -> Optional.of(resource(type, id)), deadline).isPresent());
    }
  }

  @Test
  void manyAtOnceAllGetTheirAnswers() throws InterruptedException {
    try (FactDeadline deadline = FactDeadline.of(LONG, 2, heard::add)) {
      List<Optional<JsonObject>> found = new CopyOnWriteArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        Thread thread =
            new Thread(
                () -> found.add(lookup((type, id) -> Optional.of(resource(type, id)), deadline)));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(found).hasSize(32).allMatch(Optional::isPresent);
    }
  }

  @Test
  void questionsOneAfterAnotherUseOneThreadOrTwo() {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    try (FactDeadline deadline = FactDeadline.of(LONG, 64, heard::add)) {
      for (int i = 0; i < 200; i++) {
        lookup(
            (type, id) -> {
              used.add(Thread.currentThread());
              return Optional.empty();
            },
            deadline);
      }
    }
    assertThat(used).hasSizeLessThan(20);
  }

  @Test
  void classesAreFoundAsOnTheThreadOfTheRequestAndOnlyWhileItAsks() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Set<ClassLoader> during = ConcurrentHashMap.newKeySet();
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    try (URLClassLoader application = new URLClassLoader(new URL[0]);
        FactDeadline deadline = FactDeadline.of(LONG, 1, heard::add)) {
      Thread.currentThread().setContextClassLoader(application);
      lookup(
          (type, id) -> {
            during.add(Thread.currentThread().getContextClassLoader());
            used.add(Thread.currentThread());
            return Optional.empty();
          },
          deadline);
      Thread.currentThread().setContextClassLoader(before);
      // The next question finds a place only when the first has given it back.
      lookup((type, id) -> Optional.empty(), deadline);

      assertThat(during).containsExactly(application);
      assertThat(used)
          .allSatisfy(
              thread -> assertThat(thread.getContextClassLoader()).isNotSameAs(application));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aQuestionDoesNotFindWhatACallerLeavesToItsThreads() {
    InheritableThreadLocal<String> caller = new InheritableThreadLocal<>();
    List<Optional<String>> found = new CopyOnWriteArrayList<>();
    caller.set("Practitioner/1");
    try (FactDeadline deadline = FactDeadline.of(LONG, 1, heard::add)) {
      lookup(
          (type, id) -> {
            found.add(Optional.ofNullable(caller.get()));
            return Optional.empty();
          },
          deadline);
    }

    assertThat(found).containsExactly(Optional.empty());
  }

  @Test
  void anInterruptedRequestStaysInterrupted() {
    try (FactDeadline deadline = FactDeadline.of(LONG, 2, heard::add)) {
      Thread.currentThread().interrupt();

      assertThat(lookup((type, id) -> Optional.of(resource(type, id)), deadline)).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void afterClosingNothingIsKnown() {
    FactDeadline deadline = FactDeadline.of(LONG, 1, heard::add);
    deadline.close();

    for (int i = 0; i < 3; i++) {
      assertThat(lookup((type, id) -> Optional.of(resource(type, id)), deadline)).isEmpty();
    }
  }

  @Test
  void boundsThatAreNoneAreRefused() {
    NoticeListener none = NoticeListener.none();
    assertThatIllegalArgumentException().isThrownBy(() -> FactDeadline.of(Duration.ZERO, 1, none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactDeadline.of(FactDeadline.LONGEST.plusMillis(1), 1, none));
    assertThatIllegalArgumentException().isThrownBy(() -> FactDeadline.of(SHORT, 0, none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactDeadline.of(SHORT, FactDeadline.MOST_AT_ONCE + 1, none));
  }

  private static Optional<JsonObject> lookup(ResourceLookup asked, FactDeadline deadline) {
    return asked.within(deadline).find("Patient", ID);
  }

  private static JsonObject resource(String type, String id) {
    return new JsonObject(Map.of("resourceType", new JsonString(type), "id", new JsonString(id)));
  }

  /** Tries again until it is so, each time for as long as the deadline. */
  private static void until(BooleanSupplier so) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("it does not come to be so").isNegative();
    }
  }

  private static void awaitUninterrupted(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return;
      } catch (InterruptedException e) {
        // As a driver that does not hear it.
      }
    }
  }
}
