package org.ztclinical.cedar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;

class SchemaErrorsTest {
  // Each row: the fault, the text, the first line of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
"""
MALFORMED   | entity A                        | 1:9: expected `;` at the end of the declaration, found the end of the text
MALFORMED   | entity A;;                      | 1:10: expected `entity`, `action`, `type` or `namespace`, found `;`
MALFORMED   | entity A, B, ;                  | 1:14: expected the name of an entity type, found `;`
MALFORMED   | entity "A";                     | 1:8: expected the name of an entity type, found a string
MALFORMED   | entity A in [A,];               | 1:16: expected an entity type, found `]`
MALFORMED   | entity A in [A;                 | 1:15: expected `]` after the entity types, found `;`
MALFORMED   | type T = {}; entity A = T;      | 1:25: expected `{` because the shape of an entity type is a record written out, found `T`
MALFORMED   | entity A { a: Long, , };        | 1:21: expected the name of an attribute, found `,`
MALFORMED   | entity A { a Long };            | 1:14: expected `:` after the name of the attribute, found `Long`
MALFORMED   | entity A { a: Long b: Long };   | 1:20: expected `}` or `,` after the attribute, found `b`
MALFORMED   | entity A { a: };                | 1:15: expected a type, found `}`
MALFORMED   | entity A { "\\q": Long };       | 1:13: there is no such escape; known are \\" \\\\ \\' \\n \\r \\t \\0 \\x7f \\u{…}
MALFORMED   | entity E enum [];               | 1:16: expected a string as an id of the enumeration, found `]`
MALFORMED   | entity E enum [a];              | 1:16: expected a string as an id of the enumeration, found `a`
MALFORMED   | entity E enum ["a"] tags Long;  | 1:21: expected `;` at the end of the declaration, found `tags`
MALFORMED   | type T = Set<Long;              | 1:18: expected `>` after the type of the elements, found `;`
MALFORMED   | type T Long;                    | 1:8: expected `=` after the name of the common type, found `Long`
MALFORMED   | namespace N;                    | 1:12: expected `{` after the name of the namespace, found `;`
MALFORMED   | namespace N { namespace M {} }  | 1:15: expected `entity`, `action`, `type`, or `}` at the end of the namespace, found `namespace`
MALFORMED   | @a() entity A;                  | 1:4: expected a string as the value of the annotation, found `)`
MALFORMED   | action a in Action::b;          | 1:22: expected `::` and the id of the action, as in Action::"read", found `;`
MALFORMED   | action a appliesTo {};          | 1:20: `principal` is missing; an action that applies to nothing has no `appliesTo`
MALFORMED   | entity A; action a appliesTo { principal: A };  | 1:30: `resource` is missing; an action that applies to nothing has no `appliesTo`
MALFORMED   | entity A; action a appliesTo { principal: [] }; | 1:44: expected an entity type, found `]`
MALFORMED   | action a appliesTo { foo: A };  | 1:22: expected `principal`, `resource` or `context`, found `foo`
MALFORMED   | action a attributes { b: 1 };   | 1:23: expected `}` because actions have no attributes in a schema, found `b`
NOT_ALLOWED | entity in;                      | 1:8: `in` is a word of the language and cannot be the name of an entity type
NOT_ALLOWED | entity __cedar;                 | 1:8: `__cedar` is a word of the language and cannot be the name of an entity type
NOT_ALLOWED | entity Action;                  | 1:8: an entity type cannot be called Action: it is the type of actions
NOT_ALLOWED | entity N::A;                    | 1:9: what is declared has no namespace of its own; declare it inside `namespace … { … }`
NOT_ALLOWED | entity A { if: Long };          | 1:12: `if` is a word of the language and cannot be the name of an attribute
NOT_ALLOWED | namespace N::__cedar {}         | 1:14: `__cedar` is a word of the language and cannot be the name of a namespace
NOT_ALLOWED | type Set = Long;                | 1:6: a common type cannot be called Set: the word has a meaning of its own
NOT_ALLOWED | entity A in Action; action x;   | 1:13: actions cannot stand here, only entities of a declared type
NOT_ALLOWED | type C = Long; entity A; action a appliesTo { principal: A, resource: A, context: C }; | 1:83: the context of `Action::"a"` must be a record, or a common type that is one
DUPLICATE   | entity A, A;                    | 1:11: the entity type `A` is declared twice
DUPLICATE   | type T = Long; type T = Long;   | 1:21: the common type `T` is declared twice
DUPLICATE   | action a; action "a";           | 1:18: the action `Action::"a"` is declared twice
DUPLICATE   | entity A { a: Long, "a": Long}; | 1:21: the attribute "a" is declared twice
DUPLICATE   | @a @a entity A;                 | 1:5: the annotation @a is given twice
DUPLICATE   | namespace N {} namespace N {}   | 1:26: the namespace `N` is declared twice; put both contents into one
DUPLICATE   | entity A; action a appliesTo { principal: A, principal: A }; | 1:46: `principal` is given twice
DUPLICATE   | type A = Long; namespace M { entity A; } | 1:37: `M::A` hides `A`, which stands in no namespace; rename one, or put `A` into a namespace
DUPLICATE   | action a; namespace M { action a; } | 1:32: `M::Action::"a"` hides `Action::"a"`, which stands in no namespace; rename one, or put `Action::"a"` into a namespace
UNKNOWN     | entity A { a: Boolean };        | 1:15: there is no type `Boolean`; did you mean `Bool`?
UNKNOWN     | entity A { a: Decimal };        | 1:15: there is no type `Decimal`; did you mean `decimal`?
UNKNOWN     | entity A { a: Set };            | 1:15: there is no type `Set`; did you mean `Set<…>`?
UNKNOWN     | entity A { a: N :: Q };         | 1:15: there is no type `N::Q`; declare it, or correct the name
UNKNOWN     | entity A { a: Q }; namespace N { entity Q; }  | 1:15: there is no type `Q`; did you mean `N::Q`?
UNKNOWN     | entity A { a: Action };         | 1:15: there is no type `Action`; declare it, or correct the name
UNKNOWN     | type Q = Long; entity A in Q;   | 1:28: there is no entity type `Q`; it is a common type, and here only an entity type can stand
UNKNOWN     | action a in b;                  | 1:13: there is no action `Action::"b"`
UNKNOWN     | action a in b; namespace N { action b; } | 1:13: there is no action `Action::"b"`; did you mean `N::Action::"b"`?
CYCLE       | type A = Set<B>; type B = { a: A }; | 1:6: a common type cannot be made of itself: A → B → A
CYCLE       | type A = ipaddr; type ipaddr = ipaddr; | 1:23: a common type cannot be made of itself: ipaddr → ipaddr
CYCLE       | action a in b; action b in [c]; action c in b; | 1:23: an action cannot be in itself: Action::"b" → Action::"c" → Action::"b"
""")
  void aBadSchemaInCedarSyntaxIsRefusedWithItsPlace(
      CedarSyntaxException.Fault fault, String text, String message) {
    CedarSyntaxException e =
        catchThrowableOfType(CedarSyntaxException.class, () -> SchemaParser.parse(text));

    assertThat(e.getMessage().lines().findFirst()).hasValue("schema:" + message);
    assertThat(e.fault()).isEqualTo(fault);
  }

  // Each row: the fault, the content of one namespace, the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
"""
MALFORMED   | []                            | N: an object is expected here
MALFORMED   | {}                            | N: the member entityTypes is missing
MALFORMED   | {"entityTypes":{}}            | N: the member actions is missing
UNKNOWN     | {"entityTypes":{},"actions":{},"foo":1} | N.foo: there is no such member; known here are actions, annotations, commonTypes, entityTypes
MALFORMED   | {"entityTypes":{},"actions":{},"annotations":{"a":1}} | N.annotations.a: a string is expected here
MALFORMED   | {"entityTypes":{"A B":{}},"actions":{}} | N.entityTypes["A B"]: an entity type is called by one identifier, without namespace, blanks and reserved words
DUPLICATE   | {"entityTypes":{"A":{},"A":{}},"actions":{}} | an object has two members of the same name, near character 28
MALFORMED   | {"entityTypes":{"A":{"memberOfTypes":["N :: A"]}},"actions":{}} | N.entityTypes.A.memberOfTypes[0]: a name is identifiers joined by ::, without blanks and reserved words
NOT_ALLOWED | {"entityTypes":{"A":{"enum":[]}},"actions":{}} | N.entityTypes.A.enum: an enumeration has at least one id
UNKNOWN     | {"entityTypes":{"A":{"enum":["a"],"tags":{"type":"Long"}}},"actions":{}} | N.entityTypes.A.tags: there is no such member; known here are annotations, enum
NOT_ALLOWED | {"entityTypes":{"A":{"shape":{"type":"Long"}}},"actions":{}} | N.entityTypes.A.shape: the shape of `N::A` must be a record, or a common type that is one
MALFORMED   | {"entityTypes":{"A":{"shape":{"type":"Record"}}},"actions":{}} | N.entityTypes.A.shape: the member attributes is missing
NOT_ALLOWED | {"entityTypes":{"A":{"shape":{"type":"Record","attributes":{},"additionalAttributes":true}}},"actions":{}} | N.entityTypes.A.shape.additionalAttributes: a record with attributes that nobody declared cannot be had
UNKNOWN     | {"entityTypes":{"A":{"tags":{"type":"Long","required":true}}},"actions":{}} | N.entityTypes.A.tags.required: there is no such member; known here are type
UNKNOWN     | {"entityTypes":{"A":{"tags":{"type":"A"}}},"actions":{}} | N.entityTypes.A.tags.type: there is no type `A`; it is an entity type, of which the type is "Entity" and this the name
UNKNOWN     | {"entityTypes":{"A":{"tags":{"type":"Extension","name":"Long"}}},"actions":{}} | N.entityTypes.A.tags: the extension types are datetime, decimal, duration and ipaddr
UNKNOWN     | {"entityTypes":{"A":{"tags":{"type":"Entity","name":"Long"}}},"actions":{}} | N.entityTypes.A.tags: there is no entity type `Long`; declare it, or correct the name
MALFORMED   | {"entityTypes":{"A":{"tags":{"type":"Set"}}},"actions":{}} | N.entityTypes.A.tags: the member element is missing
MALFORMED   | {"entityTypes":{},"actions":{"a":null}} | N.actions.a: an object is expected here
MALFORMED   | {"entityTypes":{},"actions":{"view it":{"appliesTo":{}}}} | N.actions["view it"].appliesTo: the member principalTypes is missing
NOT_ALLOWED | {"entityTypes":{},"actions":{"a":{"attributes":{}}}} | N.actions.a.attributes: actions cannot have attributes in a schema
MALFORMED   | {"entityTypes":{},"actions":{"a":{"memberOf":["b"]}}} | N.actions.a.memberOf[0]: an object is expected here
UNKNOWN     | {"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b","type":"N"}]},"b":{}}} | N.actions.a.memberOf[0]: there is no action `N::N::"b"`; did you mean `N::Action::"b"`?
NOT_ALLOWED | {"entityTypes":{},"actions":{},"commonTypes":{"Long":{"type":"Long"}}} | N.commonTypes.Long: a common type cannot be called Long: the word has a meaning of its own
CYCLE       | {"entityTypes":{},"actions":{},"commonTypes":{"A":{"type":"N::A"}}} | N.commonTypes.A: a common type cannot be made of itself: N::A → N::A
MALFORMED   | {"entityTypes":{},"actions":{},"annotations":{"a":"\\ud800"}} | N.annotations.a: this text has half of a character (an unpaired surrogate)
MALFORMED   | 1                             | N: an object is expected here
""")
  void aBadSchemaInJsonIsRefusedWithItsPlace(
      CedarSyntaxException.Fault fault, String namespace, String message) {
    CedarSyntaxException e =
        catchThrowableOfType(
            CedarSyntaxException.class, () -> SchemaJson.parse("{\"N\":" + namespace + "}"));

    assertThat(e).hasMessage("schema: " + message);
    assertThat(e.fault()).isEqualTo(fault);
  }

  @Test
  void anErrorShowsTheLineAndTheSource() {
    CedarSyntaxException e =
        catchThrowableOfType(
            CedarSyntaxException.class,
            () ->
                SchemaParser.parse(
                    "entity User;\nentity Doc {\n  owner: Usr,\n};",
                    "clinic.cedarschema",
                    CedarLimits.defaults()));

    assertThat(e)
        .hasMessage(
            """
            clinic.cedarschema:3:10: there is no type `Usr`; declare it, or correct the name
                owner: Usr,
                       ^""");
    assertThat(e.at().line()).isEqualTo(3);
    assertThat(e.at().column()).isEqualTo(10);
  }

  @Test
  void aLongNameIsCutInTheMessage() {
    CedarSyntaxException e =
        catchThrowableOfType(
            CedarSyntaxException.class,
            () -> SchemaParser.parse("entity A in " + "x".repeat(100_000) + ";"));

    assertThat(e.getMessage()).hasSizeLessThan(500);
  }

  @Test
  void aDocumentThatIsNotJsonIsRefused() {
    for (String document : new String[] {"", "{", "{}{}", "{\"N\":}", "\u0000", "{\"a\":1,}"}) {
      CedarSyntaxException e =
          catchThrowableOfType(CedarSyntaxException.class, () -> SchemaJson.parse(document));

      assertThat(e.fault()).isEqualTo(CedarSyntaxException.Fault.MALFORMED);
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    CedarSyntaxException e =
        catchThrowableOfType(
            CedarSyntaxException.class,
            () -> SchemaJson.parse(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}));

    assertThat(e.fault()).isEqualTo(CedarSyntaxException.Fault.MALFORMED);
  }
}
