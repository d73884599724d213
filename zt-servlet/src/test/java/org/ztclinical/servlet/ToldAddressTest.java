package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether {@code Forwarded} (RFC 7239) tells the address that the container says it saw. */
final class ToldAddressTest {
  private static final String PEER = "192.0.2.7";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=192.0.2.7",
        "FOR = \"192.0.2.7:4711\";by=_x",
        "by=\"[2001:db8::1]\", for=192.0.2.43, for=192.0.2.7",
        // A quote that does not end may mean anything to whoever reads it.
        "for=\"192.0.2.43, for=192.0.2.7",
        "for=\"192.0.2.7"
      })
  void anAddressThatIsToldIsFound(String value) {
    assertThat(ToldAddress.isTold(PEER, forwarded(value))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "for=192.0.2.70", "by=192.0.2.7", "for=unknown"})
  void anotherAddressIsNot(String value) {
    assertThat(ToldAddress.isTold(PEER, forwarded(value))).isFalse();
  }

  @Test
  void quotesThatDoNotEndAreLookedThroughOnce() {
    HttpServletRequest request = forwarded("for=\"".repeat(50_000));
    long start = now();

    assertThat(ToldAddress.isTold(PEER, request)).isFalse();

    assertThat(Duration.ofNanos(now() - start)).isLessThan(Duration.ofSeconds(1));
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static HttpServletRequest forwarded(String value) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ToldAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, given) ->
                switch (method.getName()) {
                  case "getAttribute" -> null;
                  case "getHeaders" ->
                      Collections.enumeration(
                          "Forwarded".equals(given[0]) ? List.of(value) : List.of());
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
