package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vectors through classifier and scopes; the whole decision path runs them elsewhere. */
class SmartVectorTest {

  @Test
  void noVectorThatExpectsDenialIsPermittedOrNarrowed() throws Exception {
    Optional<Path> file = SmartVectors.file();
    assumeTrue(file.isPresent(), "skipped: the SMART vectors are not there");
    List<SmartVector> vectors = SmartVectors.load(file.get());

    SmartVectors.Report report = SmartVectors.run(vectors, new ScopePath()::decide);

    System.out.println(report.text());
    assertThat(vectors).isNotEmpty();
    assertThat(report.leaks()).isEmpty();
  }
}
