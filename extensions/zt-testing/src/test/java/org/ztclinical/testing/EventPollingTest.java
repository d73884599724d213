package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.notice.Notice;
import org.ztclinical.session.PollHealth;
import org.ztclinical.signal.EventKind;
import org.ztclinical.signal.EventPoll;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Events that are fetched (RFC 8936), from good and bad transmitters. Each test has servers of its
 * own and waits more than it works, so they run at one time.
 */
@Execution(ExecutionMode.CONCURRENT)
final class EventPollingTest {
  private static final String AUDIENCE = "https://ehr.example.org";
  private static final String BEARER = "bearer-of-this-test";
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir Path directory;

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final TestSignals signals = TestSignals.of(issuer, AUDIENCE);
  private final PollServer server = PollServer.create(BEARER);
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private ZeroTrust start(UnaryOperator<EventPoll> settings) {
    return settings(settings.apply(poll(server))).build();
  }

  private EventPoll poll(PollServer from) {
    EventTransmitter transmitter = EventTransmitter.of(issuer.issuer(), AUDIENCE);
    return EventPoll.of(transmitter, from.uri()).bearer(() -> BEARER);
  }

  private ZeroTrustBuilder settings(EventPoll poll) {
    return ZeroTrust.builder()
        .trustIssuer(issuer.trusted(AUDIENCE))
        .fhirServer("/fhir", AUDIENCE)
        .pollSecurityEvents(poll)
        .notices(notices::add)
        .auditIn(directory.resolve("audit"));
  }

  private String notCompliant(String device) {
    return signals.event(
        EventKind.DEVICE_COMPLIANCE_CHANGE,
        signals.device(device),
        Map.of(
            "current_status", "not-compliant", "event_timestamp", Instant.now().getEpochSecond()));
  }

  private boolean isRefused(ZeroTrust zeroTrust, String device) {
    return zeroTrust
        .sessions()
        .device(issuer.issuer(), device)
        .filter(facts -> !facts.compliant())
        .isPresent();
  }

  private Notice heard(Notice.Kind kind) throws InterruptedException {
    return heard(notices, kind);
  }

  private static Notice heard(BlockingQueue<Notice> told, Notice.Kind kind)
      throws InterruptedException {
    Notice notice = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    while (notice != null && notice.kind() != kind) {
      notice = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(notice).as(kind.name()).isNotNull();
    return notice;
  }

  private static PollHealth health(ZeroTrust zeroTrust) {
    return zeroTrust.health().polls().get(0);
  }

  @Test
  void whatIsFetchedIsInForceBeforeItIsAcknowledged() throws Exception {
    try (ZeroTrust zeroTrust = start(poll -> poll)) {
      String first = server.offer(notCompliant("tablet-1"));
      assertThat(server.awaitAnswered(SOON)).isTrue();
      assertThat(server.acknowledged()).containsExactly(first);
      assertThat(isRefused(zeroTrust, "tablet-1")).isTrue();

      String second = server.offer(notCompliant("tablet-2"));
      assertThat(server.awaitAnswered(SOON)).isTrue();
      assertThat(server.acknowledged()).containsExactlyInAnyOrder(first, second);
      assertThat(isRefused(zeroTrust, "tablet-2")).isTrue();
      assertThat(health(zeroTrust).state()).isEqualTo(PollHealth.State.ANSWERING);
      assertThat(health(zeroTrust).accepted()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNoGoodIsRefusedByItsIdAndTheRestIsTaken() throws Exception {
    TestIssuer stranger =
        TestIssuer.of(issuer.issuer(), SigningAlgorithm.RS256, InstantSource.system());
    String garbage = server.offer("x.y.z");
    String forged =
        server.offer(TestSignals.of(stranger, AUDIENCE).sessionRevoked("user-1", Instant.now()));
    String forOthers =
        server.offer(TestSignals.of(issuer, "other").sessionRevoked("user-1", Instant.now()));
    String good = server.offer(notCompliant("tablet-1"));
    try (ZeroTrust zeroTrust = start(poll -> poll.atMost(2))) {
      assertThat(server.awaitAnswered(SOON)).isTrue();

      assertThat(server.refused())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  garbage, "invalid_request",
                  forged, "invalid_key",
                  forOthers, "invalid_audience"));
      assertThat(server.acknowledged()).containsExactly(good);
      assertThat(isRefused(zeroTrust, "tablet-1")).isTrue();
      assertThat(health(zeroTrust).refused()).isEqualTo(3);
      assertThat(heard(Notice.Kind.SIGNAL_IGNORED).detail()).contains("refused", "signal.");
    }
    List<String> recorded = new ArrayList<>();
    AuditReader.forEachRejection(
        directory.resolve("audit"), entry -> recorded.add(entry.record().describe()));
    for (String reason : List.of("signal.malformed", "signal.key", "signal.wrong-audience")) {
      assertThat(recorded).anySatisfy(line -> assertThat(line).contains(reason));
    }
  }

  @Test
  void aTransmitterThatAnswersBadlyIsAskedAgainLaterAndForgiven() throws Exception {
    try (PollServer trap = PollServer.create(BEARER)) {
      List<Consumer<PollServer>> faults =
          List.of(
              bad -> bad.failWith(500),
              bad -> bad.redirectTo(trap.uri()),
              bad -> bad.answerWith("<html>"),
              bad -> bad.answerWith("{\"sets\":{\"a\":1}}"),
              bad -> bad.answerWith("{\"sets\":{},\"moreAvailable\":\"yes\"}"),
              bad -> bad.answerWith("{\"sets\":{\"a\":\"" + "x".repeat(1_100_000) + "\"}}"));

      // Each fault is one transmitter's, so that all are waited for at one time.
      AtOnce.call(faults.size(), i -> isForgiven(faults.get(i), "audit-" + i));

      assertThat(trap.requests()).as("redirects are not followed").isZero();
    }
  }

  /** More than once, as the first success must not be the last. */
  private boolean isForgiven(Consumer<PollServer> fault, String audit) throws Exception {
    BlockingQueue<Notice> told = new LinkedBlockingQueue<>();
    try (PollServer bad = PollServer.create(BEARER);
        ZeroTrust zeroTrust =
            settings(poll(bad)).notices(told::add).auditIn(directory.resolve(audit)).build()) {
      for (String device : List.of("tablet-1", "tablet-2")) {
        fault.accept(bad);
        Notice notice = heard(told, Notice.Kind.SIGNALS_NOT_POLLED);
        assertThat(notice.source()).isEqualTo(issuer.issuer());
        assertThat(notice.detail()).doesNotContain(BEARER);
        assertThat(health(zeroTrust).state()).isEqualTo(PollHealth.State.FAILING);

        bad.recover();
        String event = bad.offer(notCompliant(device));
        assertThat(bad.awaitAnswered(SOON)).isTrue();
        assertThat(bad.acknowledged()).contains(event);
        assertThat(isRefused(zeroTrust, device)).isTrue();
        heard(told, Notice.Kind.SIGNALS_POLLED);
      }
    }
    return true;
  }

  @Test
  void aTransmitterIsAskedAgainWhenItSaid() throws Exception {
    server.failWith(429, "2");
    try (ZeroTrust zeroTrust = start(poll -> poll)) {
      heard(Notice.Kind.SIGNALS_NOT_POLLED);
      long refused = System.nanoTime();
      server.recover();
      server.offer(notCompliant("tablet-1"));

      assertThat(server.awaitAnswered(SOON)).isTrue();

      // Without being told it comes again within a second.
      assertThat(Duration.ofNanos(System.nanoTime() - refused))
          .isGreaterThan(Duration.ofMillis(1_500));
      assertThat(isRefused(zeroTrust, "tablet-1")).isTrue();
    }
  }

  @Test
  void aTransmitterThatOnlyRepeatsIsNotAskedInATightLoop() throws Exception {
    server.forget();
    server.offer(notCompliant("tablet-1"));
    try (ZeroTrust zeroTrust = start(poll -> poll)) {
      assertThat(heard(Notice.Kind.SIGNALS_NOT_POLLED).detail()).contains("answered before");

      assertThat(isRefused(zeroTrust, "tablet-1")).isTrue();
      assertThat(server.requests()).isLessThan(6);
    }
  }

  @Test
  void aTransmitterThatNeverAnswersIsGivenUpInTime() throws Exception {
    server.hold();
    try (ZeroTrust zeroTrust = start(poll -> poll.patience(Duration.ofSeconds(1)))) {
      assertThat(heard(Notice.Kind.SIGNALS_NOT_POLLED).detail())
          .isEqualTo("no complete answer within 1 s");
      assertThat(health(zeroTrust).failedAt()).isPresent();
    }
  }

  @Test
  void closingEndsAQuestionThatIsUnderWay() throws Exception {
    ZeroTrust zeroTrust = start(poll -> poll);
    server.offer(notCompliant("tablet-1"));
    assertThat(server.awaitAnswered(SOON)).isTrue();

    long start = System.nanoTime();
    zeroTrust.close();

    assertThat(System.nanoTime() - start).isLessThan(SOON.toNanos());
    assertThat(health(zeroTrust).state()).isEqualTo(PollHealth.State.CLOSED);
    server.offer(notCompliant("tablet-2"));
    assertThat(server.awaitAnswered(Duration.ofMillis(1_500))).isFalse();
  }

  @Test
  void credentialsThatCannotBeUsedAreNotSentAndNotTold() throws Exception {
    for (String secret : new String[] {"secret\r\nX-Evil: 1", "secret\u00e9", ""}) {
      try (ZeroTrust zeroTrust = start(poll -> poll.authorization(() -> secret))) {
        assertThat(heard(Notice.Kind.SIGNALS_NOT_POLLED).detail()).doesNotContain("secret");
        assertThat(zeroTrust.toString()).doesNotContain("secret");
      }
    }
    UnaryOperator<EventPoll> failing =
        poll ->
            poll.bearer(
                () -> {
                  throw new IllegalStateException("secret");
                });
    try (ZeroTrust zeroTrust = start(failing)) {
      assertThat(heard(Notice.Kind.SIGNALS_NOT_POLLED).detail()).isEqualTo("IllegalStateException");
      assertThat(health(zeroTrust).state()).isEqualTo(PollHealth.State.FAILING);
    }
    assertThat(server.requests()).isZero();
  }

  @Test
  void whatIsNotSafeDoesNotStart() {
    EventTransmitter transmitter = EventTransmitter.of(issuer.issuer(), AUDIENCE);
    EventPoll open = EventPoll.of(transmitter, server.uri());

    assertThatThrownBy(() -> settings(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("call bearer(…)");
    assertThatThrownBy(() -> EventPoll.of(transmitter, URI.create("http://idp.example/poll")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
    assertThat(open.bearer(() -> BEARER).toString()).doesNotContain(BEARER);
  }
}
