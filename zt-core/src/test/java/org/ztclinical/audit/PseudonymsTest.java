package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private final Pseudonyms pseudonyms = Pseudonyms.withKey(new byte[32]);

  @Test
  void thePrivacyOfficerComputesThePseudonymOfAPatientWithTheKey() {
    // HMAC-SHA-256 with 32 zero bytes over 00000010 "resource/Patient" 00000000 00000003 "123".
    assertThat(pseudonyms.patient("123")).hasToString(EXPECTED);
  }

  @Test
  void anotherKeyGivesAnotherPseudonym() {
    byte[] key = new byte[32];
    key[31] = 1;

    assertThat(Pseudonyms.withKey(key).patient("123")).isNotEqualTo(pseudonyms.patient("123"));
  }

  @Test
  void partsCannotBeShiftedFromOneFieldToTheNext() {
    assertThat(pseudonyms.subject("ab", "c")).isNotEqualTo(pseudonyms.subject("a", "bc"));
    assertThat(pseudonyms.subject("a", "b")).isNotEqualTo(pseudonyms.token("a", "b"));
    assertThat(pseudonyms.resource("s", "Patient", "1")).isNotEqualTo(pseudonyms.patient("1"));
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatThrownBy(() -> Pseudonyms.withKey(new byte[31]))
        .hasMessage("a pseudonym key has at least 32 bytes");
  }

  @Test
  void nothingOfTheKeyIsPrinted() {
    assertThat(pseudonyms).hasToString("pseudonyms [redacted]");
  }

  @Test
  void addressesKeepOnlyTheirClassInClear() {
    assertThat(Peer.of("192.168.1.20", pseudonyms).toString())
        .startsWith("private:")
        .doesNotContain("192");
    assertThat(PeerPlace.of("::1")).isEqualTo(PeerPlace.LOOPBACK);
    assertThat(PeerPlace.of("fd00::1")).isEqualTo(PeerPlace.PRIVATE);
    assertThat(PeerPlace.of("fe80::1")).isEqualTo(PeerPlace.LINK_LOCAL);
    assertThat(PeerPlace.of("8.8.8.8")).isEqualTo(PeerPlace.PUBLIC);
    assertThat(PeerPlace.of("localhost")).isEqualTo(PeerPlace.UNKNOWN);
    assertThat(PeerPlace.of("999.1.1.1")).isEqualTo(PeerPlace.UNKNOWN);
    assertThat(Peer.of("not an address", pseudonyms)).isEqualTo(Peer.unknown());
  }

  @Test
  void eventIdsDoNotRepeat() {
    Set<EventId> ids = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      ids.add(EventId.create());
    }

    assertThat(ids).hasSize(100_000);
    EventId one = EventId.create();
    assertThat(EventId.parse(one.toString())).isEqualTo(one);
  }

  private static final String EXPECTED = "f3de8b2b827a3b2a5666e595c4c40580";
}
