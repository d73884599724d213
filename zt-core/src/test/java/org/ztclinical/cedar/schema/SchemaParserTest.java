package org.ztclinical.cedar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.schema.SchemaType.Attribute;
import org.ztclinical.cedar.schema.SchemaType.EntityOf;
import org.ztclinical.cedar.schema.SchemaType.Primitive;
import org.ztclinical.cedar.schema.SchemaType.RecordOf;
import org.ztclinical.cedar.schema.SchemaType.SetOf;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

class SchemaParserTest {
  @Test
  void aWholeSchemaIsReadWithEveryNameResolved() throws CedarSyntaxException {
    Schema schema =
        SchemaParser.parse(
            """
            // What a clinic needs.
            type Address = { street: String, "post code"?: String, };
            @doc("the clinic") namespace Clinic {
              @doc("who acts") entity User, Service in [Group, Staff::Role] = {
                home?: Address, seen: Set<Patient>,
              } tags Set<Long>;
              entity Group;
              entity Patient { born: datetime };
              entity Zone enum ["ward", "icu"];
              action reading;
              action read, "read all" in [reading, Staff::Action::"work"] appliesTo {
                principal: [User, Service], resource: Patient, context: { ip: ipaddr }
              };
            }
            namespace Staff { entity Role; action work; }
            """);

    EntityTypeDefinition user = schema.entityType(name("Clinic::User")).orElseThrow();
    RecordOf address =
        new RecordOf(
            Map.of(
                "street",
                required(ValueKind.STRING),
                "post code",
                new Attribute(new Primitive(ValueKind.STRING), false)));
    assertThat(schema.entityTypes().keySet().toString())
        .isEqualTo(
            "[Clinic::Group, Clinic::Patient, Clinic::Service, Clinic::User, Clinic::Zone,"
                + " Staff::Role]");
    assertThat(user.attributes())
        .isEqualTo(
            new RecordOf(
                Map.of(
                    "home", new Attribute(address, false),
                    "seen",
                        new Attribute(new SetOf(new EntityOf(name("Clinic::Patient"))), true))));
    assertThat(user.tags()).contains(new SetOf(new Primitive(ValueKind.LONG)));
    assertThat(user.memberOf()).containsExactly(name("Clinic::Group"), name("Staff::Role"));
    assertThat(user.annotations()).isEqualTo(Map.of("doc", "who acts"));
    assertThat(schema.entityType(name("Clinic::Zone")).orElseThrow().enumIds())
        .contains(Set.of("icu", "ward"));
    ActionDefinition all = schema.action(action("Clinic", "read all")).orElseThrow();
    assertThat(all.memberOf())
        .containsExactly(action("Clinic", "reading"), action("Staff", "work"));
    assertThat(all.principals()).containsExactly(name("Clinic::Service"), name("Clinic::User"));
    assertThat(all.resources()).containsExactly(name("Clinic::Patient"));
    assertThat(all.context()).isEqualTo(new RecordOf(Map.of("ip", required(ValueKind.IPADDR))));
    assertThat(schema.action(action("Clinic", "reading")).orElseThrow().principals()).isEmpty();
  }

  // Each row: a schema, and what the attribute a of the entity type A or N::A then is.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
"""
entity A { a: Bool };                                        | Bool
entity A { a: __cedar :: datetime };                         | datetime
entity Long; entity A { a: Long };                           | entity Long
entity Long; entity A { a: __cedar::Long };                  | Long
type ipaddr = String; entity A { a: ipaddr };                | String
entity T; type T = Long; entity A { a: T };                  | Long
entity A { a: Set<T> }; type T = U; type U = duration;       | Set of duration
entity Set; entity A { a: Set };                             | entity Set
entity B; namespace N { entity A { a: B }; }                 | entity B
namespace N { entity B; entity A { a: B }; }                 | entity N::B
namespace N { entity B; entity A { a: N::B }; }              | entity N::B
namespace N { entity Long; type T = Long; entity A { a: T }; } | entity N::Long
entity Long2; namespace N { entity Long; } entity A { a: Long }; | Long
action x; entity A { a: Action };                            | entity Action
action x; namespace N { entity A { a: Action }; }            | entity Action
action x; namespace N { action y; entity A { a: Action }; }  | entity N::Action
type T = Action; action x; namespace N { action y; entity A { a: T }; } | entity Action
type Action = Long; action x; entity A { a: Action };        | Long
type T = Set<Action>; action x; namespace N { type S = T; action y; entity A { a: S }; } | Set of entity Action
entity T; type T = Set<Action>; action x; namespace N { type S = T; action y; entity A { a: S }; } | Set of entity Action
namespace N { action x; } entity A { a: N::Action };         | entity N::Action
""")
  void aNameMeansACommonTypeThenAnEntityTypeThenABuiltInType(String text, String expected)
      throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(text);

    EntityTypeDefinition a =
        schema.entityType(name("A")).or(() -> schema.entityType(name("N::A"))).orElseThrow();
    assertThat(described(a.attributes().attributes().get("a").type())).isEqualTo(expected);
    assertThat(SchemaParser.parse(SchemaPrinter.print(schema))).isEqualTo(schema);
    assertThat(SchemaJson.parse(SchemaJson.write(schema))).isEqualTo(schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "// nothing",
        "namespace N {}",
        "entity A{};entity B={};entity C in[]{};entity D in A;entity E in[A,A];",
        "entity entity, enum, tags, namespace, type, action, Set, Bool, __cedarx;",
        "entity tags tags tags;",
        "entity enum enum [\"x\"];",
        "entity A in enum; entity enum;",
        "entity A { __cedar: Long, \"if\": Long, \"\": Long, in2 ? : Long };",
        "entity A in B; entity B in A;",
        "entity E, F enum [\"\", \"\\u{1_F600}\"]; entity G in E;",
        "action \"\", \"if\", __cedar, appliesTo, principal in context; action context;",
        "action a in []; action b in \"a\"; action c in Action :: \"a\";",
        "entity A; action a appliesTo { context: {}, resource: [A, A], principal: A, };",
        "entity A; action A; type B = A; type A2 = B; action a attributes {};",
        "@in @__cedar(\"x\") @ doc (\"\\u{41}\") entity A { @a @b(\"\") x: Long };",
        "@a namespace namespace { @a entity namespace; @a type T = {}; @a action a; }",
        "entity A; namespace N { entity B in [A, C]; } entity C;",
        "type EntityOrCommon = Long; type type = EntityOrCommon; entity A tags type;",
      })
  void everythingTheGrammarAllowsIsRead(String text) throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(text);

    assertThat(SchemaParser.parse(SchemaPrinter.print(schema))).isEqualTo(schema);
    assertThat(SchemaJson.parse(SchemaJson.write(schema))).isEqualTo(schema);
  }

  @Test
  void whatCanBeInWhatIsKnownToTheTop() throws CedarSyntaxException {
    Schema schema =
        SchemaParser.parse(
            """
            entity A in B; entity B in [C, D]; entity C in C; entity D; entity E in F; entity F in E;
            action a in b; action b in [c, d]; action c, d;
            """);

    assertThat(schema.ancestorTypes(name("A"))).containsExactly(name("B"), name("C"), name("D"));
    assertThat(schema.ancestorTypes(name("C"))).containsExactly(name("C"));
    assertThat(schema.ancestorTypes(name("D"))).isEmpty();
    assertThat(schema.ancestorTypes(name("E"))).containsExactly(name("E"), name("F"));
    assertThat(schema.canBeIn(name("D"), name("D"))).isTrue();
    assertThat(schema.canBeIn(name("D"), name("A"))).isFalse();
    assertThat(schema.actionGroups(action("", "a")))
        .containsExactly(action("", "b"), action("", "c"), action("", "d"));
  }

  @Test
  void aCommonTypeIsOneObjectWhereverItIsUsed() throws CedarSyntaxException {
    Schema schema =
        SchemaParser.parse(
            """
            type Context = { ip: ipaddr };
            entity A { c: Context, d: Set<Context> };
            action a, b appliesTo { principal: A, resource: A, context: Context };
            """);

    SchemaType context = schema.commonTypes().get(name("Context"));
    assertThat(schema.action(action("", "a")).orElseThrow().context()).isSameAs(context);
    assertThat(schema.action(action("", "b")).orElseThrow().context()).isSameAs(context);
    assertThat(schema.entityType(name("A")).orElseThrow().attributes().attributes().get("c").type())
        .isSameAs(context);
    assertThat(SchemaPrinter.print(schema)).contains("c: Context,", "d: Set<Context>,");
  }

  @Test
  void anActionThatLacksResourcesAppliesToNothing() throws CedarSyntaxException {
    Schema schema =
        SchemaJson.parse(
            """
            {"": {"entityTypes": {"A": {}}, "actions": {"a": {"appliesTo": {
              "principalTypes": ["A"], "resourceTypes": [],
              "context": {"type": "Record", "attributes": {"x": {"type": "Long"}}}}}}}}
            """);

    assertThat(schema).isEqualTo(SchemaParser.parse("entity A; action a;"));
  }

  @Test
  void schemasAreEqualWhenTheySayTheSame() throws CedarSyntaxException {
    Schema schema =
        SchemaParser.parse("type T = {a: Long}; entity A { x: T, y?: Long }; entity B;");

    assertThat(SchemaParser.parse("entity B; entity A = {y?: Long, \"x\": {a: __cedar::Long}};"))
        .isEqualTo(schema)
        .hasSameHashCodeAs(schema);
    for (String other :
        new String[] {
          "entity B; entity A { x: {a: Long}, y: Long };",
          "entity B; entity A { x: {a: Long}, y?: String };",
          "entity B; entity A { x: {a?: Long}, y?: Long };",
          "entity B; entity A { x: {b: Long}, y?: Long };",
          "entity B; entity A { x: Set<Long>, y?: Long };",
          "entity B; entity A in B { x: {a: Long}, y?: Long };",
          "entity B; entity A { x: {a: Long}, y?: Long } tags Long;",
          "entity B; @a entity A { x: {a: Long}, y?: Long };",
          "entity B enum [\"b\"]; entity A { x: {a: Long}, y?: Long };",
          "entity B; entity A { x: {a: Long}, y?: Long }; action a;",
        }) {
      assertThat(SchemaParser.parse(other)).as(other).isNotEqualTo(schema);
    }
  }

  private static String described(SchemaType type) {
    if (type instanceof Primitive primitive) {
      return primitive.kind().cedarName();
    }
    if (type instanceof EntityOf entity) {
      return "entity " + entity.type();
    }
    if (type instanceof SetOf set) {
      return "Set of " + described(set.element());
    }
    return ((RecordOf) type)
        .attributes().keySet().stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private static Attribute required(ValueKind kind) {
    return new Attribute(new Primitive(kind), true);
  }

  private static Name name(String text) {
    return Name.parse(text);
  }

  private static EntityUid action(String namespace, String id) {
    return EntityUid.of(Name.parse("Action").in(namespace), id);
  }
}
