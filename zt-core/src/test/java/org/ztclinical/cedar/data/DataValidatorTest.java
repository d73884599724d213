package org.ztclinical.cedar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;

class DataValidatorTest {
  private static final String SCHEMA =
      """
      entity Org;
      entity Team in [Org];
      entity Level enum ["low", "high"];
      entity User in [Team, Level] = {
        name: String,
        "level"?: Level,
        boss?: User,
        home?: ipaddr,
        score?: decimal,
        seen?: datetime,
        ttl?: duration,
        panel?: Set<User>,
        extra?: { n: Long, "__extn"?: { fn: String, arg: String } },
      } tags Set<String>;
      entity Doc;
      action all;
      action "read-like" in [all];
      action read in ["read-like"] appliesTo {
        principal: [User, Level], resource: [Doc],
        context: { from: ipaddr, zones?: Set<Level> }
      };
      """;

  private final Schema schema = schema();

  private static Schema schema() {
    try {
      return SchemaParser.parse(SCHEMA);
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'level':{'type':'Level','id':'low'} ~ 'level':{'__entity':{'type':'Level','id':'low'}}",
        "'home':'10.0.0.1' ~ 'home':{'__extn':{'fn':'ip','arg':'10.0.0.1'}}",
        "'home':{'fn':'ip','arg':'10.0.0.1'} ~ 'home':{'__extn':{'fn':'ip','args':['10.0.0.1']}}",
        "'score':'1.50' ~ 'score':{'__extn':{'fn':'decimal','arg':'1.5'}}",
        "'seen':'2024-01-01' ~ 'seen':{'__extn':{'fn':'datetime','arg':'2024-01-01'}}",
        "'seen':{'fn':'offset','args':["
            + "{'__extn':{'fn':'datetime','arg':'2024-01-01'}},"
            + "{'__extn':{'fn':'duration','arg':'1d'}}]}"
            + " ~ 'seen':{'__extn':{'fn':'datetime','arg':'2024-01-02'}}",
        "'ttl':'1h' ~ 'ttl':{'__extn':{'fn':'duration','arg':'60m'}}",
        "'panel':[{'type':'User','id':'b'}] ~ 'panel':[{'__entity':{'type':'User','id':'b'}}]"
      })
  void escapesMayBeLeftImplicit(String implicit, String explicit) throws Exception {
    assertThat(EntitiesJson.parse(user(implicit), schema).all())
        .containsExactlyElementsOf(EntitiesJson.parse(user(explicit), schema).all());
  }

  @Test
  void anObjectIsARecordWhereOneIsExpectedWhateverItLooksLike() throws Exception {
    String looksLikeAnEscape = "'extra':{'n':1,'__extn':{'fn':'ip','arg':'10.0.0.1'}}";

    Entities entities = EntitiesJson.parse(user(looksLikeAnEscape), schema);

    CedarRecord call =
        CedarRecord.of(Map.of("fn", CedarString.of("ip"), "arg", CedarString.of("10.0.0.1")));
    assertThat(entities.find(alice()).orElseThrow().attributes().get("extra"))
        .isEqualTo(CedarRecord.of(Map.of("n", CedarLong.of(1), "__extn", call)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'name':1 ~ [0].attrs.name: expected String, found Long",
        "'age':1 ~ [0].attrs.age: the schema has no such attribute here",
        "'a b':1 ~ [0].attrs.#2: the schema has no such attribute here",
        "'level':{'type':'Level','id':'mid'}"
            + " ~ [0].attrs.level: the enumerated type Level has no such id",
        "'boss':{'type':'Team','id':'t'}"
            + " ~ [0].attrs.boss: expected an entity of type User, found an entity of type Team",
        "'boss':'x' ~ [0].attrs.boss: expected a reference to an entity, found a string",
        "'home':'ten'" + " ~ [0].attrs.home: ip: the text is not a value of this extension type",
        "'home':1 ~ [0].attrs.home: expected ipaddr, found Long",
        "'home':{'__extn':{'fn':'decimal','arg':'1.0'}}"
            + " ~ [0].attrs.home: expected ipaddr, found decimal",
        "'home':{'fn':'ip','arg':'10.0.0.1','x':1} ~ [0].attrs.home.x: there is no such member here",
        "'panel':{'type':'User','id':'b'} ~ [0].attrs.panel: expected Set, found an object",
        "'panel':[{'type':'User','id':'b'},{'type':'Doc','id':'b'}]"
            + " ~ [0].attrs.panel[1]: expected an entity of type User, found an entity of type Doc",
        "'extra':[] ~ [0].attrs.extra: expected Record, found an array",
        "'extra':{} ~ [0].attrs.extra: the required attribute n is missing",
        "'extra':{'n':1.5} ~ [0].attrs.extra.n: a number is a whole number without exponent; use"
            + " decimal for others",
        "'extra':{'n':null} ~ [0].attrs.extra.n: null is not a value; leave the attribute out"
      })
  void wrongAttributesAreRefusedWithThePlace(String attribute, String message) {
    String json = user(attribute);
    String named = attribute.startsWith("'name'") ? json.replace("\"name\":\"A\",", "") : json;

    assertRefused(named, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'uid':{'type':'Nobody','id':'x'},'attrs':{},'parents':[]}"
            + " ~ [0].uid: the schema has no entity type Nobody",
        "{'uid':{'type':'User','id':'x'},'attrs':{},'parents':[]}"
            + " ~ [0].attrs: the required attribute name is missing",
        "{'uid':{'type':'Doc','id':'x'},'attrs':{},'parents':[],'tags':{'t':1}}"
            + " ~ [0].tags.t: entities of type Doc have no tags",
        "{'uid':{'type':'User','id':'x'},'attrs':{'name':''},'parents':[],'tags':{'t':['a',1]}}"
            + " ~ [0].tags.t[1]: expected String, found Long",
        "{'uid':{'type':'Doc','id':'x'},'attrs':{},'parents':[{'type':'Org','id':'o'}]}"
            + " ~ [0].parents[0]: an entity of type Doc cannot be in one of type Org",
        "{'uid':{'type':'User','id':'x'},'attrs':{'name':''},'parents':[{'type':'Level','id':'x'}]}"
            + " ~ [0].parents[0]: the enumerated type Level has no such id",
        "{'uid':{'type':'Level','id':'x'},'attrs':{},'parents':[]}"
            + " ~ [0].uid: the enumerated type Level has no such id",
        "{'uid':{'type':'Action','id':'write'},'attrs':{},'parents':[]}"
            + " ~ [0].uid: the schema has no such action",
        "{'uid':{'type':'Action','id':'all'},'attrs':{'a':1},'parents':[]}"
            + " ~ [0]: the action differs from the schema's; leave it out, it is added",
        "{'uid':{'type':'Action','id':'read'},'attrs':{},'parents':[{'type':'Action','id':'all'}]}"
            + " ~ [0]: the action differs from the schema's; leave it out, it is added"
      })
  void wrongEntitiesAreRefusedWithThePlace(String entity, String message) {
    assertRefused("[" + entity.replace('\'', '"') + "]", message);
  }

  private void assertRefused(String json, String message) {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(() -> EntitiesJson.parse(json, schema))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message));
  }

  @Test
  void anAncestorOfAnAncestorTypeMayBeAParent() throws Exception {
    String json = user("'boss':{'type':'User','id':'b'}").replace("Team", "Org");

    assertThat(EntitiesJson.parse(json, schema).isIn(alice(), EntityUid.of("Org", "t"))).isTrue();
  }

  @Test
  void theActionsOfTheSchemaAreAddedAndThoseGivenMayAgree() throws Exception {
    EntityUid read = EntityUid.of("Action", "read");
    String given =
        """
        [{"uid":{"type":"Action","id":"read"},"attrs":{},
          "parents":[{"type":"Action","id":"read-like"},{"type":"Action","id":"all"}]}]
        """;

    for (String json : List.of("[]", given)) {
      Entities entities = EntitiesJson.parse(json, schema);

      assertThat(entities.size()).isEqualTo(3);
      assertThat(entities.isIn(read, EntityUid.of("Action", "all"))).isTrue();
      assertThat(DataValidator.of(schema).validateEntities(entities)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'from':'10.0.0.1','zones':[{'type':'Level','id':'low'}]} ~",
        "{'from':'10.0.0.1'} ~",
        "{} ~ the required attribute from is missing",
        "[] ~ expected Record, found an array",
        "{'from':'10.0.0.1','x':1} ~ x: the schema has no such attribute here",
        "{'from':'10.0.0.1','zones':[{'type':'Level','id':'mid'}]}"
            + " ~ zones[0]: the enumerated type Level has no such id"
      })
  void aContextIsReadAsTheActionDeclaresIt(String json, String message) {
    String error = "";
    try {
      ContextJson.parse(json.replace('\'', '"'), schema, EntityUid.of("Action", "read"));
    } catch (CedarSyntaxException e) {
      error = e.getMessage();
      assertThat(e.fault()).isEqualTo(Fault.NOT_IN_SCHEMA);
    }

    assertThat(error).isEqualTo(message == null ? "" : message);
  }

  @Test
  void aContextForAnUnknownActionIsRefused() {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(() -> ContextJson.parse("{}", schema, EntityUid.of("Action", "write")))
        .withMessage("the schema has no such action");
  }

  @Test
  void requestsAreCheckedWhole() throws Exception {
    CedarRecord context = ContextJson.parse("{\"from\":1,\"y\":2}");

    List<Mismatch> mismatches =
        DataValidator.of(schema)
            .validateRequest(
                AuthorizationRequest.of(
                    EntityUid.of("Level", "mid"),
                    EntityUid.of("Action", "read"),
                    EntityUid.of("User", "u"),
                    context));

    assertThat(mismatches)
        .extracting(Mismatch::toString)
        .containsExactly(
            "principal: the enumerated type Level has no such id",
            "resource: the action does not apply to the type User",
            "context.from: expected ipaddr, found Long",
            "context.y: the schema has no such attribute here");
  }

  @ParameterizedTest
  @CsvSource({
    "User, all, Doc, 'principal: the action does not apply to the type User'",
    "Nobody, read, Doc, 'principal: the schema has no entity type Nobody'",
    "User, read, Action, 'resource: the schema has no entity type Action'",
    "User, write, Doc, 'action: the schema has no such action'"
  })
  void requestsForWhichTheActionDoesNotApplyAreRefused(
      String principal, String action, String resource, String first) {
    List<Mismatch> mismatches =
        DataValidator.of(schema)
            .validateRequest(
                AuthorizationRequest.of(
                    EntityUid.of(principal, "p"),
                    EntityUid.of("Action", action),
                    EntityUid.of(resource, "r")));

    assertThat(mismatches).first().hasToString(first);
  }

  @Test
  void builtValuesOfAnyDepthAreChecked() {
    CedarSet deep = CedarSet.of();
    for (int i = 0; i < 1_000; i++) {
      deep = CedarSet.of(deep);
    }
    Entity user =
        Entity.of(
            alice(), CedarRecord.of(Map.of("name", CedarString.of(""), "panel", deep)), Set.of());

    assertThat(DataValidator.of(schema).validateEntities(Entities.of(user)))
        .containsExactly(
            new Mismatch("[0].attrs.panel[0]", "expected an entity of type User, found Set"));
  }

  @Test
  void noMoreThanAHundredMismatchesAreListed() {
    List<Entity> nobodies = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      nobodies.add(Entity.of(EntityUid.of("Nobody", "" + i)));
    }

    assertThat(DataValidator.of(schema).validateEntities(Entities.of(nobodies))).hasSize(100);
  }

  private static EntityUid alice() {
    return EntityUid.of("User", "alice");
  }

  private static String user(String attribute) {
    return ("[{'uid':{'type':'User','id':'alice'},'attrs':{'name':'A',"
            + attribute
            + "},"
            + "'parents':[{'type':'Team','id':'t'}],'tags':{'k':['v']}}]")
        .replace('\'', '"');
  }
}
