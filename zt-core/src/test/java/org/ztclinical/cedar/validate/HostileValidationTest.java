package org.ztclinical.cedar.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.ztclinical.cedar.HostileTexts.colliding;
import static org.ztclinical.cedar.HostileTexts.many;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;

/** Policies and schemas made to cost the square of their size, or worse, when validated. */
final class HostileValidationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void namesOfOneHashAreValidatedSoon() throws Exception {
    Schema schema = schema("entity User { ok: Bool } tags Long; entity Doc;", "");
    PolicySet policies =
        when(many(40_000, " && ", i -> "principal.hasTag(\"" + colliding(i) + "\")"));

    assertThat(errors(schema, policies, ValidationMode.STRICT)).isZero();
  }

  private static int errors(Schema schema, PolicySet policies, ValidationMode mode) {
    return assertTimeoutPreemptively(
        SOON, () -> Validator.of(schema).validate(policies, mode).errors().size());
  }

  private static Schema schema(String types, String context) throws Exception {
    return SchemaParser.parse(
        types
            + " action read appliesTo { principal: User, resource: Doc, context: {"
            + context
            + "} };");
  }

  private static PolicySet when(String condition) throws Exception {
    return PolicyParser.parse("permit(principal, action, resource) when { " + condition + " };");
  }
}
