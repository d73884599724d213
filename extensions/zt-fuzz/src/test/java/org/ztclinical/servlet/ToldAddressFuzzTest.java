package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.ztclinical.fuzz.Bounded;

/** Any text as {@code Forwarded} (RFC 7239) and its kin, where containers look for addresses. */
class ToldAddressFuzzTest {
  private static final String PEER = "192.0.2.7";
  private static final String PEER6 = "2001:db8:0:0:0:0:0:7";

  @FuzzTest(maxDuration = "10m")
  void anAddressThatIsToldIsFoundWhateverStandsBesideIt(byte[] bytes) throws Exception {
    String value = new String(bytes, StandardCharsets.ISO_8859_1);

    Bounded.run(
        () -> {
          ToldAddress.isTold(PEER, request("Forwarded", List.of(value)));
          ToldAddress.isTold(PEER, request("X-Forwarded-For", List.of(value)));
          assertTold(PEER, "Forwarded", List.of(value, "for=" + PEER));
          assertTold(PEER, "Forwarded", List.of(value, "For=\"" + PEER + ":4711\";proto=https"));
          assertTold(PEER6, "Forwarded", List.of("for=\"[" + PEER6 + "]:4711\"", value));
          assertTold(PEER, "X-Forwarded-For", List.of(value + ", " + PEER));
          assertTold(PEER, "X-Real-IP", List.of(value, PEER));
        });
  }

  private static void assertTold(String peer, String field, List<String> values) {
    assertThat(ToldAddress.isTold(peer, request(field, values))).isTrue();
  }

  private static HttpServletRequest request(String field, List<String> values) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ToldAddressFuzzTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, given) ->
                switch (method.getName()) {
                  case "getAttribute" -> null;
                  case "getHeaders" ->
                      Collections.enumeration(field.equals(given[0]) ? values : List.of());
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
