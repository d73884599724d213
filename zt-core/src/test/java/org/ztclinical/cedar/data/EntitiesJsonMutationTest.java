package org.ztclinical.cedar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.JsonMutations;
import org.ztclinical.cedar.RandomWorld;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** Broken data is refused in one way, and what is taken means the same when written and read. */
class EntitiesJsonMutationTest {
  private static final int RUNS = Integer.getInteger("zt.mutations", 2_000);
  private static final long SEED = Long.getLong("zt.mutations.seed", 20_260_313);

  private static final String SCHEMA =
      """
      entity G, _;
      entity User in [G] = {
        name?: String, n?: Long, ok?: Bool, boss?: User, at?: datetime, ttl?: duration,
        home?: ipaddr, score?: decimal, panel?: Set<User>, "in"?: { a?: Set<ipaddr>, b?: Long }
      } tags Set<Long>;
      action all;
      action read in [all] appliesTo { principal: [User], resource: [User], context: {
        name?: String, boss?: User, at?: datetime, panel?: Set<User> } };
      """;

  private static final String FITTING =
      """
      [{"uid":{"type":"User","id":"a"},"attrs":{"name":"x","n":1,"ok":true,
        "boss":{"type":"User","id":"b"},"at":"2024-01-01","ttl":{"fn":"duration","arg":"1h"},
        "home":{"__extn":{"fn":"ip","arg":"10.0.0.1"}},"score":"1.5",
        "panel":[{"__entity":{"type":"User","id":"c"}}],"in":{"a":["::1"],"b":-1}},
        "parents":[{"type":"G","id":"g"}],"tags":{"t":[1,2]}},
       {"uid":{"type":"Action","id":"read"},"attrs":{},"parents":[{"type":"Action","id":"all"}]}]
      """;

  @Test
  void brokenEntitiesAreRefusedOrReadBack() {
    Random random = new Random(SEED);
    JsonMutations mutations = new JsonMutations(random);
    int taken = 0;
    for (int i = 0; i < RUNS; i++) {
      String whole = EntitiesJson.write(RandomValues.entities(random));
      String other = EntitiesJson.write(RandomWorld.seeded(i).entities());
      String text = mutations.of(random.nextBoolean() ? whole : other, whole);
      Entities entities;
      try {
        entities = EntitiesJson.parse(text);
      } catch (CedarSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
        continue;
      }
      taken++;
      assertThat(readBack(entities)).as("run %d: %s", i, text).isEqualTo(all(entities));
    }
    assertThat(taken).isBetween(RUNS / 100, RUNS - RUNS / 100);
  }

  @Test
  void brokenEntitiesAreRefusedOrFitTheSchema() throws Exception {
    Schema schema = SchemaParser.parse(SCHEMA);
    Random random = new Random(SEED);
    JsonMutations mutations = new JsonMutations(random);
    int taken = 0;
    for (int i = 0; i < RUNS; i++) {
      String text = mutations.of(FITTING, FITTING);
      Entities entities;
      try {
        entities = EntitiesJson.parse(text, schema);
      } catch (CedarSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
        continue;
      }
      taken++;
      assertThat(DataValidator.of(schema).validateEntities(entities)).as(text).isEmpty();
      assertThat(readBack(entities)).as("run %d: %s", i, text).isEqualTo(all(entities));
    }
    assertThat(taken).isBetween(RUNS / 100, RUNS - RUNS / 100);
  }

  @Test
  void brokenContextsAreRefusedOrFitTheSchema() throws Exception {
    Schema schema = SchemaParser.parse(SCHEMA);
    EntityUid action = EntityUid.of("Action", "read");
    EntityUid user = EntityUid.of("User", "u");
    Random random = new Random(SEED);
    JsonMutations mutations = new JsonMutations(random);
    for (int i = 0; i < RUNS; i++) {
      String text =
          mutations.of(
              "{\"name\":\"x\",\"at\":\"2024-01-01\",\"panel\":[{\"type\":\"User\",\"id\":\"c\"}]}",
              FITTING);
      try {
        CedarRecord context = ContextJson.parse(text, schema, action);
        assertThat(DataValidator.of(schema).validateRequest(user, action, user, context))
            .as(text)
            .isEmpty();
        assertThat(ContextJson.parse(ContextJson.write(context))).isEqualTo(context);
      } catch (CedarSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static List<?> readBack(Entities entities) {
    try {
      return all(EntitiesJson.parse(EntitiesJson.write(entities)));
    } catch (CedarSyntaxException e) {
      return List.of(e);
    }
  }

  private static List<?> all(Entities entities) {
    return List.copyOf(entities.all());
  }
}
