package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.notice.Notice;

class FailingDiskTest {
  @TempDir Path directory;

  private final FaultyFiles files = new FaultyFiles();
  private final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());

  @Test
  void afterOneFailedForceTheRecordIsWrittenAnewIntoAFreshSegment() throws Exception {
    List<AuditReceipt> receipts = new ArrayList<>();
    try (AuditLog log = open()) {
      receipts.add(log.record(SampleRecords.permit()));
      AtomicInteger failures = new AtomicInteger();
      files.fault =
          (operation, file) -> {
            if (operation.equals("force")
                && file.endsWith("log/" + LogFolder.name(0))
                && failures.getAndIncrement() == 0) {
              throw new IOException("Input/output error");
            }
          };

      receipts.add(log.record(SampleRecords.permit()));
      receipts.add(log.record(SampleRecords.permit()));

      assertThat(failures).as("forces on the abandoned file").hasValue(1);
    }

    VerificationReport report = verify(receipts);
    assertThat(report.intact()).as(report.describe()).isTrue();
    assertThat(report.log().segments()).isEqualTo(2);
    assertThat(report.log().abandonedBytes()).isPositive();
    assertThat(Logs.entries(directory)).extracting(AuditEntry::index).doesNotHaveDuplicates();
    assertThat(kinds()).contains(Notice.Kind.AUDIT_FAILED);
  }

  @Test
  void whileNothingCanBeForcedNothingIsAcknowledgedAndAfterwardsTheGapIsInTheLog()
      throws Exception {
    List<AuditReceipt> receipts = new ArrayList<>();
    try (AuditLog log = open()) {
      receipts.add(log.record(SampleRecords.permit()));
      files.fault = FaultyFiles.failing("force", "log/", "Input/output error");

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> log.record(SampleRecords.permit()))
            .isInstanceOfSatisfying(
                AuditUnavailableException.class,
                e -> assertThat(e.reason()).isEqualTo(AuditReason.STORAGE_FAILED));
      }
      assertThat(log.health().state()).isEqualTo(AuditHealth.State.FAILED);
      assertThat(log.health().refused()).isEqualTo(3);

      files.fault = (operation, file) -> {};
      await(() -> log.health().state() == AuditHealth.State.OK);
      receipts.add(log.record(SampleRecords.permit()));
    }

    VerificationReport report = verify(receipts);
    assertThat(report.intact()).as(report.describe()).isTrue();
    List<ControlRecord> controls = Logs.controls(Logs.entries(directory));
    assertThat(controls)
        .filteredOn(control -> control.event() == ControlEvent.GAP)
        .extracting(control -> control.facts().get("refused"))
        .containsExactly("3");
    assertThat(kinds()).contains(Notice.Kind.AUDIT_FAILED, Notice.Kind.AUDIT_RECOVERED);
  }

  @Test
  void onAFullDiskTheReserveTakesWhatFitsAndThenEverythingIsRefused() throws Exception {
    List<AuditReceipt> receipts = new ArrayList<>();
    SampleRecords samples = new SampleRecords(3);
    try (AuditLog log = open()) {
      await(() -> Logs.exists(directory, "log/reserve.ready"));
      files.fault = FaultyFiles.failing("create", "log/", "No space left on device");

      Throwable refused = null;
      while (refused == null && receipts.size() < 20_000) {
        List<CompletableFuture<AuditReceipt>> futures = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          futures.add(log.submit(samples.decision()));
        }
        for (CompletableFuture<AuditReceipt> future : futures) {
          try {
            receipts.add(future.get(10, TimeUnit.SECONDS));
          } catch (ExecutionException e) {
            refused = e.getCause();
          }
        }
      }

      assertThat(refused)
          .isInstanceOfSatisfying(
              AuditUnavailableException.class,
              e -> assertThat(e.reason()).isEqualTo(AuditReason.STORAGE_FAILED));
      files.fault = (operation, file) -> {};
      await(() -> log.health().state() == AuditHealth.State.OK);
      receipts.add(log.record(SampleRecords.permit()));
    }
    VerificationReport report = verify(receipts);
    assertThat(report.intact()).as(report.describe()).isTrue();
    assertThat(report.log().segments()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aDirectoryOnAFullDiskDoesNotOpenAndSaysWhatToDo() {
    files.fault = FaultyFiles.failing("create", "log/", "No space left on device");

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            AuditOpenException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditOpenException.Cause.STORAGE_FAILED))
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("room for two segments");
  }

  @Test
  void shortWritesAreContinued() throws Exception {
    List<AuditReceipt> receipts = new ArrayList<>();
    try (AuditLog log = open()) {
      await(() -> Logs.exists(directory, "log/reserve.ready"));
      files.mostBytesPerWrite = 7;
      for (int i = 0; i < 20; i++) {
        receipts.add(log.record(SampleRecords.permit()));
      }
      files.mostBytesPerWrite = Integer.MAX_VALUE;
    }

    assertThat(verify(receipts).intact()).isTrue();
  }

  @Test
  void onASlowDiskTheDeadlineHoldsAndTheQueueStaysBounded() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    AuditConfig config =
        Logs.config(directory)
            .files(files)
            .deadline(Duration.ofMillis(100))
            .queue(10, Frame.MAX_SIZE)
            .build();
    try (AuditLog log = AuditLog.open(config)) {
      files.fault =
          (operation, file) -> {
            if (operation.equals("force") && file.toString().contains("/log/")) {
              await(slow);
            }
          };
      List<AuditReason> reasons = Collections.synchronizedList(new ArrayList<>());
      List<Thread> callers = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < 40; i++) {
        Thread caller =
            new Thread(
                () -> {
                  try {
                    log.record(SampleRecords.permit());
                  } catch (AuditUnavailableException e) {
                    reasons.add(e.reason());
                  }
                });
        caller.start();
        callers.add(caller);
      }
      for (Thread caller : callers) {
        caller.join(10_000);
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

      assertThat(reasons).hasSize(40).containsOnly(AuditReason.LATE, AuditReason.QUEUE_FULL);
      assertThat(reasons).contains(AuditReason.LATE, AuditReason.QUEUE_FULL);
      assertThat(millis).isLessThan(5_000);
      assertThat(log.health().queuedRecords()).isLessThanOrEqualTo(10);
      assertThat(log.health().refused()).isEqualTo(40);

      slow.countDown();
      await(() -> log.health().queuedRecords() == 0);
      assertThat(eventually(log)).isNotNull();
    }
    VerificationReport report = AuditVerifier.verify(directory);
    assertThat(report.intact()).isTrue();
    assertThat(report.permits()).as("those given up were left out").isLessThanOrEqualTo(12);
  }

  /** A single permit may still find the slow force under way. */
  private static AuditReceipt eventually(AuditLog log) throws Exception {
    for (int i = 0; i < 50; i++) {
      try {
        return log.record(SampleRecords.permit());
      } catch (AuditUnavailableException e) {
        Thread.onSpinWait();
      }
    }
    return log.record(SampleRecords.permit());
  }

  @Test
  void whatIsSubmittedToAStuckDiskFailsAtTheDeadlineToo() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    AuditConfig config =
        Logs.config(directory).files(files).deadline(Duration.ofMillis(50)).build();
    try (AuditLog log = AuditLog.open(config)) {
      files.fault =
          (operation, file) -> {
            if (operation.equals("force") && file.toString().contains("/log/")) {
              await(stuck);
            }
          };

      CompletableFuture<AuditReceipt> future = log.submit(SampleRecords.permit());

      assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              AuditUnavailableException.class,
              e -> assertThat(e.reason()).isEqualTo(AuditReason.LATE));
      stuck.countDown();
    }
  }

  @Test
  void aStormOfInterruptsOnCallersNeitherLosesRecordsNorClosesTheFile() throws Exception {
    List<AuditReceipt> receipts = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger unavailable = new AtomicInteger();
    try (AuditLog log = open()) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread caller =
            new Thread(
                () -> {
                  for (int n = 0; n < 100; n++) {
                    try {
                      receipts.add(log.record(SampleRecords.permit()));
                    } catch (AuditUnavailableException e) {
                      unavailable.incrementAndGet();
                    }
                  }
                });
        caller.start();
        callers.add(caller);
      }
      while (callers.stream().anyMatch(Thread::isAlive)) {
        callers.forEach(Thread::interrupt);
        Thread.onSpinWait();
      }
    }

    assertThat(unavailable).hasValue(0);
    VerificationReport report = verify(receipts);
    assertThat(report.intact()).as(report.describe()).isTrue();
    assertThat(report.permits()).isEqualTo(400);
    assertThat(report.log().segments()).as("no segment was abandoned").isEqualTo(1);
  }

  @Test
  void manyCallersShareOneForce() throws Exception {
    int callers = 32;
    int each = 25;
    List<AuditReceipt> receipts = Collections.synchronizedList(new ArrayList<>());
    int forcesBefore;
    try (AuditLog log = open()) {
      await(() -> Logs.exists(directory, "log/reserve.ready"));
      forcesBefore = files.forces("log");
      // A disk that takes 2 ms: without sharing this would be 800 forces.
      files.fault =
          (operation, file) -> {
            if (operation.equals("force")) {
              java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            }
          };
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int n = 0; n < each; n++) {
                    try {
                      receipts.add(log.record(SampleRecords.permit()));
                    } catch (AuditUnavailableException e) {
                      throw new AssertionError(e);
                    }
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      int forces = files.forces("log") - forcesBefore;

      assertThat(receipts).hasSize(callers * each);
      assertThat(forces).isLessThan(callers * each / 4);
    }
    assertThat(verify(receipts).intact()).isTrue();
  }

  private AuditLog open() throws AuditOpenException {
    return AuditLog.open(
        Logs.config(directory)
            .files(files)
            .segmentBytes(256 << 10)
            .deadline(Duration.ofSeconds(10))
            .listener(notices::add)
            .build());
  }

  private VerificationReport verify(List<AuditReceipt> receipts) throws IOException {
    return AuditVerifier.verify(directory, receipts.toArray(AuditReceipt[]::new));
  }

  private List<Notice.Kind> kinds() {
    synchronized (notices) {
      return notices.stream().map(Notice::kind).toList();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the test forgot the latch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    Logs.await(condition);
  }
}
