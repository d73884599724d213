package org.ztclinical.cedar.validate;

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
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** Policies and schemas made to cost the square of their size, or worse, when validated. */
final class HostileValidationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final EntityUid ANNA = EntityUid.of("User", "anna");
  private static final EntityUid BERT = EntityUid.of("User", "bert");
  private static final EntityUid READ = EntityUid.of("Action", "read");
  private static final EntityUid DOC = EntityUid.of("Doc", "plan");

  @Test
  void namesOfOneHashAreValidatedSoon() throws Exception {
    Schema schema = schema("entity User { ok: Bool } tags Long; entity Doc;", "");
    PolicySet policies =
        when(many(40_000, " && ", i -> "principal.hasTag(\"" + colliding(i) + "\")"));

    assertThat(errors(schema, policies, ValidationMode.STRICT)).isZero();
  }

  /**
   * Two entities that are each other's tags: there are 2^60 ways through them, and two entities.
   */
  @Test
  void entitiesThatLeadToEachOtherAreCutSoon() throws Exception {
    Schema schema = schema("entity User tags User; entity Doc;", "k: String");
    StringBuilder condition = new StringBuilder();
    String entity = "principal";
    for (int i = 0; i < 60; i++) {
      condition.append(entity).append(".hasTag(context.k) && ");
      entity += ".getTag(context.k)";
    }
    EntityManifest manifest = EntityManifest.of(when(condition + entity + " == principal"), schema);
    Map<String, EntityUid> tags = Map.of("a", ANNA, "b", BERT);
    Entities entities = Entities.of(Entity.of(ANNA).withTags(tags), Entity.of(BERT).withTags(tags));

    Entities slice =
        assertTimeoutPreemptively(
            SOON, () -> manifest.slice(AuthorizationRequest.of(ANNA, READ, DOC), entities));

    assertThat(slice.all()).hasSize(2);
  }

  @Test
  void whatManyPoliciesReadIsJoinedSoon() throws Exception {
    Schema schema = schema("entity User { ok: Bool }; entity Doc;", "");
    PolicySet policies =
        PolicyParser.parse(
            many(
                20_000,
                "",
                i ->
                    "permit(principal, action, resource) when { User::\"%d\".ok && User::\"-%d\".ok };"
                        .formatted(i, i)));
    EntityManifest manifest = EntityManifest.of(policies, schema);

    Reads reads =
        assertTimeoutPreemptively(
            SOON, () -> manifest.reads(AuthorizationRequest.of(ANNA, READ, DOC)));

    assertThat(reads.entities()).hasSize(40_000);
  }

  @Test
  void largeRecordsAreComparedSoon() throws Exception {
    String fields = many(30_000, ", ", i -> "a" + i + ": Long");
    Schema schema =
        schema("entity User; entity Doc { r: {%s}, s: {%s} };".formatted(fields, fields), "");
    PolicySet policies =
        when(
            many(20_000, " || ", i -> "resource.r == resource.s")
                + " || ["
                + many(20_000, ", ", i -> i % 2 == 0 ? "resource.r" : "resource.s")
                + "].contains(resource.s)");

    assertThat(errors(schema, policies, ValidationMode.STRICT)).isZero();
    assertThat(errors(schema, policies, ValidationMode.PERMISSIVE)).isZero();
  }

  @Test
  void recordsThatAreLargeInsideAreComparedSoon() throws Exception {
    String type = "Long";
    for (int i = 0; i < 5; i++) {
      String inner = type;
      type = "{" + many(8, ", ", n -> "a" + n + ": " + inner) + "}";
    }
    Schema schema = schema("entity User; entity Doc { r: %s, s: %s };".formatted(type, type), "");
    PolicySet policies = when(many(60_000, " || ", i -> "resource.r == resource.s"));

    assertThat(errors(schema, policies, ValidationMode.STRICT)).isZero();
  }

  @Test
  void setsOfEntitiesOfManyTypesAreValidatedSoon() throws Exception {
    int count = 30_000;
    Schema schema =
        schema("entity User; entity Doc;" + many(count, "", i -> "entity E" + i + ";"), "");
    PolicySet policies =
        when(
            "principal in [%s] || [%s].contains([principal])"
                .formatted(
                    many(count, ", ", i -> "E" + i + "::\"\""),
                    many(count, ", ", i -> "[E" + i + "::\"\"]")));

    assertThat(errors(schema, policies, ValidationMode.PERMISSIVE)).isZero();
    assertThat(errors(schema, policies, ValidationMode.STRICT)).isPositive();
  }

  @Test
  void contextsThatActionsShareAreComparedSoon() throws Exception {
    Schema schema =
        SchemaParser.parse(
            "entity User; entity Doc; action %s appliesTo { principal: User, resource: Doc, context: {%s} };"
                .formatted(
                    many(40_000, ", ", i -> "a" + i),
                    many(40_000, ", ", i -> "attribute" + i + ": Long")));

    assertThat(errors(schema, when("context.attribute1 == 1"), ValidationMode.STRICT)).isZero();
  }

  @Test
  void misspeltNamesAreReportedSoon() throws Exception {
    Schema schema =
        schema(
            "entity User; entity Doc;" + many(20_000, "", i -> "entity Thingummy" + i + ";"),
            many(20_000, ", ", i -> "attribute" + i + ": Long"));
    String wrong =
        "context.atribute%d == 1 || principal is Thingumy%d || Action::\"raed%d\" == action";
    PolicySet one = when(many(20_000, " || ", i -> wrong.formatted(i, i, i)));
    PolicySet many =
        PolicyParser.parse(
            many(
                5_000,
                "",
                i ->
                    "permit(principal, action, resource) when { "
                        + wrong.formatted(i, i, i)
                        + " };"));

    assertThat(errors(schema, one, ValidationMode.STRICT)).isEqualTo(1_000);
    assertThat(errors(schema, many, ValidationMode.STRICT)).isEqualTo(15_000);
  }

  /** Thirty kilobytes of schema that make nine million kinds of requests. */
  @Test
  void aPolicyForMoreKindsOfRequestsThanCanBeLookedAtIsRefusedSoon() throws Exception {
    String types = many(3_000, ", ", i -> "E" + i);
    Schema schema =
        SchemaParser.parse(
            "entity %s; action read appliesTo { principal: [%s], resource: [%s] };"
                .formatted(types, types, types));

    ValidationResult result =
        assertTimeoutPreemptively(
            SOON, () -> Validator.of(schema).validate(when("principal == resource")));

    assertThat(result.errors())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.TOO_MANY_KINDS);
    assertThat(errors(schema, when("principal has a"), ValidationMode.STRICT)).isZero();
  }

  @Test
  void aLongPolicyForManyKindsOfRequestsIsRefusedSoon() throws Exception {
    String actions = many(40_000, ", ", i -> "a" + i);
    Schema schema =
        SchemaParser.parse(
            "entity User; action %s appliesTo { principal: User, resource: User };"
                .formatted(actions));
    String uids = many(40_000, ", ", i -> "Action::\"a" + i + "\"");
    PolicySet inScope =
        PolicyParser.parse("permit(principal, action in [%s], resource);".formatted(uids));

    assertThat(errors(schema, when("action in [" + uids + "]"), ValidationMode.STRICT)).isOne();
    assertThat(errors(schema, inScope, ValidationMode.STRICT)).isZero();
  }

  /** Of two hundred thousand kinds of requests, what each reads by each policy. */
  @Test
  void aManifestTakesNoMemoryForRequestsThatNobodyMakes() throws Exception {
    String types = many(440, ", ", i -> "E" + i);
    Schema schema =
        SchemaParser.parse(
            "entity %s { a: Long }; action read appliesTo { principal: [%s], resource: [%s] };"
                .formatted(types, types, types));
    PolicySet policies = when("principal == resource || principal.a == resource.a");

    System.gc();
    long before = memory();
    EntityManifest manifest = EntityManifest.of(policies, schema);
    Reads reads = manifest.reads(Name.parse("E1"), READ, Name.parse("E2"));
    System.gc();
    long megabytes = (memory() - before) >> 20;

    assertThat(reads.principal().attributes()).containsOnlyKeys("a");
    assertThat(manifest.reads(Name.parse("E1"), READ, Name.parse("E2"))).isSameAs(reads);
    assertThat(megabytes).isLessThan(50);
  }

  private static long memory() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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
