package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ztclinical.ZeroTrust;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.TestIssuer;

/** The filter starts only where it is first, and mapped to everything. */
final class MappingTest {
  @TempDir Path directory;
  private ZeroTrust zeroTrust;

  @BeforeEach
  void open() {
    zeroTrust =
        TestApplication.zeroTrust(
            TestIssuer.create(InstantSource.system()), directory.resolve("audit"));
  }

  @AfterEach
  void close() {
    zeroTrust.close();
  }

  static Stream<WebServer.Kind> kinds() {
    return Stream.of(JettyServer::start, TomcatServer::start);
  }

  @Test
  void aFilterDeclaredOtherwiseSaysWhatToDo() {
    assertThatThrownBy(() -> new ZeroTrustFilter(zeroTrust).init(null))
        .isInstanceOf(ServletException.class)
        .hasMessageContaining("ZeroTrustFilter.register(servletContext, zeroTrust)")
        .hasMessageContaining("trustMapping()");
    assertThatThrownBy(() -> new ZeroTrustFilter().trustMapping().init(null))
        .isInstanceOf(ServletException.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anApplicationThatMapsTheFilterItselfDoesNotStart(WebServer.Kind kind) {
    assertThatThrownBy(
            () -> kind.start(directory, context -> map(context, new ZeroTrustFilter(zeroTrust))))
        .isInstanceOf(Exception.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anApplicationThatVouchesForTheMappingStarts(WebServer.Kind kind) throws Exception {
    try (WebServer server =
        kind.start(
            directory, context -> map(context, new ZeroTrustFilter(zeroTrust).trustMapping()))) {
      assertThat(new RawClient(server.port()).get("/fhir/Patient/1").receive().status())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aFilterThatIsRegisteredTwiceIsRefused(WebServer.Kind kind) {
    assertThatThrownBy(
            () ->
                kind.start(
                    directory,
                    context -> {
                      ZeroTrustFilter.register(context, zeroTrust);
                      ZeroTrustFilter.register(context, zeroTrust);
                    }))
        .isInstanceOf(Exception.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aFilterThatIsAddedLaterComesLater(WebServer.Kind kind) throws Exception {
    try (WebServer server =
        kind.start(
            directory,
            context -> {
              ZeroTrustFilter.register(context, zeroTrust);
              map(context, passing());
            })) {
      assertThat(new RawClient(server.port()).get("/fhir/Patient/1").receive().status())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void behindAnotherFilterNothingIsAnswered(WebServer.Kind kind) throws Exception {
    for (Filter inFront : new Filter[] {passing(), wrapping()}) {
      try (WebServer server =
          kind.start(
              directory,
              context -> {
                map(context, inFront);
                ZeroTrustFilter.register(context, zeroTrust);
                TestApplication.add(
                    context,
                    "p",
                    TestApplication.page((rq, rs) -> rs.getWriter().print("x")),
                    "/hello");
              })) {
        Received received = new RawClient(server.port()).get("/hello").receive();

        ContainerContract.isOutcome(received, 500);
      }
    }
  }

  private static Filter passing() {
    return new InFront();
  }

  private static Filter wrapping() {
    return (request, response, chain) ->
        chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request), response);
  }

  private static void map(ServletContext context, Filter filter) {
    FilterRegistration.Dynamic registration = context.addFilter("other", filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  private static final class InFront implements Filter {
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(
        jakarta.servlet.ServletRequest request,
        jakarta.servlet.ServletResponse response,
        jakarta.servlet.FilterChain chain)
        throws java.io.IOException, ServletException {
      chain.doFilter(request, response);
    }
  }
}
