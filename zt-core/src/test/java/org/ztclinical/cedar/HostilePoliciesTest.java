package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.ztclinical.cedar.HostileTexts.colliding;
import static org.ztclinical.cedar.HostileTexts.many;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.EntityUid;

/** Policies made to cost the square of their size, or worse. All are within the limits. */
final class HostilePoliciesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final AuthorizationRequest REQUEST =
      AuthorizationRequest.of(
          EntityUid.of("User", "a"),
          EntityUid.of("Action", "x"),
          EntityUid.of("Doc", "d"),
          CedarRecord.of(Map.of("x", CedarString.of("y"))));

  @Test
  void literalsOfOneHashAreMadeReadySoon() throws Exception {
    PolicySet policies = when(many(40_000, " || ", i -> "context.x == \"" + colliding(i) + "\""));

    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(Authorizer.of(policies).authorize(REQUEST, Entities.empty()).isAllowed())
                .isFalse());
  }

  @Test
  void constantsOfOneHashAreCompiledSoon() throws Exception {
    PolicySet numbers = when(many(40_000, " || ", i -> "context.x == " + ((long) i << 32 | i)));
    PolicySet namesAndTexts =
        when(
            many(20_000, " || ", i -> "principal is " + colliding(i))
                + " || "
                + many(20_000, " || ", i -> "context.x == \"" + colliding(20_000 + i) + "\""));

    assertTimeoutPreemptively(
        SOON,
        () -> {
          assertThat(allowsCompiled(numbers)).isFalse();
          assertThat(allowsCompiled(namesAndTexts)).isFalse();
        });
  }

  private static boolean allowsCompiled(PolicySet policies) {
    Authorizer compiled = Authorizer.builder(policies).compileAtOnce().build();
    return compiled.authorize(REQUEST, Entities.empty()).isAllowed();
  }

  private static PolicySet when(String condition) throws Exception {
    return PolicyParser.parse("permit(principal, action, resource) when { " + condition + " };");
  }
}
