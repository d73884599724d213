package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.data.DataValidator;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/** Compares how data is read and checked with what the reference engine said of the same data. */
public final class DataConformance {
  private static final JsonReader READER =
      JsonReader.of(new JsonLimits(16 * 1024 * 1024, 500, 4_000_000));

  private static final JsonBoolean TRUE = new JsonBoolean(true);

  private final CedarCases cases;
  private final List<String> differences = new ArrayList<>();
  private int verdicts;

  /** A comparison over these files. */
  public DataConformance(CedarCases cases) {
    this.cases = cases;
  }

  /** Where the answers differ, one line each. */
  public List<String> differences() {
    return List.copyOf(differences);
  }

  /** What was compared, in one line. */
  public String line(String kind, int cases) {
    return "Cedar data, %s: %d cases, %d entities and requests, mismatches: %d"
        .formatted(kind, cases, verdicts, differences.size());
  }

  /** How many answers were compared. */
  public int verdicts() {
    return verdicts;
  }

  /**
   * Compares one case of entity parsing: {@code …/testdata/x.json}, with {@code x.parsing.json}.
   */
  public void parsing(String path) throws Exception {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    JsonObject given = object(path);
    JsonObject expected = object(path.replace(".json", ".parsing.json"));
    Schema schema = SchemaParser.parse(cases.text(folder + text(given, "schema")));
    String entities = cases.text(folder + text(given, "entities"));

    boolean all = expected.object("allEntities").orElseThrow().get("success").equals(TRUE);
    compare(path, "all entities", all, () -> EntitiesJson.parse(entities, schema));
    JsonObject perEntity = expected.object("perEntity").orElseThrow();
    if (!perEntity.members().isEmpty()) {
      entities(path, entities, schema, perEntity, "success");
    }
  }

  /**
   * Compares the verdicts on entities and requests of one case.
   *
   * @param path of the case
   * @param oracle of the file with the verdicts
   * @param folder what paths in the case are relative to
   */
  public void validation(String path, String oracle, String folder) throws Exception {
    JsonObject given = object(path);
    JsonObject expected = object(oracle);
    Schema schema = SchemaParser.parse(cases.text(folder + text(given, "schema")));
    String entities = cases.text(folder + text(given, "entities"));

    JsonObject perEntity =
        expected.object("entityValidation").orElseThrow().object("perEntity").orElseThrow();
    entities(path, entities, schema, perEntity, "errors");
    List<JsonObject> requests = given.objects("requests");
    List<JsonObject> verdictsOnRequests = expected.objects("requestValidation");
    for (int i = 0; i < requests.size(); i++) {
      request(path + " request " + i, requests.get(i), schema, verdictsOnRequests.get(i));
    }
  }

  private void entities(
      String path, String document, Schema schema, JsonObject perEntity, String member)
      throws Exception {
    boolean every = true;
    for (JsonValue entity : ((JsonArray) READER.read(document)).elements()) {
      EntityUid uid = CedarJson.uid(((JsonObject) entity).get("uid"), Place.root());
      String key = uid.type() + "::" + uid.id();
      JsonObject verdict = perEntity.object(key).orElseThrow();
      boolean fits =
          member.equals("success") ? verdict.get(member).equals(TRUE) : verdict.get(member) == null;
      every &= fits;
      String alone = "[" + JsonWriter.text(entity) + "]";
      compare(path, key, fits, () -> EntitiesJson.parse(alone, schema));
    }
    compare(
        path, "all entities and the checks on built ones", every, () -> built(document, schema));
  }

  private static Object built(String document, Schema schema) throws CedarSyntaxException {
    var store = EntitiesJson.parse(document, schema);
    List<?> mismatches = DataValidator.of(schema).validateEntities(store);
    if (!mismatches.isEmpty()) {
      throw new IllegalStateException("read with the schema, then refused: " + mismatches);
    }
    return store;
  }

  private void request(String path, JsonObject request, Schema schema, JsonObject expected) {
    String context = JsonWriter.text(request.object("context").orElseThrow());
    EntityUid action = uid(request, "action");
    for (String mode : List.of("strict", "permissive")) {
      boolean fits = expected.get(mode).equals(TRUE);
      compare(
          path,
          mode,
          fits,
          () -> {
            var read = ContextJson.parse(context, schema, action);
            return checked(request, schema, action, read);
          });
      compare(
          path,
          mode + " without schema",
          fits,
          () -> checked(request, schema, action, ContextJson.parse(context)));
    }
  }

  private static Object checked(
      JsonObject request,
      Schema schema,
      EntityUid action,
      org.ztclinical.cedar.value.CedarRecord context)
      throws CedarSyntaxException {
    List<?> mismatches =
        DataValidator.of(schema)
            .validateRequest(uid(request, "principal"), action, uid(request, "resource"), context);
    if (!mismatches.isEmpty()) {
      throw Place.root().error(CedarSyntaxException.Fault.NOT_IN_SCHEMA, mismatches.toString());
    }
    return mismatches;
  }

  private void compare(String path, String what, boolean expected, Callable<?> reading) {
    verdicts++;
    String error = "";
    try {
      reading.call();
    } catch (CedarSyntaxException e) {
      error = e.getMessage();
    } catch (Exception e) {
      differences.add(path + ", " + what + ": " + e);
      return;
    }
    if (error.isEmpty() != expected) {
      differences.add(path + ", " + what + ": expected " + expected + ", got: " + error);
    }
  }

  private JsonObject object(String path) throws JsonSyntaxException {
    return READER.readObject(cases.bytes(path));
  }

  private static String text(JsonObject object, String name) {
    return object.string(name).orElseThrow();
  }

  private static EntityUid uid(JsonObject request, String name) {
    Map<String, JsonValue> members = request.object(name).orElseThrow().members();
    try {
      return CedarJson.uid(new JsonObject(members), Place.root());
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
