package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.est.PolicyJson;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaJson;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Half of a surrogate pair is no character, so no reader takes it in the name of an attribute;
 * whole characters are read, written and read again. Values that are built are in {@code
 * LexicalTest}.
 */
class HalfCharactersTest {
  private static final EntityUid READ = EntityUid.of("Action", "read");
  private static final String POLICY =
      """
      {"effect": "permit", "principal": {"op": "All"}, "action": {"op": "All"},
       "resource": {"op": "All"}, "conditions": [{"kind": "when", "body": %s}]}
      """;
  private static final String SCHEMA =
      """
      {"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {"NAME":
        {"type": "Record", "attributes": {"NAME": {"type": "Boolean"}}}}},
        "tags": {"type": "Boolean"}}},
       "actions": {"read": {"appliesTo": {"principalTypes": ["User"], "resourceTypes": ["User"],
        "context": {"type": "Record", "attributes": {"NAME": {"type": "Boolean"}}}}}}}}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "a\\ude00", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00"})
  void noAttributeInJsonIsNamedByHalfOfOne(String name) throws Exception {
    Schema schema = SchemaParser.parse("entity User = {ok: Bool} tags Bool;");
    String entity = "[{\"uid\": {\"type\": \"User\", \"id\": \"a\"}, \"parents\": [], ";

    assertRefused(() -> ContextJson.parse("{\"NAME\": true}".replace("NAME", name)));
    assertRefused(() -> ContextJson.parse("{\"r\": [{\"NAME\": 1}]}".replace("NAME", name)));
    assertRefused(
        () -> EntitiesJson.parse(entity + "\"attrs\": {\"NAME\": 1}}]".replace("NAME", name)));
    assertRefused(
        () ->
            EntitiesJson.parse(
                entity + "\"attrs\": {}, \"tags\": {\"NAME\": true}}]".replace("NAME", name)));
    assertRefused(
        () ->
            EntitiesJson.parse(
                (entity + "\"attrs\": {\"ok\": true}, \"tags\": {\"NAME\": true}}]")
                    .replace("NAME", name),
                schema));
    assertRefused(() -> SchemaJson.parse(SCHEMA.replace("NAME", name)));
    for (String body :
        List.of(
            "{\".\": {\"left\": {\"Var\": \"context\"}, \"attr\": \"NAME\"}}",
            "{\"has\": {\"left\": {\"Var\": \"context\"}, \"attr\": \"NAME\"}}",
            "{\"has\": {\"left\": {\"Var\": \"context\"}, \"attr\": [\"a\", \"NAME\"]}}",
            "{\"Record\": {\"NAME\": {\"Value\": 1}}}",
            "{\"Value\": {\"NAME\": 1}}")) {
      assertRefused(
          () -> PolicyJson.parsePolicy("p", POLICY.formatted(body.replace("NAME", name))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void noAttributeInTextIsNamedByHalfOfOne(String name) {
    for (String condition :
        List.of("context[\"NAME\"]", "context has \"NAME\"", "{\"NAME\": true} == context")) {
      assertRefused(
          () ->
              PolicyParser.parse(
                  "permit(principal, action, resource) when { %s };"
                      .formatted(condition.replace("NAME", name))));
    }
    assertRefused(() -> SchemaParser.parse("entity User = {\"" + name + "\": Bool};"));
  }

  @Test
  void anAttributeOfARequestIsNamedByCharacters() {
    Authorizer authorizer = Authorizer.of(PolicySet.empty());

    assertThatThrownBy(() -> authorizer.contextAttribute("a\ud83d", ContextAttribute.Kind.STRING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("half of a surrogate pair is not a character");
  }

  @Test
  void wholeOnesAreReadAndWrittenAndReadAgain() throws Exception {
    String name = "\ud83d\ude00 x";
    CedarRecord record = CedarRecord.of(Map.of(name, CedarBool.TRUE));
    Entities entities =
        Entities.of(
            Entity.of(EntityUid.of("User", "a"))
                .withAttributes(record.with(name, record))
                .withTags(record.attributes()));
    Schema schema = SchemaJson.parse(SCHEMA.replace("NAME", name));

    assertThat(ContextJson.parse(ContextJson.write(record), schema, READ)).isEqualTo(record);
    assertThat(EntitiesJson.parse(EntitiesJson.write(entities), schema).all())
        .containsAll(entities.all());
    assertThat(SchemaJson.parse(SchemaJson.write(schema))).isEqualTo(schema);
    assertThat(
            PolicyParser.parse(
                    "permit(principal, action, resource) when { context == %s };"
                        .formatted(record.toCedar()))
                .size())
        .isEqualTo(1);
  }

  private static void assertRefused(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            CedarSyntaxException.class, e -> assertThat(e.fault()).isEqualTo(Fault.MALFORMED));
  }
}
