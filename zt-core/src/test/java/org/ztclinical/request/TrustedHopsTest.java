package org.ztclinical.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedHopsTest {
  private final TrustedHops hops =
      TrustedHops.none()
          .and(AddressRange.of("10.0.0.0/8"), AddressRange.of("2001:db8::/32"))
          .and(CertificateHeader.CLIENT_CERT, AddressRange.of("192.0.2.7"));

  @Test
  void nobodyIsTrustedUntilNamed() {
    assertThat(TrustedHops.none().trusts("127.0.0.1")).isFalse();
    assertThat(TrustedHops.none().certificateHeader("127.0.0.1")).isEmpty();
    assertThat(TrustedHops.none().clientAddress("127.0.0.1", List.of("10.0.0.1")))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void everybodyIsNoHop() {
    for (String range : List.of("0.0.0.0/0", "::/0")) {
      assertThatThrownBy(() -> TrustedHops.none().and(AddressRange.of(range)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name the addresses of your proxies");
    }
  }

  @Test
  void aHopTellsCertificatesOnlyWhereThatWasSaid() {
    assertThat(hops.certificateHeader("192.0.2.7")).contains(CertificateHeader.CLIENT_CERT);
    assertThat(hops.certificateHeader("10.1.2.3")).isEmpty();
    assertThat(hops.certificateHeader("192.0.2.8")).isEmpty();
  }

  @Test
  void addressesAreWalkedFromTheRightAsLongAsWhoTellsThemIsTrusted() {
    assertThat(hops.clientAddress("10.0.0.1", List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
    assertThat(hops.clientAddress("10.0.0.1", List.of("10.9.9.9, 203.0.113.9, 10.0.0.2")))
        .as("the left-most is the caller's own word")
        .isEqualTo("203.0.113.9");
    assertThat(hops.clientAddress("10.0.0.1", List.of("10.9.9.9", "203.0.113.9", "10.0.0.2")))
        .isEqualTo("203.0.113.9");
    assertThat(hops.clientAddress("203.0.113.50", List.of("10.9.9.9"))).isEqualTo("203.0.113.50");
    assertThat(hops.clientAddress("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    assertThat(hops.clientAddress("10.0.0.1", List.of("203.0.113.9, unknown")))
        .as("what is no address ends the walk")
        .isEqualTo("10.0.0.1");
    assertThat(hops.clientAddress("10.0.0.1", List.of("10.0.0.3,".repeat(5_000) + "10.0.0.2")))
        .isEqualTo("10.0.0.3");
  }

  @Test
  void mappedAddressesCompareAsTheAddressesInThem() {
    AddressRange ten = AddressRange.of("10.0.0.0/8");

    assertThat(ten.contains("::ffff:10.0.0.1")).isTrue();
    assertThat(ten.contains("::ffff:203.0.113.9")).isFalse();
    assertThat(ten.contains("0:0:0:0:0:ffff:0a00:0001")).isTrue();
    assertThat(ten.contains("fe80::1%eth0")).isFalse();
  }

  @Test
  void whatIsNoAddressIsInNoRangeAndIsNeverLookedUp() {
    AddressRange all = AddressRange.of("0.0.0.0/0");

    assertThat(all.contains("203.0.113.9")).isTrue();
    for (String text :
        List.of(
            "localhost",
            "",
            "1",
            "10.1",
            "010.0.0.1",
            "256.1.1.1",
            "10.0.0.1.",
            "1.2.3.4.5",
            "0x7f.0.0.1",
            " 10.0.0.1",
            "10.0.0.1:80",
            "[::1]",
            "::1",
            "a:b",
            "1.2.3.4".repeat(20))) {
      assertThat(all.contains(text)).as(text).isFalse();
    }
  }

  @Test
  void rangesThatAreNotExactAreRefused() {
    for (String text :
        List.of(
            "10.0.0.1/8",
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "ward.example/24",
            "2001:db8::1/32",
            "2001:db8::/129",
            "10.0.0/8",
            "/8")) {
      assertThatThrownBy(() -> AddressRange.of(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text);
    }
    assertThatThrownBy(() -> TrustedHops.none().and()).isInstanceOf(IllegalArgumentException.class);
  }
}
