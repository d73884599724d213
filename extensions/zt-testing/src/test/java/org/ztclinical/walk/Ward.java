package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.testing.TestToken;

/**
 * A guarded {@link CarelessStore}: patient 123 is in context, and whatever says SECRET belongs to
 * somebody else. The store hands out everything it has, so that nothing but the library is in the
 * way.
 */
final class Ward implements AutoCloseable {
  static final String SECRET = "SECRET";
  static final String OWN_PATIENT = "{'resourceType':'Patient','id':'123'}";
  static final String OTHER_PATIENT =
      "{'resourceType':'Patient','id':'456','name':[{'family':'SECRET'}]}";
  static final String OWN =
      "{'resourceType':'Observation','id':'own','subject':{'reference':'Patient/123'}}";
  static final String OTHER =
      "{'resourceType':'Observation','id':'other','subject':{'reference':'Patient/456'},"
          + "'note':[{'text':'SECRET'}]}";

  final Clinic clinic;
  private final Map<String, JsonObject> resources = new LinkedHashMap<>();

  /** A ward with patient 123, patient 456 and an observation of each, and these. */
  Ward(Path directory, String... more) {
    this(directory, settings -> settings, more);
  }

  Ward(Path directory, UnaryOperator<ZeroTrustBuilder> settings, String... more) {
    for (String resource : List.of(OWN_PATIENT, OTHER_PATIENT, OWN, OTHER)) {
      add(resource);
    }
    for (String resource : more) {
      add(resource);
    }
    CarelessStore store = new CarelessStore(resources, "123");
    this.clinic =
        new Clinic(
                directory,
                builder ->
                    settings
                        .apply(builder)
                        .resourceLookup(store::current)
                        .allowOperation(OperationRule.patientEverything()))
            .working(clearance -> answer(store, clearance));
  }

  private static Response answer(CarelessStore store, Clearance clearance) throws Exception {
    return store.answer(
        clearance
            .toPerform()
            .withPath(clearance.toPerform().path().below(CanonicalPath.parse("/fhir"))));
  }

  private void add(String resource) {
    JsonObject json = WalkPath.json(quoted(resource));
    resources.put(
        json.string("resourceType").orElseThrow() + "/" + json.string("id").orElseThrow(), json);
  }

  /** A token of patient 123. */
  String patient(String scopes) {
    return clinic.token(scopes, token -> token.patient("123"));
  }

  /** A token without a patient. */
  String user(String scopes) {
    return clinic.token(scopes, UnaryOperator.identity());
  }

  String token(String scopes, UnaryOperator<TestToken> more) {
    return clinic.token(scopes, more);
  }

  Guarded get(String token, String url) throws Exception {
    return clinic.get(token, "/fhir" + url);
  }

  Guarded send(HttpMethod method, String token, String url, String json) throws Exception {
    return clinic.send(
        method, token, "/fhir" + url, json.isEmpty() ? Body.none() : Clinic.json(quoted(json)));
  }

  Guarded form(String token, String url, String form) throws Exception {
    Body body =
        Body.of("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII));
    return clinic.send(HttpMethod.POST, token, "/fhir" + url, body);
  }

  /** A batch or transaction of reads. */
  Guarded bundle(String token, String type, String... urls) throws Exception {
    StringBuilder entries = new StringBuilder();
    for (String url : urls) {
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append("{'request':{'method':'GET','url':'").append(url).append("'}}");
    }
    return send(
        HttpMethod.POST,
        token,
        "",
        "{'resourceType':'Bundle','type':'" + type + "','entry':[" + entries + "]}");
  }

  int runs() {
    return clinic.runs.get();
  }

  static String quoted(String json) {
    return json.replace('\'', '"');
  }

  static int status(Guarded guarded) {
    return guarded.response().status();
  }

  static String text(Guarded guarded) {
    return Clinic.text(guarded);
  }

  /** Nothing of what is secret leaves, in no form: neither a resource nor a count. */
  static void keepsSecret(Guarded guarded) {
    assertThat(text(guarded)).doesNotContain(SECRET).doesNotContain("\"total\"");
  }

  /** What is permitted leaves, and nothing of what is secret. */
  static void showsOnly(Guarded guarded, String id) {
    assertThat(status(guarded)).isEqualTo(200);
    assertThat(text(guarded)).contains("\"id\":\"" + id + "\"");
    keepsSecret(guarded);
  }

  /** It was refused before anything was done. */
  void refuses(Guarded guarded, int runsBefore) {
    assertThat(status(guarded)).isBetween(400, 415);
    assertThat(runs()).as("the application was not called").isEqualTo(runsBefore);
    keepsSecret(guarded);
  }

  /** Asks, and finds it refused before anything was done. */
  void refusesGet(String token, String url) throws Exception {
    int before = runs();
    refuses(get(token, url), before);
  }

  @Override
  public void close() {
    clinic.close();
  }
}
