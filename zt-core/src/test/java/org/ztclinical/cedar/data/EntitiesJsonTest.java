package org.ztclinical.cedar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.SmallStack;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDecimal;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;

class EntitiesJsonTest {
  @Test
  void everyKindOfValueIsRead() throws Exception {
    Entities entities =
        EntitiesJson.parse(
            """
            [{"uid": {"__entity": {"type": "Clinic::User", "id": "a b"}},
              "attrs": {"ok": true, "n": -9223372036854775808, "s": "\\u00e9", "set": [1, 1, 2],
                        "boss": {"__entity": {"type": "User", "id": ""}},
                        "score": {"__extn": {"fn": "decimal", "arg": "1.5"}},
                        "at": {"__extn": {"fn": "offset", "args": [
                          {"__extn": {"fn": "datetime", "arg": "1970-01-02"}},
                          {"__extn": {"fn": "duration", "args": ["-1ms"]}}]}},
                        "in": {"if": {"__extn": 1}, "": []}},
              "parents": [{"type": "G", "id": "g"}, {"__entity": {"type": "G", "id": "h"}}],
              "tags": {"home": "x"}}]
            """);

    Entity only = entities.all().iterator().next();
    assertThat(only.uid()).isEqualTo(EntityUid.of("Clinic::User", "a b"));
    assertThat(only.parents()).containsExactly(EntityUid.of("G", "g"), EntityUid.of("G", "h"));
    assertThat(only.tags()).isEqualTo(CedarRecord.of(Map.of("home", CedarString.of("x"))));
    assertThat(only.attributes())
        .isEqualTo(
            CedarRecord.of(
                Map.of(
                    "ok", CedarBool.TRUE,
                    "n", CedarLong.of(Long.MIN_VALUE),
                    "s", CedarString.of("é"),
                    "set", CedarSet.of(CedarLong.of(1), CedarLong.of(2)),
                    "boss", EntityUid.of("User", ""),
                    "score", new CedarDecimal(15_000),
                    "at", new CedarDatetime(86_399_999),
                    "in",
                        CedarRecord.of(
                            Map.of(
                                "if",
                                CedarRecord.of(Map.of("__extn", CedarLong.of(1))),
                                "",
                                CedarSet.of())))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // Only one member, and a body that has the right members, make an escape.
        "{\"__entity\": {\"type\": \"T\", \"id\": \"i\"}, \"x\": 1}",
        "{\"__entity\": {\"type\": \"T\"}}",
        "{\"__entity\": {\"type\": \"T\", \"id\": 1}}",
        "{\"__entity\": \"T::\"}",
        "{\"__extn\": {\"fn\": \"ip\"}}",
        "{\"__extn\": {\"fn\": \"ip\", \"args\": \"x\"}}",
        "{\"__expr\": 1}",
        "{\"__expr\": \"1\", \"x\": 1}",
        "{\"type\": \"T\", \"id\": \"i\"}",
        "{\"fn\": \"ip\", \"arg\": \"10.0.0.1\"}"
      })
  void whatIsNotAnEscapeIsARecord(String json) throws Exception {
    assertThat(ContextJson.parse("{\"v\": " + json + "}").get("v")).isInstanceOf(CedarRecord.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{} ~ MALFORMED ~ expected an array, found an object",
        "[null] ~ MALFORMED ~ [0]: expected an object, found null",
        "[{}] ~ MALFORMED ~ [0]: the member uid is missing",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"parents\":[]}]"
            + " ~ MALFORMED ~ [0]: the member attrs is missing",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{}}]"
            + " ~ MALFORMED ~ [0]: the member parents is missing",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":[],\"tag\":{}}]"
            + " ~ UNKNOWN ~ [0].tag: there is no such member here",
        "[{\"uid\": \"T::\\\"i\\\"\",\"attrs\":{},\"parents\":[]}]"
            + " ~ MALFORMED ~ [0].uid: expected a reference to an entity, found a string",
        "[{\"uid\": {\"type\":\"T \",\"id\":\"i\"},\"attrs\":{},\"parents\":[]}] ~ MALFORMED ~"
            + " [0].uid.type: a name is identifiers joined by ::, without blanks and reserved words",
        "[{\"uid\": {\"type\":\"__cedar::T\",\"id\":\"i\"},\"attrs\":{},\"parents\":[]}] ~ MALFORMED"
            + " ~ [0].uid.type: a name is identifiers joined by ::, without blanks and reserved"
            + " words",
        "[{\"uid\": {\"__entity\":{\"type\":\"T\"}},\"attrs\":{},\"parents\":[]}]"
            + " ~ MALFORMED ~ [0].uid.__entity: the member id is missing",
        "[{\"uid\": {\"__expr\":\"T\"},\"attrs\":{},\"parents\":[]}] ~ NOT_ALLOWED"
            + " ~ [0].uid: __expr is no longer part of the language; use __entity or __extn",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":[],\"parents\":[]}]"
            + " ~ MALFORMED ~ [0].attrs: expected an object, found an array",
        "[{\"uid\": {\"type\":\"A::Action\",\"id\":\"i\"},\"attrs\":{},\"parents\":"
            + "[{\"type\":\"T\",\"id\":\"i\"}]}] ~ NOT_ALLOWED"
            + " ~ [0].parents[0]: an action can be in actions only",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":{}}]"
            + " ~ MALFORMED ~ [0].parents: expected an array, found an object",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":[1]}]"
            + " ~ MALFORMED ~ [0].parents[0]: expected a reference to an entity, found a number",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":[],\"parents\":[]}]"
            + " ~ DUPLICATE ~ line 1, column 56: an object has two members of the same name",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":"
            + "[{\"type\":\"T\",\"id\":\"i\"}]}] ~ CYCLE"
            + " ~ [0].parents: the entity, or one that is in it, is among its own ancestors",
        "[{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":[]},"
            + "{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{\"a\":1},\"parents\":[]}] ~ DUPLICATE"
            + " ~ [1].uid: a different entity before it has the same uid",
        "{not json ~ MALFORMED ~ line 1, column 2: not a JSON document (RFC 8259)"
      })
  void wrongEntitiesAreRefusedWithThePlace(String json, Fault fault, String message) {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(() -> EntitiesJson.parse(json))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "null ~ NOT_ALLOWED ~ v: null is not a value; leave the attribute out",
        "[1, {\"panel\": [true, null]}] ~ NOT_ALLOWED"
            + " ~ v[1].panel[1]: null is not a value; leave the attribute out",
        "1.0 ~ NOT_ALLOWED"
            + " ~ v: a number is a whole number without exponent; use decimal for others",
        "1e2 ~ NOT_ALLOWED"
            + " ~ v: a number is a whole number without exponent; use decimal for others",
        "9223372036854775808 ~ NOT_ALLOWED ~ v: the number does not fit 64 bits",
        "{\"a b\": [1.5]} ~ NOT_ALLOWED"
            + " ~ v.#1[0]: a number is a whole number without exponent; use decimal for others",
        "{\"__expr\": \"1\"} ~ NOT_ALLOWED"
            + " ~ v: __expr is no longer part of the language; use __entity or __extn",
        "{\"__entity\": {\"type\": \"A :: B\", \"id\": \"\"}} ~ MALFORMED ~ v.__entity.type: a name"
            + " is identifiers joined by ::, without blanks and reserved words",
        "{\"__extn\": {\"fn\": \"ip \", \"arg\": \"10.0.0.1\"}} ~ UNKNOWN"
            + " ~ v.__extn.fn: there is no extension function of this name",
        "{\"__extn\": {\"fn\": \"ip\", \"arg\": \"ten\"}} ~ MALFORMED"
            + " ~ v.__extn: ip: the text is not a value of this extension type",
        "{\"__extn\": {\"fn\": \"ip\", \"args\": [\"10.0.0.1\", 1]}} ~ MALFORMED"
            + " ~ v.__extn: ip: wrong number of arguments",
        "{\"__extn\": {\"fn\": \"ip\", \"args\": [null]}} ~ NOT_ALLOWED"
            + " ~ v.__extn.args[0]: null is not a value; leave the attribute out",
        "{\"__extn\": {\"fn\": \"ip\", \"arg\": \"10.0.0.1\", \"note\": \"x\"}} ~ UNKNOWN"
            + " ~ v.__extn.note: there is no such member here",
        "{\"__extn\": {\"fn\": \"ip\", \"arg\": \"10.0.0.1\", \"args\": [\"10.0.0.2\"]}} ~ UNKNOWN"
            + " ~ v.__extn.args: there is no such member here",
        "\"\\ud800\" ~ MALFORMED ~ v: half of a surrogate pair is not a character",
        "{\"\\udc00\": 1} ~ MALFORMED ~ line 1, column 15: not a JSON document (RFC 8259)"
      })
  void wrongValuesAreRefusedWithThePlace(String json, Fault fault, String message) {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(() -> ContextJson.parse("{\"v\": " + json + "}"))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
  }

  /** A record that looks like a reference would be read as something else by every other engine. */
  @Test
  void furtherMembersInAReferenceAreIgnoredAndBesideItMakeItARecord() throws Exception {
    CedarRecord context =
        ContextJson.parse(
            """
            {"inside": {"__entity": {"type": "T", "id": "i", "note": null}},
             "beside": {"__entity": {"type": "T", "id": "i"}, "note": 1},
             "half": {"__entity": {"type": "T"}}}
            """);

    assertThat(context.find("inside")).contains(EntityUid.of("T", "i"));
    assertThat(context.find("beside").orElseThrow()).isInstanceOf(CedarRecord.class);
    assertThat(context.find("half").orElseThrow()).isInstanceOf(CedarRecord.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"__extn\": {\"fn\": \"ip\", \"arg\": \"10.0.0.1\"}, \"note\": 1}",
        "{\"__extn\": {\"fn\": \"ip\", \"arg\": \"10.0.0.1\", \"note\": 1}}",
        "{\"fn\": \"ip\", \"arg\": \"10.0.0.1\", \"note\": 1}"
      })
  void furtherMembersOfAnAddressAreNamed(String address) throws Exception {
    Schema schema =
        SchemaParser.parse(
            "entity T; action a appliesTo"
                + " {principal: T, resource: T, context: {from: ipaddr}};");

    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(
            () ->
                ContextJson.parse(
                    "{\"from\": " + address + "}", schema, EntityUid.of("Action", "a")))
        .withMessageContaining("note: there is no such member here");
  }

  @Test
  void aContextMustBeARecord() {
    assertThatThrownBy(() -> ContextJson.parse("[]"))
        .hasMessage("a context is a record, not a Set");
    assertThatThrownBy(() -> ContextJson.parse("{\"__entity\": {\"type\":\"T\",\"id\":\"\"}}"))
        .hasMessage("a context is a record, not a Entity");
  }

  @Test
  void bytesMustBeUtf8() {
    assertThatThrownBy(() -> EntitiesJson.parse(new byte[] {'[', (byte) 0xff, ']'}))
        .hasMessage("the bytes are not UTF-8, or begin with a byte order mark");
    assertThatThrownBy(() -> ContextJson.parse("\uFEFF{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("the bytes are not UTF-8, or begin with a byte order mark");
  }

  @Test
  void theSameEntityTwiceIsOneEntity() throws Exception {
    String entity = "{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{\"a\":1},\"parents\":[]}";

    assertThat(EntitiesJson.parse("[" + entity + "," + entity + "]").size()).isEqualTo(1);
  }

  @Test
  void ancestorsNeedNotBeGivenInAnyOrderNorAtAll() throws Exception {
    Entities entities =
        EntitiesJson.parse(
            """
            [{"uid": {"type":"T","id":"a"},"attrs":{},"parents":[{"type":"T","id":"b"}]},
             {"uid": {"type":"T","id":"b"},"attrs":{},"parents":[{"type":"T","id":"c"}]}]
            """);

    assertThat(entities.isIn(EntityUid.of("T", "a"), EntityUid.of("T", "c"))).isTrue();
  }

  @Test
  void limitsAreKept() {
    CedarLimits few = new CedarLimits(1_000, 3, 10, 1, 2);
    String entity = "{\"uid\": {\"type\":\"T\",\"id\":\"i\"},\"attrs\":{},\"parents\":[]}";

    assertLimit(() -> EntitiesJson.parse("[" + entity + "," + entity + "]", few), "entities");
    assertLimit(() -> ContextJson.parse("{\"a\":1,\"b\":1,\"c\":1}", few), "attributes");
    assertLimit(() -> ContextJson.parse("{\"a\":[1,2,3]}", few), "elements");
    assertLimit(() -> ContextJson.parse("{\"a\":[[[1]]]}", few), "nested deeper than 3");
    assertLimit(() -> ContextJson.parse(" ".repeat(1_000) + "{}", few), "limit");
  }

  private static void assertLimit(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String words) {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(reading)
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.LIMIT));
  }

  @Test
  void deepPlacesAreShownFromTheirBeginning() {
    String deep = "{\"a\":" + "[".repeat(100) + "null" + "]".repeat(100) + "}";

    assertThatThrownBy(() -> ContextJson.parse(deep))
        .hasMessage("a" + "[0]".repeat(31) + "…: null is not a value; leave the attribute out");
    assertThatThrownBy(() -> ContextJson.parse("\n" + "[".repeat(1_000)))
        .hasMessage("line 2, column 390: nested deeper than the limit");
  }

  @Test
  void aMegabyteOfNestingEndsInAnErrorOnASmallStack() throws Exception {
    String extension = "{\"__extn\":{\"fn\":\"ip\",\"args\":[";
    for (String opening : List.of("[", "{\"a\":", extension)) {
      for (int levels : List.of(1_000_000 / opening.length(), 127, 128, 129, 200)) {
        String deep = "{\"a\":" + opening.repeat(levels);
        Throwable end = SmallStack.run(() -> ContextJson.parse(deep));

        assertThat(end).isInstanceOf(CedarSyntaxException.class);
      }
      Throwable end =
          SmallStack.run(() -> EntitiesJson.parse(opening.repeat(1_000_000 / opening.length())));
      assertThat(end).isInstanceOf(CedarSyntaxException.class);
    }
  }

  @Test
  void valuesAtTheDepthLimitAreReadOnASmallStack() throws Exception {
    Throwable set =
        SmallStack.run(
            () -> ContextJson.parse("{\"a\":" + "[".repeat(128) + "]".repeat(128) + "}"));
    String call = "{\"__extn\":{\"fn\":\"toDate\",\"args\":[";
    String datetime = "{\"__extn\":{\"fn\":\"datetime\",\"arg\":\"2024-01-01\"}}";
    Throwable calls =
        SmallStack.run(
            () ->
                ContextJson.parse(
                    "{\"a\":" + call.repeat(126) + datetime + "]}}".repeat(126) + "}"));

    assertThat(set).isNull();
    assertThat(calls).isNull();
  }

  @Test
  void writingAndReadingGivesTheSameEntities() throws Exception {
    long seed = 20260313;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Entities entities = RandomValues.entities(random);

      String text = EntitiesJson.write(entities);

      assertThat(List.copyOf(EntitiesJson.parse(text).all()))
          .as("seed %d, round %d", seed, i)
          .isEqualTo(List.copyOf(entities.all()));
    }
  }

  @Test
  void aRecordThatLooksLikeAnEscapeIsNotWritten() {
    CedarRecord body =
        CedarRecord.of(Map.of("type", CedarString.of("T"), "id", CedarString.of("i")));
    CedarRecord context = CedarRecord.of(Map.of("a", CedarRecord.of(Map.of("__entity", body))));

    assertThatThrownBy(() -> ContextJson.write(context))
        .hasMessage("a record that looks like an escape has no JSON form");
  }

  @Test
  void attributesCalledLikeEscapesAreAttributes() throws Exception {
    CedarRecord body =
        CedarRecord.of(Map.of("type", CedarString.of("T"), "id", CedarString.of("i")));
    Entities entities =
        Entities.of(
            Entity.of(EntityUid.of("T", "t"), CedarRecord.of(Map.of("__entity", body)), Set.of()));

    assertThat(EntitiesJson.parse(EntitiesJson.write(entities)).all())
        .containsExactlyElementsOf(entities.all());
  }

  @Test
  void valuesDeeperThanAnyLimitAreNotWritten() {
    CedarSet deep = CedarSet.of();
    for (int i = 0; i < 1_004; i++) {
      deep = CedarSet.of(deep);
    }
    CedarRecord context = CedarRecord.of(Map.of("a", deep));

    assertThatThrownBy(() -> ContextJson.write(context))
        .hasMessage("values nested deeper than 1000 are not written");
  }
}
