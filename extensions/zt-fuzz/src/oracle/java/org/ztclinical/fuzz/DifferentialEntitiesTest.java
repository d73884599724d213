package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.data.DataValidator;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonObject;

/** Entities and requests, with and without a schema, are taken or refused as the reference does. */
class DifferentialEntitiesTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);
  private static final String[] REQUEST = {
    "{\"type\":\"User\",\"id\":\"a\"}",
    "{\"type\":\"Action\",\"id\":\"edit\"}",
    "{\"type\":\"Doc\",\"id\":\"a\"}",
    "{\"mfa\":true}"
  };
  private final List<String> different = new ArrayList<>();
  private int taken;

  @Test
  void entitiesAreTakenOrRefused() throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(RandomWorld.SCHEMA);
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      Random random = new Random(seed);
      String whole = new RandomWorld(seed).entities();
      // One entity, hit in one place, says more than many.
      String[] all = whole.substring(1, whole.length() - 1).split(",\n");
      String one = all[random.nextInt(all.length)];
      String entities =
          "["
              + (random.nextInt(4) == 0
                  ? Mutations.ofJson(random).of(one)
                  : Mutations.ofJson(random).ofValue(one))
              + "]";
      compare(
          seed + " plain",
          entities,
          ask(REQUEST, entities, "", false),
          () -> EntitiesJson.parse(entities));
      compare(
          seed + " schema",
          entities,
          ask(REQUEST, entities, ReferenceEngine.quote(RandomWorld.SCHEMA), false),
          () -> EntitiesJson.parse(entities, schema));
    }
    report();
  }

  @Test
  void requestsAreTakenOrRefused() throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(RandomWorld.SCHEMA);
    DataValidator validator = DataValidator.of(schema);
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      Random random = new Random(seed);
      String[] request = new RandomWorld(seed).request();
      if (random.nextInt(4) > 0 && request[3].length() > 2) {
        request[3] = Mutations.ofJson(random).ofValue(request[3]);
      }
      compare(
          seed + " request",
          String.join(" ", request),
          ask(request, "[]", ReferenceEngine.quote(RandomWorld.SCHEMA), true),
          () -> {
            EntityUid action = uid(request[1]);
            CedarRecord context = ContextJson.parse(request[3], schema, action);
            var mismatches =
                validator.validateRequest(
                    AuthorizationRequest.of(uid(request[0]), action, uid(request[2]), context));
            if (!mismatches.isEmpty()) {
              throw new CedarSyntaxException(
                  CedarSyntaxException.Fault.NOT_IN_SCHEMA,
                  "request",
                  org.ztclinical.cedar.value.Span.NONE,
                  mismatches.toString());
            }
          });
    }
    report();
  }

  private static JsonObject ask(
      String[] request, String entities, String schema, boolean validate) {
    return ReferenceEngine.tryAsk(
        "AuthorizationOperation",
        "{\"principal\":%s,\"action\":%s,\"resource\":%s,\"context\":%s,%s\"validateRequest\":%s,\"policies\":{\"staticPolicies\":\"\"},\"entities\":%s}"
            .formatted(
                request[0],
                request[1],
                request[2],
                request[3],
                schema.isEmpty() ? "" : "\"schema\":" + schema + ",",
                validate,
                entities));
  }

  private interface Reading {
    void read() throws CedarSyntaxException;
  }

  private void compare(String name, String text, JsonObject reference, Reading reading) {
    boolean success = reference.string("type").orElse("").equals("success");
    taken += success ? 1 : 0;
    String ours = "";
    try {
      reading.read();
    } catch (CedarSyntaxException e) {
      ours = e.getMessage();
    }
    // Unknown members are refused here and ignored there, also beside the escape of a value.
    boolean stricter =
        ours.contains("there is no such member here")
            || (text.contains("__extn") && ours.endsWith(", found Record"));
    if (success != ours.isEmpty() && !stricter) {
      different.add(
          name
              + (success
                  ? " reference takes, we: " + ours
                  : " reference refuses: "
                      + (reference.objects("errors").isEmpty()
                          ? ""
                          : reference.objects("errors").get(0).string("message").orElse("")))
              + "\n"
              + text);
    }
  }

  private void report() {
    System.out.println(CASES + " cases, " + taken + " taken, " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }

  private static EntityUid uid(String json) throws CedarSyntaxException {
    return (EntityUid) ContextJson.parse("{\"x\":{\"__entity\":" + json + "}}").get("x");
  }
}
