package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SMART vectors through the real walk: a minted token, {@code ZeroTrust.guard}, and behind it a
 * store that ignores every search parameter and hands out all it has.
 */
class SmartVectorTest {
  @TempDir Path directory;

  @Test
  void noVectorThatExpectsDenialIsPermittedOrNarrowed() throws Exception {
    Optional<Path> file = SmartVectors.file();
    assumeTrue(file.isPresent(), "skipped: the SMART vectors are not there");
    List<SmartVector> vectors = SmartVectors.load(file.get());

    SmartVectors.Report report;
    try (WalkPath walk = new WalkPath(directory)) {
      report = SmartVectors.run(vectors, walk::decide);
    }

    System.out.println(report.text());
    assertThat(vectors).isNotEmpty();
    assertThat(report.leaks()).isEmpty();
  }

  @Test
  void graderSeesALeakWhateverFormItTakes() {
    SmartVector denied = vector("'expect':'deny'");
    SmartVector narrowed = vector("'expect':'narrow','hidden':['Observation/o3']");
    SmartVector lenient = vector("'expect':'deny','alsoAccept':['narrow']");
    SmartVector batch = vector("'expect':'narrow','entries':['permit','deny']");
    SmartVector write = vector("'expect':'permit','obligations':['suppress-response-body']");

    assertThat(SmartVectors.fault(denied, result("permit"))).hasValueSatisfying(isLeak());
    assertThat(SmartVectors.fault(denied, result("narrow"))).hasValueSatisfying(isLeak());
    assertThat(SmartVectors.fault(lenient, result("narrow"))).isEmpty();
    assertThat(SmartVectors.fault(lenient, result("permit"))).hasValueSatisfying(isLeak());
    assertThat(SmartVectors.fault(narrowed, result("narrow"))).hasValueSatisfying(isLeak());
    assertThat(SmartVectors.fault(narrowed, SmartVectors.Result.deny(""))).isPresent();
    assertThat(SmartVectors.fault(batch, result("narrow"))).hasValueSatisfying(isLeak());
    assertThat(SmartVectors.fault(write, result("permit"))).hasValueSatisfying(isLeak());
    assertThat(SmartVectors.fault(denied, SmartVectors.Result.deny(""))).isEmpty();
  }

  private static Consumer<String> isLeak() {
    return fault -> assertThat(fault).startsWith("LEAK");
  }

  private static SmartVector vector(String members) {
    return new SmartVector(
        WalkPath.json(("{'id':'x','category':'x'," + members + "}").replace('\'', '"')));
  }

  /** A result in which everything leaves. */
  private static SmartVectors.Result result(String outcome) {
    return new SmartVectors.Result(
        outcome, List.of("permit", "permit"), reference -> true, false, "");
  }
}
