package org.ztclinical.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.notice.Notice;

/** What is kept of many ends, and what that costs. */
class RevocationsTest {
  private static final String ISSUER = "https://issuer.example";
  private static final Lives LIVES =
      new Lives(Duration.ofHours(24), Duration.ofSeconds(30), Duration.ofHours(24));
  private static final Target ALL = Target.issuer(ISSUER);

  private final List<Notice> notices = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T08:00:00Z");

  private Revocations revocations(int room) {
    InstantSource clock = () -> now;
    return new Revocations(Map.of(ISSUER, LIVES), Set.of(), room, clock, notices::add);
  }

  private void end(Revocations revocations, Target target) {
    LIVES.endedNow(target, now, RevocationReason.TERMINATED).forEach(revocations::mark);
  }

  private Mark device(String name, boolean refuses) {
    RevocationReason why = RevocationReason.DEVICE_NOT_COMPLIANT;
    return LIVES.condition(Target.device(ISSUER, name), now, refuses, now, why).get(0);
  }

  @Test
  void anEndCostsNoMoreWhenThereIsNoRoom() {
    Revocations revocations = revocations(100_000);
    for (int i = 0; i < 99_999; i++) {
      end(revocations, Target.session(ISSUER, "sid-" + i));
    }
    long start = System.nanoTime();

    for (int i = 0; i < 20_000; i++) {
      now = now.plusMillis(1);
      end(revocations, Target.subject(ISSUER, "user-" + i));
    }
    for (int i = 0; i < 20_000; i++) {
      now = now.plusMillis(1);
      end(revocations, Target.session(ISSUER, "another-" + i));
    }

    // Looking at all that is kept, each time, takes more than a minute.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(revocations.size()).isLessThan(100_100);
    assertThat(revocations.refusal(ALL)).isEqualTo(RevocationReason.TOO_MANY_ENDED);
    assertThat(notices).hasSizeLessThan(5);
  }

  @Test
  void aMachineThatChangesItsMindForeverTakesNoMoreMemory() {
    Revocations revocations = revocations(100);

    for (int i = 0; i < 50_000; i++) {
      now = now.plusMillis(1);
      revocations.mark(device("tablet-1", i % 2 == 0));
    }

    assertThat(revocations.size()).isEqualTo(1);
    assertThat(revocations.queued()).isLessThan(2_000);
  }

  @Test
  void whatRefusesNothingMakesRoomFirst() {
    Revocations revocations = revocations(100);
    for (int i = 0; i < 100; i++) {
      revocations.mark(device("tablet-" + i, false));
    }
    assertThat(revocations.mark(device("tablet-100", false))).as("one more").isFalse();

    end(revocations, Target.session(ISSUER, "sid-1"));

    assertThat(revocations.refusal(ALL)).isNull();
    assertThat(revocations.size()).isEqualTo(1);
    assertThat(notices).isEmpty();
  }

  @Test
  void usersAloneNeverMakeAnIssuerRefusedAltogether() {
    Revocations revocations = revocations(100);

    for (int i = 0; i < 1_000; i++) {
      now = now.plusSeconds(1);
      end(revocations, Target.subject(ISSUER, "user-" + i));
    }

    assertThat(revocations.refusal(ALL)).isNull();
    assertThat(revocations.size()).isLessThanOrEqualTo(101);
  }
}
