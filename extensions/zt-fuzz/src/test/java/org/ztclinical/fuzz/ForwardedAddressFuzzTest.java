package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ztclinical.request.AddressRange;
import org.ztclinical.request.TrustedHops;

/** Any text as {@code X-Forwarded-For}, a field in each line, behind two ranges of proxies. */
class ForwardedAddressFuzzTest {
  private static final TrustedHops HOPS =
      TrustedHops.none().and(AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8"));
  private static final String HOP = "10.0.0.1";
  private static final String CLIENT = "192.0.2.7";

  @FuzzTest(maxDuration = "10m")
  void onlyTheWordOfATrustedHopCounts(byte[] bytes) throws Exception {
    List<String> fields = List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1));

    Bounded.run(
        () -> {
          assertThat(HOPS.clientAddress(CLIENT, fields)).isEqualTo(CLIENT);
          // What a hop appended is right of all that anybody else could have written.
          assertThat(HOPS.clientAddress(HOP, with(fields, CLIENT))).isEqualTo(CLIENT);
          assertThat(HOPS.clientAddress(HOP, with(fields, CLIENT + ", fd00::1"))).isEqualTo(CLIENT);
          checkOneSpelling(HOPS.clientAddress(HOP, fields), fields);
        });
  }

  private static List<String> with(List<String> fields, String last) {
    List<String> all = new ArrayList<>(fields);
    all.add(last);
    return all;
  }

  private static void checkOneSpelling(String client, List<String> fields) {
    AddressRange range = AddressRange.of(client);
    assertThat(range.contains(client)).isTrue();
    assertThat(range.toString()).startsWith(client + "/");
    if (!HOPS.trusts(client)) {
      // Nothing further left may change it.
      List<String> more = new ArrayList<>(List.of("203.0.113.9, evil"));
      more.addAll(fields);
      assertThat(HOPS.clientAddress(HOP, more)).isEqualTo(client);
    }
  }
}
