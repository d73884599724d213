package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ztclinical.notice.Notice;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SignatureProvider;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** Operators are told where an issuer's keys meet a provider that takes long for them. */
class SlowSignaturesTest {
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer curves =
      TestIssuer.of("https://curves.example", SigningAlgorithm.ES256, clock);
  private final List<Notice> told = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void theRuntimeIsSlow() {
    assumeTrue(Runtime.version().feature() < 25, "newer runtimes verify ES256 fast enough");
  }

  @Test
  void keysOnCurvesMeetTheProviderOfTheRuntime() {
    verifier(curves.trusted(), SignatureProvider.standard());

    assertThat(told)
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.kind()).isEqualTo(Notice.Kind.SIGNATURES_SLOW);
              assertThat(notice.kind().level()).isEqualTo(Notice.Level.WARN);
              assertThat(notice.source()).isEqualTo("https://curves.example");
              assertThat(notice.detail()).contains("[ES256]").contains("signatureProvider(…)");
            });
  }

  @Test
  void keysThatAreFetchedAreNoticedOnceHoweverOftenTheyChange() throws Exception {
    try (JwksServer server = curves.serve()) {
      TrustedIssuer fetched =
          TrustedIssuer.of(curves.issuer(), TestIssuer.AUDIENCE).jwksUri(server.uri());
      TokenVerifier verifier = verifier(fetched, SignatureProvider.standard());
      judge(verifier);
      for (int rotation = 0; rotation < 2; rotation++) {
        curves.rotate();
        clock.advance(Duration.ofMinutes(6));
        judge(verifier);
      }
      awaitNotices(Notice.Kind.KEYS_REFRESHED, 3);

      assertThat(told).filteredOn(one -> one.kind() == Notice.Kind.SIGNATURES_SLOW).hasSize(1);
    }
  }

  @Test
  void otherKeysOrAnotherProviderAreNoMatter() {
    TestIssuer rsa = TestIssuer.create(clock);

    verifier(rsa.trusted(), SignatureProvider.standard());
    verifier(curves.trusted(), SignatureProvider.of(Security.getProvider("SunEC")));

    assertThat(told).isEmpty();
  }

  private TokenVerifier verifier(TrustedIssuer issuer, SignatureProvider signatures) {
    return TokenVerifier.builder()
        .trust(issuer)
        .clock(clock)
        .signatures(signatures)
        .notices(told::add)
        .build();
  }

  /** As often as it takes: on a busy machine a fetch may take longer than a request may wait. */
  private void judge(TokenVerifier verifier) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        verifier.verify(curves.mint());
        return;
      } catch (KeysUnavailableException e) {
        assertThat(System.nanoTime()).as("no verdict within 20 s").isLessThan(deadline);
        // A fetch that failed is repeated when this clock says so.
        clock.advance(Duration.ofSeconds(1));
      }
    }
  }

  private void awaitNotices(Notice.Kind kind, long count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (told.stream().filter(one -> one.kind() == kind).count() < count) {
      assertThat(System.nanoTime()).as(told.toString()).isLessThan(deadline);
      Thread.yield();
    }
  }
}
