package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.enforce.AnswerSink;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.Response;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;

/** What fails while an answer leaves in pieces, before and after the first of them has left. */
class StreamedWalkTest {
  private static final Map<String, List<String>> FHIR =
      Map.of("Content-Type", List.of("application/fhir+json"));
  private static final String HEAD =
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[";
  private static final String PADDING = "x".repeat(1_000);

  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final Caller caller = new Caller();

  private interface Writing {
    void to(AnswerSink sink) throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Who is answered; may go away. */
  private static final class Caller implements Outlet {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Step atBegin = () -> {};
    private Step atWrite = () -> {};
    private Step atEnd = () -> {};
    private boolean begun;
    private boolean ended;
    private boolean cut;

    @Override
    public void begin(Guarded head) throws IOException {
      atBegin.run();
      begun = true;
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws IOException {
      assertThat(cut || ended).isFalse();
      atWrite.run();
      body.write(bytes, from, to - from);
    }

    @Override
    public void end() throws IOException {
      atEnd.run();
      ended = true;
    }

    @Override
    public void cut() {
      cut = true;
    }
  }

  @Test
  void everythingThatLeftIsNamedAndTheLastRecordCloses() throws Exception {
    Guarded guarded = guard(open(), sink -> writeEntries(sink, 300, "]}"));

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.SENT);
    assertThat(caller.ended).isTrue();
    List<ReleaseRecord> releases = releases();
    assertThat(named(releases)).isEqualTo(300);
    assertThat(releases.size()).isGreaterThan(3);
    assertThat(releases.stream().mapToLong(ReleaseRecord::bytes).sum())
        .isEqualTo(caller.body.size());
    assertThat(last(releases).closing()).isTrue();
    assertThat(AuditVerifier.verify(directory).intact()).isTrue();
  }

  @Test
  void anEntryAboveTheSizeOfAPieceIsNamedInARecordOfItsOwn() throws Exception {
    String large = entry("large").replace(PADDING, "y".repeat(300_000));

    Guarded guarded =
        guard(
            open(),
            sink -> {
              offer(sink, HEAD + entry("1"));
              write(sink, "," + large + "," + entry("2") + "]}");
            });

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.SENT);
    assertThat(caller.body.toString(StandardCharsets.UTF_8))
        .isEqualTo(HEAD + entry("1") + "," + large + "," + entry("2") + "]}");
    assertThat(releases()).extracting(release -> release.resources().size()).contains(1);
    assertThat(named(releases())).isEqualTo(3);
  }

  @Test
  void aLogThatFailsBeforeAnythingHasLeftIsARefusal() throws Exception {
    AuditLog log = open();

    Guarded guarded =
        guard(
            log,
            sink -> {
              offer(sink, HEAD + entry("1"));
              log.close();
              writeUntilRefused(sink);
            });

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.TO_BE_SENT);
    assertThat(guarded.response().status()).isEqualTo(503);
    assertThat(caller.begun).isFalse();
    assertThat(caller.body.size()).isZero();
  }

  @Test
  void aLogThatFailsLaterCutsTheAnswer() throws Exception {
    AuditLog log = open();
    caller.atWrite = log::close;

    Guarded guarded =
        guard(
            log,
            sink -> {
              offer(sink, HEAD + entry("1"));
              writeUntilRefused(sink);
            });

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.CUT);
    assertThat(caller.cut).isTrue();
    // What the one record names, and no more; without a closing one it counts as all.
    assertThat(releases()).hasSize(1);
    assertThat(releases().get(0).bytes()).isEqualTo(caller.body.size());
    assertThat(releases().get(0).closing()).isFalse();
  }

  @Test
  void aCallerWhoGoesAwayAtOnceIsRecordedAsBrokenOff() throws Exception {
    caller.atBegin =
        () -> {
          throw new IOException("gone");
        };

    Guarded guarded = guard(open(), sink -> offerAndWriteUntilRefused(sink));

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.CUT);
    assertThat(last(releases()).aborted()).isTrue();
    assertThat(last(releases()).bytes()).isZero();
    assertThat(last(releases()).codes()).contains("enforce.delivery-failed");
  }

  @Test
  void aCallerWhoGoesAwayLaterIsRecordedWithHowMuchHadLeft() throws Exception {
    caller.atWrite =
        () -> {
          if (caller.body.size() > 100_000) {
            throw new IOException("gone");
          }
        };

    Guarded guarded = guard(open(), sink -> offerAndWriteUntilRefused(sink));

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.CUT);
    assertThat(last(releases()).aborted()).isTrue();
    assertThat(last(releases()).bytes()).isEqualTo(caller.body.size()).isGreaterThan(100_000);
  }

  @Test
  void anEndThatFailsInAnyWayIsACut() throws Exception {
    caller.atEnd =
        () -> {
          throw new IllegalStateException("the container has recycled the response");
        };

    Guarded guarded = guard(open(), sink -> writeEntries(sink, 300, "]}"));

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.CUT);
    assertThat(caller.cut).isTrue();
    assertThat(named(releases())).isEqualTo(300);
  }

  @Test
  void workThatFailsBeforeAnythingHasLeftIsAnError() throws Exception {
    Guarded guarded =
        guard(
            open(),
            sink -> {
              offer(sink, HEAD + entry("1"));
              throw new IllegalStateException("the application fails");
            });

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.TO_BE_SENT);
    assertThat(guarded.response().status()).isEqualTo(500);
    assertThat(caller.begun).isFalse();
    assertThat(releases()).hasSize(1);
    assertThat(last(releases()).aborted()).isTrue();
    assertThat(named(releases())).isZero();
  }

  @Test
  void whatIsLeftOfALargeAnswerMayBeSmallEnoughToBeSentWhole() throws Exception {
    Guarded guarded =
        guard(
            open(),
            sink -> {
              offer(sink, HEAD + entry("1"));
              write(sink, "," + entry("x").replace("Patient/1", "Patient/2") + "]}");
            });

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.TO_BE_SENT);
    assertThat(new String(guarded.response().body(), StandardCharsets.UTF_8))
        .isEqualTo(HEAD + entry("1") + "]}");
    assertThat(last(releases()).closing()).isTrue();
    assertThat(last(releases()).withheld()).isEqualTo(1);
  }

  @Test
  void aLargeHistoryOfWhichNothingMayBeSeenReadsLikeNone() throws Exception {
    String others = entry("x").replace("Patient/1", "Patient/2");

    Guarded guarded =
        guard(
            open(),
            "/fhir/Observation/x/_history",
            sink -> {
              offer(sink, HEAD.replace("searchset", "history") + others);
              write(sink, ("," + others).repeat(300) + "]}");
            });

    assertThat(guarded.sending()).isEqualTo(Guarded.Sending.TO_BE_SENT);
    assertThat(guarded.response().status()).isEqualTo(404);
    assertThat(caller.begun).isFalse();
    assertThat(last(releases()).withheld()).isEqualTo(301);
  }

  private Guarded guard(AuditLog log, Writing writing) throws Exception {
    return guard(log, "/fhir/Observation?patient=1", writing);
  }

  private Guarded guard(AuditLog log, String url, Writing writing) throws Exception {
    try (ZeroTrust zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(issuer.trusted())
            .fhirServer("/fhir", "https://fhir.example/fhir")
            .audit(log)
            .clock(clock)
            .build()) {
      String token = issuer.mint(t -> t.scope("patient/*.rs").patient("1"));
      Attempt attempt =
          new Attempt(
              Credentials.bearer(token),
              new RequestContext("request-1", "192.0.2.1", clock.instant()),
              CanonicalRequest.parse(HttpMethod.GET, url));
      return zeroTrust
          .guardStreamed(
              attempt,
              (clearance, sink) -> {
                writing.to(sink);
                return CompletableFuture.completedFuture(Response.empty(200));
              },
              caller)
          .toCompletableFuture()
          .join();
    } finally {
      log.close();
    }
  }

  private AuditLog open() throws Exception {
    return AuditLog.open(AuditConfig.at(directory).build());
  }

  private static void writeEntries(AnswerSink sink, int count, String end) throws IOException {
    offer(sink, HEAD + entry("0"));
    for (int i = 1; i < count; i++) {
      write(sink, "," + entry("" + i));
    }
    write(sink, end);
  }

  private static void offerAndWriteUntilRefused(AnswerSink sink) {
    offer(sink, HEAD + entry("1"));
    writeUntilRefused(sink);
  }

  private static void writeUntilRefused(AnswerSink sink) {
    try {
      for (int i = 0; i < 1_000; i++) {
        write(sink, "," + entry("more-" + i));
      }
    } catch (IOException e) {
      return;
    }
    throw new AssertionError("everything was taken");
  }

  private static void offer(AnswerSink sink, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(sink.offer(200, FHIR, bytes, 0, bytes.length)).isTrue();
  }

  private static void write(AnswerSink sink, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sink.write(bytes, 0, bytes.length);
  }

  private static String entry(String id) {
    return "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"%s\",\"subject\":{\"reference\":\"Patient/1\"}}}"
        .formatted(id, PADDING);
  }

  private List<ReleaseRecord> releases() throws Exception {
    List<ReleaseRecord> releases = new ArrayList<>();
    AuditReader.forEach(
        directory,
        entry -> {
          if (entry.record() instanceof ReleaseRecord release) {
            releases.add(release);
          }
        });
    return releases;
  }

  private static int named(List<ReleaseRecord> releases) {
    return releases.stream().mapToInt(release -> release.resources().size()).sum();
  }

  private static ReleaseRecord last(List<ReleaseRecord> releases) {
    return releases.get(releases.size() - 1);
  }
}
