package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attacks on HTTP among the identity vectors, over real sockets; and who tries the others. */
final class IdentityVectorTest {
  private static final Set<String> CATEGORIES =
      Set.of("servlet", "http-extraction", "forwarded-headers");

  private static final Map<String, String> NOT_HERE =
      Map.of(
          "forwarded-headers-07", "needs TLS: TrustedHopsHttpTest.theFieldTwiceIsABadRequest",
          "forwarded-headers-13", "needs network zones, of which there are none yet");

  /** Categories that other tests try, by the class that does. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("alg", "TokenAttackTest"),
          Map.entry("signature", "TokenAttackTest"),
          Map.entry("crit", "TokenAttackTest"),
          Map.entry("jwe", "TokenAttackTest"),
          Map.entry("json", "TokenAttackTest"),
          Map.entry("time", "TokenAttackTest"),
          Map.entry("token-type", "TokenAttackTest"),
          Map.entry("issuer-audience", "TokenAttackTest"),
          Map.entry("key-injection", "KeyAttackTest"),
          Map.entry("jwks", "KeyAttackTest"),
          Map.entry("discovery-ssrf", "KeyAttackTest"),
          Map.entry("cache-timing", "CacheAttackTest"),
          Map.entry("mtls", "SenderAttackTest"),
          Map.entry("dpop", "SenderAttackTest"),
          Map.entry("introspection", "IntrospectionAttackTest"),
          Map.entry("revocation", "SignalHttpTest"),
          Map.entry("step-up", "StepUpAttackTest"));

  /** Categories of layers that come later. */
  private static final Set<String> LATER =
      Set.of("ztna", "spiffe", "device-posture", "segmentation");

  @TempDir Path directory;

  @Test
  void everyAttackOnHttpIsAnsweredAsTheVectorsSay() throws Exception {
    try (TestApplication application =
            TestApplication.start(TomcatServer::start, directory.resolve("a"));
        WebServer behindRewriting =
            TomcatServer.start(directory, context -> rewritten(context, application))) {
      HttpAttacks attacks = new HttpAttacks(application, new RawClient(behindRewriting.port()));

      IdentityVectors.assertAnswered(CATEGORIES, attacks.all(), NOT_HERE);
    }
  }

  @Test
  void everyCategoryHasATest() throws Exception {
    for (String test : Set.copyOf(ELSEWHERE.values())) {
      assertThat(Class.forName(getClass().getPackageName() + "." + test)).isNotNull();
    }
    assertThat(IdentityVectors.categories())
        .allSatisfy(
            category ->
                assertThat(
                        CATEGORIES.contains(category)
                            || ELSEWHERE.containsKey(category)
                            || LATER.contains(category))
                    .as(category)
                    .isTrue());
  }

  private static void rewritten(
      jakarta.servlet.ServletContext context, TestApplication application) {
    FilterRegistration.Dynamic inFront = context.addFilter("rewriting", HttpAttacks.rewriting());
    inFront.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    FilterRegistration.Dynamic ours =
        context.addFilter("ours", new ZeroTrustFilter(application.zeroTrust).trustMapping());
    ours.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
    TestApplication.add(
        context,
        "hello",
        TestApplication.page((rq, rs) -> rs.getWriter().print("hello")),
        "/hello");
  }
}
