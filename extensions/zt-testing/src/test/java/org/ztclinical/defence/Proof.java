package org.ztclinical.defence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;

/**
 * That a test needs a defence: without it the test fails, by an assertion about what got through
 * and not by an error that the removal made. Where two or more defences stand one behind the other,
 * all of them are taken out, and nothing gets through while one of them is left.
 *
 * @param notice what the assertion says then, spaces aside
 */
record Proof(String test, List<Removal> removals, String notice) {
  private static final String BETWEEN = " | ";

  /** Reads a table, a proof a line. */
  static List<Proof> all(String table) {
    return table.lines().map(Proof::parse).toList();
  }

  private static Proof parse(String line) {
    String[] cells = line.split(" \\| ", -1);
    if (cells.length != 3) {
      throw new IllegalArgumentException("a proof is test | removals | notice: " + line);
    }
    return new Proof(cells[0].strip(), Removal.parse(cells[1].strip()), cells[2].strip());
  }

  /** The tests, each once. */
  static List<String> tests(List<Proof> proofs) {
    return proofs.stream().map(Proof::test).distinct().toList();
  }

  DynamicTest by(String testClass) {
    return DynamicTest.dynamicTest(toString(), () -> verify(testClass));
  }

  private void verify(String testClass) throws Exception {
    WeakenedRun run = WeakenedRun.of(testClass, List.of(test), removals);
    Optional<Throwable> failure = run.failures().get(test);

    assertThat(failure).as("the test notices").isPresent();
    assertThat(failure.get()).isInstanceOf(AssertionError.class);
    assertThat(message(failure)).contains(notice);
    assertThat(run.reached()).containsAll(removals);
    for (int i = 0; i < removals.size() && removals.size() > 1; i++) {
      List<Removal> butOne = new ArrayList<>(removals);
      Removal left = butOne.remove(i);
      assertThat(message(WeakenedRun.of(testClass, List.of(test), butOne).failures().get(test)))
          .as("with %s left as it is", left.method())
          .doesNotContain(notice);
    }
  }

  private static String message(Optional<Throwable> failure) {
    return failure.map(Throwable::toString).orElse("").replaceAll("\\s+", " ");
  }

  @Override
  public String toString() {
    String all = String.join(" + ", removals.stream().map(Removal::toString).toList());
    return test + BETWEEN + all + BETWEEN + notice;
  }
}
