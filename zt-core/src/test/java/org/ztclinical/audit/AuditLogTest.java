package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.notice.Notice;

class AuditLogTest {
  @TempDir Path directory;

  @Test
  void whatWasRecordedIsReadBackInOrderWithItsReceipts() throws Exception {
    SampleRecords samples = new SampleRecords(1);
    List<AuditRecord> written = new ArrayList<>();
    List<AuditReceipt> receipts = new ArrayList<>();

    try (AuditLog log = open()) {
      for (int i = 0; i < 50; i++) {
        written.add(i % 2 == 0 ? samples.decision() : samples.release());
        receipts.add(log.record(written.get(i)));
      }
    }

    List<AuditEntry> read = Logs.entries(directory);
    assertThat(read.subList(1, 51)).extracting(AuditEntry::record).isEqualTo(written);
    assertThat(read.subList(1, 51))
        .extracting(AuditEntry::head)
        .isEqualTo(receipts.stream().map(AuditReceipt::head).toList());
    assertThat(read).extracting(AuditEntry::index).isSorted().startsWith(0L, 1L);
    assertThat(receipts.get(0).durability()).isEqualTo(Durability.DISK);
    assertThat(Logs.events(List.of(read.get(0), read.get(51))))
        .containsExactly(ControlEvent.OPENED, ControlEvent.CLOSED);
  }

  @Test
  void aSubmittedRecordCompletesWithItsReceipt() throws Exception {
    try (AuditLog log = open()) {
      AuditReceipt receipt = log.submit(SampleRecords.permit()).get(5, TimeUnit.SECONDS);

      assertThat(receipt.index()).isEqualTo(1);
      assertThat(receipt.origin()).isEqualTo("test/log");
    }
  }

  @Test
  void aLogGoesOnWhereItWasClosed() throws Exception {
    AuditReceipt first;
    try (AuditLog log = open()) {
      first = log.record(SampleRecords.permit());
    }

    AuditReceipt second;
    try (AuditLog log = open()) {
      second = log.record(SampleRecords.permit());
    }

    assertThat(second.index()).isEqualTo(first.index() + 3); // closed, opened
    VerificationReport report = AuditVerifier.verify(directory, first, second);
    assertThat(report.intact()).as(report.describe()).isTrue();
    assertThat(report.log().records()).isEqualTo(6);
  }

  @Test
  void recordsOfOneGroupStandNextToOneAnother() throws Exception {
    EventId decision = EventId.create();
    try (AuditLog log = open()) {
      AuditReceipt receipt =
          log.recordAll(List.of(SampleRecords.permit(decision), SampleRecords.release(decision)));

      assertThat(receipt.index()).isEqualTo(2);
    }

    VerificationReport report = AuditVerifier.verify(directory);
    assertThat(report.permits()).isEqualTo(1);
    assertThat(report.unclosed()).isZero();
  }

  @Test
  void aPermitWithoutClosingReleaseIsNamed() throws Exception {
    EventId open = EventId.create();
    EventId done = EventId.create();
    try (AuditLog log = open()) {
      log.record(SampleRecords.permit(open));
      log.record(SampleRecords.permit(done));
      log.record(SampleRecords.release(done));
    }

    VerificationReport report = AuditVerifier.verify(directory);

    assertThat(report.unclosed()).isEqualTo(1);
    assertThat(report.unclosedExamples()).containsExactly(open);
    assertThat(report.describe()).contains("permits-without-closing-release=1");
  }

  @Test
  void aLogContinuesOverManySegments() throws Exception {
    List<AuditReceipt> receipts = new ArrayList<>();
    List<java.util.concurrent.CompletableFuture<AuditReceipt>> futures = new ArrayList<>();
    try (AuditLog log = AuditLog.open(Logs.config(directory).segmentBytes(256 << 10).build())) {
      SampleRecords samples = new SampleRecords(7);
      for (int i = 0; i < 3_000; i++) {
        futures.add(log.submit(samples.decision()));
      }
      for (var future : futures) {
        receipts.add(future.get(10, TimeUnit.SECONDS));
      }
    }

    VerificationReport report =
        AuditVerifier.verify(directory, receipts.toArray(AuditReceipt[]::new));

    assertThat(report.intact()).as(report.describe()).isTrue();
    assertThat(report.log().segments()).isGreaterThan(3);
    assertThat(report.log().records()).isEqualTo(3_002);
  }

  @Test
  void aSecondWriterInTheProcessIsRefusedAndDoesNotBreakTheLock() throws Exception {
    try (AuditLog log = open()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(this::open)
            .isInstanceOfSatisfying(
                AuditOpenException.class,
                e -> assertThat(e.reason()).isEqualTo(AuditOpenException.Cause.IN_USE))
            .hasMessageContaining("a directory of its own");
      }
      assertThat(ChildProcess.run(directory, "open").output()).contains("refused IN_USE");
      log.record(SampleRecords.permit());
    }
    assertThat(ChildProcess.run(directory, "open").output()).contains("opened");
  }

  @Test
  void closingALogTwiceDoesNotOpenTheDoorOfItsSuccessor() throws Exception {
    AuditLog first = open();
    first.close();
    try (AuditLog second = open()) {
      first.close();

      assertThatThrownBy(this::open).hasMessageContaining("a directory of its own");
      second.record(SampleRecords.permit());
    }
  }

  @Test
  void anotherOriginIsRefused() throws Exception {
    open().close();

    assertThatThrownBy(() -> AuditLog.open(Logs.config(directory).origin("other").build()))
        .isInstanceOfSatisfying(
            AuditOpenException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditOpenException.Cause.OTHER_ORIGIN));
  }

  @Test
  void theKeyFileIsForTheOwnerOnlyAndMissedWhenItIsGone() throws Exception {
    Pseudonym before;
    try (AuditLog log = AuditLog.open(AuditConfig.at(directory).build())) {
      before = log.pseudonyms().patient("1");
    }
    Path key = directory.resolve("pseudonym.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    try (AuditLog log = AuditLog.open(AuditConfig.at(directory).build())) {
      assertThat(log.pseudonyms().patient("1")).isEqualTo(before);
    }

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> AuditLog.open(AuditConfig.at(directory).build()))
        .hasMessageContaining("chmod 600");
    Files.delete(key);
    assertThatThrownBy(() -> AuditLog.open(AuditConfig.at(directory).build()))
        .isInstanceOfSatisfying(
            AuditOpenException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditOpenException.Cause.KEY_MISSING));
  }

  @Test
  void aClosedLogRefuses() throws Exception {
    AuditLog log = open();
    log.close();
    log.close();

    assertThatThrownBy(() -> log.record(SampleRecords.permit()))
        .isInstanceOfSatisfying(
            AuditUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditReason.CLOSED));
    assertThat(log.health().state()).isEqualTo(AuditHealth.State.FAILED);
  }

  @Test
  void recordedTimeNeverGoesBackWhenTheClockDoes() throws Exception {
    Instant[] now = {SampleRecords.NOON};
    InstantSource clock = () -> now[0];
    try (AuditLog log = AuditLog.open(Logs.config(directory).clock(clock).build())) {
      log.record(SampleRecords.permit());
      now[0] = now[0].minusSeconds(3600);
      log.record(SampleRecords.permit());
    }

    assertThat(Logs.entries(directory)).extracting(AuditEntry::recorded).isSorted();
    assertThat(AuditVerifier.verify(directory).intact()).isTrue();
  }

  @Test
  void nothingOfAPatientAppearsInAnyFileOrText() throws Exception {
    String[] canaries = {"MRN-4711-CANARY", "Canary-Jane", "sub-canary-9", "jti-canary-7"};
    List<Notice> notices = new ArrayList<>();
    AuditConfig config = Logs.config(directory).listener(notices::add).build();
    StringBuilder texts = new StringBuilder(config.toString());
    try (AuditLog log = AuditLog.open(config)) {
      Pseudonyms p = log.pseudonyms();
      Actor actor =
          new Actor(
              "https://issuer.example",
              p.subject("https://issuer.example", canaries[2]),
              "portal",
              java.util.Optional.of(p.token("https://issuer.example", canaries[3])),
              List.of());
      DecisionRecord decision =
          DecisionRecord.at(EventId.create(), Instant.now())
              .outcome(DecisionOutcome.PERMIT)
              .interaction("read", "Patient")
              .actor(actor)
              .patients(List.of(p.patient(canaries[0])))
              .resource(p.resource("Patient", canaries[0]))
              .peer(Peer.of("203.0.113.77", p))
              .build();
      texts.append(decision).append(decision.describe()).append(log.record(decision));
      log.rejections()
          .reject(
              org.ztclinical.request.RequestReason.CREDENTIAL_MALFORMED,
              Peer.of("203.0.113.77", p));
      texts.append(log.health());
    }
    texts.append(notices).append(AuditVerifier.verify(directory));
    for (Path file : Logs.files(directory)) {
      texts.append(
          new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    assertThat(texts.toString()).doesNotContain(canaries).doesNotContain("203.0.113.77");
  }

  private AuditLog open() throws AuditOpenException {
    return AuditLog.open(Logs.config(directory).build());
  }
}
