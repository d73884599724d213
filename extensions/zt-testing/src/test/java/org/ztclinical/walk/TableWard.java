package org.ztclinical.walk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;

/**
 * A {@link CarelessStore} behind the library, configured as docs/smart.md has it: two patients of
 * whom each has an observation, one that was moved to the other and one that came, one that was
 * deleted, and an export.
 */
final class TableWard implements AutoCloseable {
  private static final String BASE = "https://fhir.example/fhir";

  final Clinic clinic;
  private final Map<String, JsonObject> resources = new LinkedHashMap<>();
  private final CarelessStore store;

  TableWard(Path directory) {
    add(Ward.OWN_PATIENT);
    add(Ward.OTHER_PATIENT);
    add(Ward.OWN);
    add(Ward.OTHER);
    add(observation("moved", "456"));
    add(observation("came", "123"));
    historic("moved", observation("moved", "123"));
    historic("came", observation("came", "456"));
    historic("own", Ward.OWN);
    add(
        "{'resourceType':'Binary','id':'scan','contentType':'text/plain','data':'SECRET',"
            + "'securityContext':{'reference':'DocumentReference/1'}}");
    store = new CarelessStore(resources, "123");
    clinic =
        new Clinic(
                directory,
                settings ->
                    settings
                        .resourceLookup(store::current)
                        .allowOperation(OperationRule.patientEverything())
                        .allowOperation(
                            OperationRule.ofType("Observation", "lastn")
                                .needing("Observation", Permission.READ, Permission.SEARCH)
                                .answersFrom("Observation"))
                        .bulkExport(BulkRoutes.below("/bulk/status", "/bulk/files")))
            .working(this::answer);
  }

  private static String observation(String id, String patient) {
    return ("{'resourceType':'Observation','id':'%s','subject':{'reference':'Patient/%s'}%s}")
        .formatted(id, patient, patient.equals("456") ? ",'note':[{'text':'SECRET'}]" : "");
  }

  private void add(String resource) {
    JsonObject json = WalkPath.json(Ward.quoted(resource));
    resources.put(
        json.string("resourceType").orElseThrow() + "/" + json.string("id").orElseThrow(), json);
  }

  private void historic(String id, String resource) {
    resources.put("Observation/" + id + "/_history/1", WalkPath.json(Ward.quoted(resource)));
  }

  private Response answer(Clearance clearance) throws RequestRefusedException {
    CanonicalRequest request =
        clearance
            .toPerform()
            .withPath(clearance.toPerform().path().below(CanonicalPath.parse("/fhir")));
    String path = request.path().text();
    return switch (path) {
      case "/$export", "/Patient/$export" ->
          Response.of(
              202, Map.of("Content-Location", List.of(BASE + "/bulk/status/1")), new byte[0]);
      case "/bulk/status/1" ->
          request.method() == HttpMethod.DELETE
              ? Response.empty(202)
              : Response.json(
                  200,
                  "{\"transactionTime\":\"2026-01-01T00:00:00Z\",\"output\":[{\"type\":"
                      + "\"Observation\",\"url\":\""
                      + BASE
                      + "/bulk/files/1\"}]}");
      case "/bulk/files/1" -> lines(Ward.OWN, Ward.OTHER_PATIENT);
      case "/Observation/deleted/_history" ->
          Response.json(
              200,
              Ward.quoted(
                  "{'resourceType':'Bundle','type':'history','entry':[{'request':{'method':"
                      + "'DELETE','url':'Observation/deleted'},'response':{'status':'204'}}]}"));
      default -> isAbsent(request, path) ? Response.empty(404) : store.answer(request);
    };
  }

  private boolean isAbsent(CanonicalRequest request, String path) {
    String current = path.substring(1).replaceAll("/_history.*", "");
    return request.method() == HttpMethod.GET
        && current.matches("[A-Z][A-Za-z]+/[a-z0-9]+")
        && !resources.containsKey(current);
  }

  private static Response lines(String... resources) {
    String text = String.join("\n", resources) + "\n";
    return Response.of(
        200,
        Map.of("Content-Type", List.of("application/fhir+ndjson")),
        Ward.quoted(text).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    clinic.close();
  }
}
