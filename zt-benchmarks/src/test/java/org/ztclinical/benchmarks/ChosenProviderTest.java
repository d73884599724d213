package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChosenProviderTest {
  @AfterEach
  void chooseNone() {
    System.clearProperty(ChosenProvider.FAST);
  }

  @Test
  void withoutAWordTheRuntimeVerifies() throws Exception {
    assertThat(ChosenProvider.ofThisRun()).hasToString("the Java runtime");
    assertThat(ChosenProvider.ofThisRun().signature("SHA256withRSA").getProvider().getName())
        .isEqualTo("SunRsaSign");
  }

  @Test
  void aFastOneThatIsNotThereIsNotReplacedByAnother() {
    assumeTrue(ChosenProvider.fast().isEmpty(), "this build has a fast provider");
    System.setProperty(ChosenProvider.FAST, "true");

    assertThatThrownBy(ChosenProvider::ofThisRun).hasMessageContaining("-Pfast-provider");
  }

  @Test
  void theFastOneVerifiesOursAndTheBareChecksOfAllBenchmarksThatAreRunWithIt() throws Exception {
    assumeTrue(ChosenProvider.fast().isPresent(), "no fast provider: add -Pfast-provider");
    System.setProperty(ChosenProvider.FAST, "true");
    String name = ChosenProvider.fast().orElseThrow().getName();

    assertThat(ChosenProvider.ofThisRun().signature("SHA256withECDSA").getProvider().getName())
        .isEqualTo(name);
    assertThat(ChosenProvider.ofThisRun().forTokens()).hasToString(name);
    assertThat(ChosenProvider.ofThisRun().forTokens().describe())
        .singleElement()
        .asString()
        .contains(name, "RS256", "ES256");
    assertThat(new TokenBenchmark().bareRs256()).isTrue();
    assertThat(new TokenBenchmark().cold().subject()).startsWith("clinician-");
    assertThat(new Es256Benchmark().bareEs256()).isTrue();
    assertThat(new Es256Benchmark().cold().subject()).startsWith("clinician-");
    assertThat(new DpopBenchmark().request().subject()).startsWith("clinician-");
  }
}
