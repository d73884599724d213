package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonWriter;

/**
 * Compares decision, reasons and errors of whole cases with those of the reference engine: by the
 * full answer, by a prepared request, interpreted, compiled and by scanning all policies.
 */
final class AuthorizationConformance {
  private static final JsonReader READER =
      JsonReader.of(new JsonLimits(64 * 1024 * 1024, 500, 10_000_000));

  private final CedarCases cases;
  private final List<String> differences = new ArrayList<>();
  private int caseCount;
  private int requestCount;
  private int decisions;
  private int reasons;
  private int errors;

  AuthorizationConformance(CedarCases cases) {
    this.cases = cases;
  }

  /** Runs the requests of one case. */
  void run(String path) throws Exception {
    JsonObject test = READER.readObject(cases.bytes(path));
    caseCount++;
    PolicySet policies;
    Entities entities;
    try {
      Schema schema = SchemaParser.parse(cases.text(text(test, "schema")));
      policies = PolicyParser.parse(cases.text(text(test, "policies")));
      entities = EntitiesJson.parse(cases.text(text(test, "entities")), schema);
    } catch (CedarSyntaxException e) {
      differences.add(path + ": " + e.getMessage());
      return;
    }
    List<Authorizer> authorizers =
        List.of(
            Authorizer.builder(policies).interpretOnly().build(),
            Authorizer.builder(policies).compileAtOnce().build());
    for (JsonObject request : test.objects("requests")) {
      requestCount++;
      AuthorizationRequest asked = request(request);
      for (Authorizer authorizer : authorizers) {
        compare(path + " " + text(request, "description"), request, authorizer, asked, entities);
      }
    }
  }

  private void compare(
      String where,
      JsonObject expected,
      Authorizer authorizer,
      AuthorizationRequest request,
      Entities entities) {
    PreparedRequest prepared = authorizer.prepare(request, entities);
    boolean allowed = text(expected, "decision").equalsIgnoreCase("allow");
    if (authorizer.decide(prepared) != allowed) {
      decisions++;
      differences.add(where + ": decides " + !allowed);
    }
    for (Response response :
        List.of(authorizer.authorize(request, entities), authorizer.authorize(prepared))) {
      if (response.isAllowed() != allowed) {
        decisions++;
        differences.add(where + ": " + response);
      }
      if (!Set.copyOf(response.determiningIds()).equals(ids(expected, "reason"))) {
        reasons++;
        differences.add(where + ": reasons " + response.determiningIds());
      }
      if (!response.errors().stream()
          .map(PolicyError::id)
          .collect(Collectors.toSet())
          .equals(ids(expected, "errors"))) {
        errors++;
        differences.add(where + ": errors " + response.errors());
      }
    }
  }

  /** Where the answers differ, one line each. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** The result in one line. */
  String line(String kind) {
    return String.format(
        "Cedar %s: %d cases, %d requests, mismatches: %d decisions, %d reasons, %d errors",
        kind, caseCount, requestCount, decisions, reasons, errors);
  }

  private static AuthorizationRequest request(JsonObject request) throws CedarSyntaxException {
    CedarRecord context =
        ContextJson.parse(JsonWriter.text(request.object("context").orElseThrow()));
    return AuthorizationRequest.of(
        uid(request, "principal"), uid(request, "action"), uid(request, "resource"), context);
  }

  private static EntityUid uid(JsonObject request, String member) {
    JsonObject uid = request.object(member).orElseThrow();
    return EntityUid.of(Name.parse(text(uid, "type")), text(uid, "id"));
  }

  private static Set<String> ids(JsonObject expected, String member) {
    return ((JsonArray) expected.members().get(member))
        .elements().stream()
            .map(element -> ((JsonString) element).value())
            .collect(Collectors.toSet());
  }

  private static String text(JsonObject object, String member) {
    return object.string(member).orElseThrow();
  }
}
