package org.ztclinical.benchmarks;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.reason.Reason;
import org.ztclinical.session.SessionAct;
import org.ztclinical.session.SessionLedger;
import org.ztclinical.session.SessionRules;
import org.ztclinical.session.Sessions;
import org.ztclinical.session.SessionsUnavailableException;
import org.ztclinical.session.Target;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

/**
 * Whether what a token stands for was ended, asked with every request, of a token that says its
 * login and its device; while so much else is ended, of every kind.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {
  private static final String BY = "benchmark";

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final VerifiedToken token = token(issuer);
  private final Sessions sessions =
      Sessions.of(
          List.of(issuer.trusted()),
          List.of(),
          SessionRules.standard(),
          new Unwritten(),
          InstantSource.system(),
          NoticeListener.none());

  /** How much is ended. */
  @Param({"0", "200", "100000"})
  public int ends;

  private static VerifiedToken token(TestIssuer issuer) {
    String text =
        issuer.mint(t -> t.claim("sid", "the-session").claim("device_id", "the-device").mfa());
    try {
      return TokenVerifier.builder().trust(issuer.trusted()).build().verify(text);
    } catch (Exception e) {
      throw new IllegalStateException("the sample token is refused", e);
    }
  }

  /** Ends what others have. */
  @Setup
  public void end() throws SessionsUnavailableException {
    for (int number = 0; number < ends; number++) {
      end(number);
    }
    if (sessions.refusal(token).isPresent()) {
      throw new IllegalStateException("the token in use was ended, too");
    }
  }

  private void end(int number) throws SessionsUnavailableException {
    String name = "other-" + number;
    String from = issuer.issuer();
    switch (number % 8) {
      case 0 -> sessions.terminate(Target.token(from, name), BY);
      case 1 -> sessions.terminate(Target.session(from, name), BY);
      case 2 -> sessions.terminate(Target.subject(from, name), BY);
      case 3 -> sessions.terminate(Target.client(from, name), BY);
      case 4 -> sessions.terminate(Target.device(from, name), BY);
      case 5 ->
          sessions.terminate(Target.subject(from, name).and(Target.client(from, "app-1")), BY);
      case 6 -> sessions.distrustClient(from, name, BY);
      default -> sessions.distrustKey(from, name, BY);
    }
  }

  /** Of a request whose token was seen before. */
  @Benchmark
  public Optional<Reason> check() {
    return sessions.refusal(token);
  }

  /** Who ended what is no part of what is measured. */
  private static final class Unwritten implements SessionLedger {
    @Override
    public void record(SessionAct act) {}

    @Override
    public void refused(Reason why) {}
  }
}
