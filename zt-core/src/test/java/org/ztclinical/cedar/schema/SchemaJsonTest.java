package org.ztclinical.cedar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.value.CedarSyntaxException;

class SchemaJsonTest {
  // Each row: how a type is written in JSON, how in Cedar's syntax.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
"""
{"type":"Bool"}                                  | Bool
{"type":"Boolean"}                               | Bool
{"type":"Long","annotations":{"doc":"x"}}        | __cedar::Long
{"type":"String","required":true}                | String
{"type":"decimal"}                               | decimal
{"type":"__cedar::ipaddr"}                       | __cedar::ipaddr
{"type":"Extension","name":"datetime"}           | datetime
{"type":"EntityOrCommon","name":"Twice"}         | Set<Bool>
{"type":"EntityOrCommon","name":"duration"}      | duration
{"type":"EntityOrCommon","name":"__cedar::Bool"} | Bool
{"type":"EntityOrCommon","name":"User"}          | User
{"type":"Entity","name":"N::Action"}             | N::Action
{"type":"N::Local"}                              | N::Local
{"type":"Twice"}                                 | Set<Bool>
{"type":"Set","element":{"type":"Set","element":{"type":"Long"}}} | Set<Set<Long>>
{"type":"Record","attributes":{}}                | {}
{"type":"Record","attributes":{"if":{"type":"Long","required":false}},"additionalAttributes":false} | {"if"?: Long}
""")
  void aTypeInJsonMeansTheSameInCedarSyntax(String json, String text) throws CedarSyntaxException {
    String document =
        """
        {"": {"entityTypes": {
            "User": {},
            "Twice": {},
            "A": {"shape": {"type": "Record", "attributes": {"a": %s}}}},
          "actions": {},
          "commonTypes": {"Twice": {"type": "Set", "element": {"type": "Boolean"}}}},
         "N": {"entityTypes": {}, "actions": {"x": {}},
          "commonTypes": {"Local": {"type": "Long", "annotations": {"doc": null}}}}}
        """
            .formatted(json);

    Schema schema = SchemaJson.parse(document);

    assertThat(schema)
        .isEqualTo(
            SchemaParser.parse(
                """
                type Twice = Set<Bool>; entity User, Twice; entity A {a: %s};
                namespace N { action x; type Local = Long; }
                """
                    .formatted(text)));
    assertThat(SchemaJson.parse(SchemaJson.write(schema))).isEqualTo(schema);
    assertThat(SchemaParser.parse(SchemaPrinter.print(schema))).isEqualTo(schema);
  }

  @Test
  void anEntityTypeIsMeantThoughACommonTypeHasItsName() throws CedarSyntaxException {
    Schema schema =
        SchemaJson.parse(
            """
            {"": {"entityTypes": {"A": {"tags": {"type": "Entity", "name": "A"}}}, "actions": {},
              "commonTypes": {"A": {"type": "Record", "attributes": {"a": {"type": "Long"}}}}}}
            """);

    assertThat(schema).isEqualTo(SchemaParser.parse("entity A tags A;"));
    assertThat(SchemaParser.parse(SchemaPrinter.print(schema))).isEqualTo(schema);
    assertThat(SchemaJson.parse(SchemaJson.write(schema))).isEqualTo(schema);
  }

  @Test
  void entityTypesAndActionsInJsonMeanTheSameInCedarSyntax() throws CedarSyntaxException {
    Schema schema =
        SchemaJson.parse(
            """
            {"Clinic": {
              "annotations": {"doc": "x", "flag": null},
              "commonTypes": {"Ctx": {"type": "Record", "attributes": {"ip": {"type": "ipaddr"}}}},
              "entityTypes": {
                "User": {"memberOfTypes": ["Group", "Clinic::Group"], "tags": {"type": "Long"},
                         "shape": {"type": "Ctx"}, "annotations": {"doc": "who", "flag": null}},
                "Group": {"memberOfTypes": []},
                "Zone": {"enum": ["b", "a", "a"], "annotations": {"x": ""}}},
              "actions": {
                "group": {"memberOf": null, "appliesTo": null, "attributes": null},
                "read it": {"memberOf": [{"id": "group"}, {"id": "all", "type": "Action"},
                                         {"id": "all", "type": null}],
                            "annotations": {"a": "b"},
                            "appliesTo": {"principalTypes": ["User"], "resourceTypes": ["Zone"],
                                          "context": {"type": "EntityOrCommon", "name": "Ctx"}}}}},
             "": {"entityTypes": {}, "actions": {"all": {}}}}
            """);

    assertThat(schema)
        .isEqualTo(
            SchemaParser.parse(
                """
                action all;
                @doc("x") namespace Clinic {
                  @doc("who") @flag entity User in Group { ip: ipaddr } tags Long;
                  entity Group;
                  @x entity Zone enum ["a", "b"];
                  action group;
                  @a("b") action "read it" in [group, all] appliesTo {
                    principal: User, resource: Zone, context: { ip: ipaddr }
                  };
                }
                """));
  }

  @Test
  void whatIsWrittenKeepsTheCommonTypes() throws CedarSyntaxException {
    Schema schema =
        SchemaParser.parse(
            """
            type Ctx = { ip?: ipaddr };
            namespace N { entity A tags Set<Ctx>; @doc("x") action a in b appliesTo {
              principal: A, resource: A, context: Ctx }; action b; }
            """);

    assertThat(new String(SchemaJson.write(schema), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"":{"commonTypes":{"Ctx":{"type":"Record","attributes":{"ip":{"type":"Extension",\
            "name":"ipaddr","required":false}}}},"entityTypes":{},"actions":{}},\
            "N":{"entityTypes":{"A":{"tags":{"type":"Set","element":{"type":"EntityOrCommon",\
            "name":"Ctx"}}}},"actions":{"a":{"memberOf":[{"id":"b","type":"N::Action"}],\
            "appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"context":\
            {"type":"EntityOrCommon","name":"Ctx"}},"annotations":{"doc":"x"}},"b":{}}}}""");
  }

  @Test
  void anEmptySchemaIsOne() throws CedarSyntaxException {
    assertThat(SchemaJson.parse("{}")).isEqualTo(SchemaParser.parse(""));
    assertThat(SchemaJson.write(SchemaParser.parse("")))
        .isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(SchemaPrinter.print(SchemaJson.parse("{}"))).isEmpty();
  }
}
