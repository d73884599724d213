package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.WritePreview;

/** Whose record a request changes, by its path, its body and what is stored. */
class PatientFinderTest {
  private static final ServerBase BASE = ServerBase.of("https://fhir.example/r4");
  private static final PatientCompartment OFFICIAL = PatientCompartment.official();

  private static final WritePreview PREVIEW = new WritePreview(PatchPreview.none());

  private final Map<String, JsonObject> stored = new HashMap<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"reference":"Patient/p1"}                                            | p1
          {"reference":"https://fhir.example/r4/Patient/p1"}                    | p1
          {"reference":"Patient/p1/_history/3"}                                 | p1
          {"reference":"Patient/p1","identifier":{"value":"9"}}                 | p1
          {"reference":"Group/g"}                                               | nobody
          {"reference":"Device/d"}                                              | nobody
          {"reference":"https://other.example/r4/Patient/p1"}                   | nobody
          {"display":"a patient"}                                               | nobody
          {"reference":"Device?identifier=9"}                                   | nobody
          {"identifier":{"value":"9"},"type":"Device"}                          | nobody
          {"reference":"Patient?identifier=9"}                                  | unknown
          {"reference":"/Patient?identifier=9"}                                 | unknown
          {"reference":"Patient/?identifier=9"}                                 | unknown
          {"reference":"https://other.example/Patient?identifier=9"}            | unknown
          {"identifier":{"value":"9"}}                                          | unknown
          {"identifier":{"value":"9"},"type":"Patient"}                         | unknown
          {"identifier":{"value":"9"},"type":"http://hl7.org/fhir/StructureDefinition/Patient"} | unknown
          {"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}         | unknown
          {"reference":"/Patient/p1"}                                           | unknown
          {"reference":"Patient/p1#x"}                                          | unknown
          {"reference":"#dev"}                                                  | nobody
          {"reference":"#pat"}                                                  | unknown
          {"reference":"#none"}                                                 | unknown
          {"reference":7}                                                       | unknown
          "Patient/p1"                                                          | unknown
          """)
  void aReferenceNamesItsPatientOrTellsThatItDoesNot(String subject, String whose) {
    String observation =
        "{'resourceType':'Observation','contained':[{'resourceType':'Device','id':'dev'},"
                .replace('\'', '"')
            + "{\"resourceType\":\"Patient\",\"id\":\"pat\"}],\"subject\":"
            + subject
            + "}";

    assertThat(create("Observation", observation)).isEqualTo(whose);
  }

  @Test
  void everyElementThatMakesItPartOfARecordCounts() {
    assertThat(
            create(
                "Observation",
                "{'resourceType':'Observation','subject':{'reference':'Patient/p1'},"
                    + "'performer':[{'reference':'Patient/p2'},{'reference':'Practitioner/9'}]}"))
        .isEqualTo("p1 p2");
    assertThat(
            create(
                "Observation",
                "{'resourceType':'Observation','subject':{'reference':'Patient/p1'},"
                    + "'performer':[{'identifier':{'value':'9'}}]}"))
        .isEqualTo("p1 unknown");
    assertThat(create("Observation", "{'resourceType':'Observation'}")).isEqualTo("nobody");
  }

  @Test
  void aTypeIsPartOfARecordWhereTheCompartmentSaysSo() {
    String task = "{'resourceType':'Task','for':{'reference':'Patient/p1'}}";

    assertThat(create("Task", task)).isEqualTo("nobody");
    assertThat(
            described(
                finder(OFFICIAL.with("Task", "patient"))
                    .ofWrite(request(HttpMethod.POST, "/Task", task))))
        .isEqualTo("p1");
  }

  @Test
  void aNewPatientIsNobodyYetWhateverIdItComesWith() {
    assertThat(create("Patient", "{'resourceType':'Patient','id':'p1'}")).isEqualTo("nobody");
    assertThat(write(HttpMethod.PUT, "/Patient/p1", "{'resourceType':'Patient','id':'p1'}"))
        .isEqualTo("p1");
    assertThat(write(HttpMethod.DELETE, "/Patient/p1", "")).isEqualTo("p1");
  }

  @Test
  void ofAChangeWhatWasAndWhatWillBeCounts() {
    store("{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/p1'}}");
    String moved = "{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/p2'}}";

    assertThat(write(HttpMethod.PUT, "/Observation/o1", moved)).isEqualTo("p1 p2");
    assertThat(write(HttpMethod.DELETE, "/Observation/o1", "")).isEqualTo("p1");
    assertThat(patch("/Observation/o1", "/subject/reference", "Patient/p2")).isEqualTo("p1 p2");
    assertThat(patch("/Observation/o1", "/subject/reference", "Patient?identifier=9"))
        .isEqualTo("p1 unknown");
    assertThat(patch("/Observation/o1", "/nothing/there", "x")).isEqualTo("p1 unknown");
    assertThat(write(HttpMethod.PATCH, "/Observation/o1", "{'resourceType':'Parameters'}"))
        .isEqualTo("p1 unknown");
  }

  @Test
  void whatIsNotFoundIsNotKnown() {
    String p1 = "{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/p1'}}";

    assertThat(write(HttpMethod.DELETE, "/Observation/o1", "")).isEqualTo("unknown");
    assertThat(patch("/Observation/o1", "/status", "final")).isEqualTo("unknown");
    assertThat(write(HttpMethod.PUT, "/Observation/o1", p1)).isEqualTo("p1 unknown");
    assertThat(write(HttpMethod.DELETE, "/Organization/o1", "")).isEqualTo("nobody");
  }

  @Test
  void ofAConditionalWriteNobodyKnowsWhichResourceItChanges() {
    String p1 = "{'resourceType':'Observation','subject':{'reference':'Patient/p1'}}";

    assertThat(write(HttpMethod.PUT, "/Observation?code=x", p1)).isEqualTo("p1 unknown any");
    assertThat(write(HttpMethod.DELETE, "/Observation?code=x", "")).isEqualTo("unknown any");
    assertThat(write(HttpMethod.DELETE, "/Organization?name=x", "")).isEqualTo("nobody any");
    assertThat(
            described(
                finder(OFFICIAL)
                    .ofWrite(
                        request(
                            HttpMethod.POST,
                            "/Observation",
                            p1,
                            Map.of("If-None-Exist", List.of("code=x"))))))
        .isEqualTo("p1 unknown");
  }

  @Test
  void aBinaryIsAsTheResourceThatItsContextNames() {
    store("{'resourceType':'DocumentReference','id':'d1','subject':{'reference':'Patient/p1'}}");
    String binary = "{'resourceType':'Binary','securityContext':{'reference':'%s'}}";

    assertThat(create("Binary", binary.formatted("Patient/p1"))).isEqualTo("p1");
    assertThat(create("Binary", binary.formatted("DocumentReference/d1"))).isEqualTo("p1");
    assertThat(create("Binary", binary.formatted("DocumentReference/d2"))).isEqualTo("unknown");
    assertThat(create("Binary", binary.formatted("Organization/o"))).isEqualTo("nobody");
    assertThat(create("Binary", binary.formatted("urn:uuid:1"))).isEqualTo("unknown");
    assertThat(create("Binary", "{'resourceType':'Binary'}")).isEqualTo("nobody");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PUT    | DocumentReference/d1           | p2  | p1 p2
          PUT    | DocumentReference/d1           | p1  | p1
          PUT    | DocumentReference/d3           | p2  | p1
          PUT    | DocumentReference?identifier=9 | p2  | p1 unknown
          DELETE | DocumentReference?identifier=9 | ''  | p1 unknown
          DELETE | DocumentReference/d1           | ''  | p1
          POST   | DocumentReference              | p2  | p1 p2
          GET    | DocumentReference/d1           | ''  | p1
          """)
  void aContextThatTheSameTransactionWritesCountsBeforeAndAfter(
      String method, String url, String subject, String whose) {
    store("{'resourceType':'DocumentReference','id':'d1','subject':{'reference':'Patient/p1'}}");
    String id = url.endsWith("/d3") ? "d3" : "d1";
    String moved =
        "'resource':{'resourceType':'DocumentReference','id':'%s','subject':{'reference':'Patient/%s'}},"
            .formatted(id, subject);
    String bundle =
        "{'resourceType':'Bundle','type':'transaction','entry':[{%s'request':{'method':'%s','url':'%s'}},{'resource':{'resourceType':'Binary','securityContext':{'reference':'DocumentReference/d1'}},'request':{'method':'POST','url':'Binary'}}]}"
            .formatted(subject.isEmpty() ? "" : moved, method, url);
    FhirRequest transaction = request(HttpMethod.POST, "/", bundle);

    Whose found =
        new PatientFinder(OFFICIAL, BASE, stored(this::find), PREVIEW, SentTogether.in(transaction))
            .ofWrite(known(transaction.entries().get(1)));

    assertThat(described(found)).isEqualTo(whose);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST  | Patient                | ''           | urn:uuid:1                       | urn:uuid:1        | nobody
          POST  | Patient                | identifier=9 | urn:uuid:1                       | urn:uuid:1        | unknown
          PUT   | Patient/p1             | ''           | urn:uuid:1                       | urn:uuid:1        | p1
          PUT   | Patient?identifier=9   | ''           | urn:uuid:1                       | urn:uuid:1        | unknown
          POST  | Practitioner           | ''           | urn:uuid:1                       | urn:uuid:1        | nobody
          POST  | Patient                | ''           | urn:uuid:1                       | urn:uuid:2        | unknown
          POST  | Patient                | identifier=9 | https://fhir.example/r4/Patient/a | Patient/a        | a unknown
          POST  | Patient                | identifier=9 | https://any.example/Patient/a    | https://any.example/Patient/a | unknown
          POST  | Patient                | identifier=9 | https://any.example/Patient/a    | Patient/a         | a unknown
          POST  | Patient                | identifier=9 | ''                               | Patient/sent      | sent unknown
          POST  | Patient                | identifier=9 | urn:uuid:1                       | Patient/p1        | p1
          """)
  void inATransactionAReferenceToAnEntryIsToWhatBecomesOfIt(
      String method, String url, String ifNoneExist, String fullUrl, String subject, String whose) {
    String type = url.replaceAll("[/?].*", "");
    String id = url.startsWith(type + "/") ? url.substring(type.length() + 1) : "sent";
    String criteria = ifNoneExist.isEmpty() ? "" : ",'ifNoneExist':'" + ifNoneExist + "'";
    String named = fullUrl.isEmpty() ? "" : "'fullUrl':'" + fullUrl + "',";
    String bundle =
        "{'resourceType':'Bundle','type':'transaction','entry':[{%s'resource':{'resourceType':'%s','id':'%s'},'request':{'method':'%s','url':'%s'%s}},{'resource':{'resourceType':'Observation','subject':{'reference':'%s'}},'request':{'method':'POST','url':'Observation'}}]}"
            .formatted(named, type, id, method, url, criteria, subject);
    FhirRequest transaction = request(HttpMethod.POST, "/", bundle);

    Whose found =
        new PatientFinder(OFFICIAL, BASE, stored(this::find), PREVIEW, SentTogether.in(transaction))
            .ofWrite(known(transaction.entries().get(1)));

    assertThat(described(found)).isEqualTo(whose);
  }

  @Test
  void inABatchNoEntryKnowsAnother() {
    FhirRequest batch =
        request(
            HttpMethod.POST,
            "/",
            "{'resourceType':'Bundle','type':'batch','entry':[{'fullUrl':'urn:uuid:1','resource':{'resourceType':'Patient'},'request':{'method':'POST','url':'Patient'}}]}");

    assertThat(SentTogether.in(batch).named("urn:uuid:1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "another type", "another id"})
  void aLookupThatFailsKnowsNothing(String how) {
    StoredResources failing =
        stored(
            (type, id) -> {
              if (how.equals("throws")) {
                throw new IllegalStateException("Patient/vip");
              }
              return Optional.of(
                  object(
                      how.equals("another type")
                          ? "{'resourceType':'Patient','id':'o1'}"
                          : "{'resourceType':'Observation','id':'o2'}"));
            });

    assertThat(failing.find("Observation", "o1")).isEmpty();
  }

  @Test
  void whatIsKnownOfAResourceStaysKnownWhenNothingIsLookedUpAnyMore() {
    int[] asked = {0};
    StoredResources resources =
        stored(
            (type, id) -> {
              asked[0]++;
              return Optional.of(object("{'resourceType':'" + type + "','id':'" + id + "'}"));
            });

    assertThat(resources.whose("Observation", "1", resource -> Whose.nobody()).complete()).isTrue();
    assertThat(resources.whose("Observation", "1", resource -> Whose.unknown()).complete())
        .isTrue();
    assertThat(asked[0]).isEqualTo(1);
    StoredResources afterwards = resources.asKnown();
    assertThat(afterwards.whose("Observation", "1", r -> Whose.unknown()).complete()).isTrue();
    assertThat(afterwards.whose("Observation", "2", r -> Whose.nobody()).complete()).isFalse();
    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void namesThatManyEntriesShareAndManyContainedResourcesAreReadSoon() {
    int n = 5_000;
    StringBuilder entries = new StringBuilder();
    StringBuilder contained = new StringBuilder();
    StringBuilder performers = new StringBuilder();
    for (int i = 0; i < n; i++) {
      entries.append(
          ",{'fullUrl':'urn:uuid:1','resource':{'resourceType':'Patient','id':'p%1$d'},'request':{'method':'PUT','url':'Patient/p%1$d'}}"
              .formatted(i));
      contained.append(",{'resourceType':'Device','id':'d" + i + "'}");
      performers.append(",{'reference':'#d" + i + "'}");
    }
    String observation =
        "{'resourceType':'Observation','subject':{'reference':'urn:uuid:1'},'contained':[%s],'performer':[%s]}"
            .formatted(contained.substring(1), performers.substring(1));
    FhirRequest transaction =
        request(
            HttpMethod.POST,
            "/",
            "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':%s,'request':{'method':'POST','url':'Observation'}}%s]}"
                .formatted(observation, entries));
    long start = System.nanoTime();

    Whose found =
        new PatientFinder(OFFICIAL, BASE, stored(this::find), PREVIEW, SentTogether.in(transaction))
            .ofWrite(known(transaction.entries().get(0)));

    assertThat(found.complete()).isFalse();
    assertThat(found.patients()).hasSize(100);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  private String create(String type, String json) {
    return write(HttpMethod.POST, "/" + type, json);
  }

  private String patch(String path, String pointer, String value) {
    String body = "[{'op':'replace','path':'" + pointer + "','value':'" + value + "'}]";
    return described(
        finder(OFFICIAL)
            .ofWrite(
                request(HttpMethod.PATCH, path, body, "application/json-patch+json", Map.of())));
  }

  private String write(HttpMethod method, String path, String json) {
    return described(finder(OFFICIAL).ofWrite(request(method, path, json)));
  }

  private PatientFinder finder(PatientCompartment compartment) {
    return new PatientFinder(
        compartment, BASE, stored(this::find), PREVIEW, SentTogether.nothing());
  }

  private Optional<JsonObject> find(String type, String id) {
    return Optional.ofNullable(stored.get(type + "/" + id));
  }

  private void store(String json) {
    JsonObject resource = object(json);
    stored.put(
        resource.string("resourceType").orElseThrow() + "/" + resource.string("id").orElseThrow(),
        resource);
  }

  private static String described(Whose whose) {
    String patients = String.join(" ", new TreeSet<>(whose.patients()));
    String unknown = whose.complete() ? (patients.isEmpty() ? "nobody" : "") : "unknown";
    return (patients + " " + unknown + (whose.identified() ? "" : " any"))
        .strip()
        .replaceAll(" +", " ");
  }

  private static FhirRequest request(HttpMethod method, String path, String json) {
    return request(method, path, json, Map.of());
  }

  private static FhirRequest request(
      HttpMethod method, String path, String json, Map<String, List<String>> headers) {
    return request(method, path, json, "application/fhir+json", headers);
  }

  private static FhirRequest request(
      HttpMethod method,
      String path,
      String json,
      String mediaType,
      Map<String, List<String>> headers) {
    try {
      Body body = json.isEmpty() ? Body.none() : Body.of(mediaType, bytes(json));
      return known(
          FhirClassifier.create().classify(CanonicalRequest.parse(method, path, headers, body)));
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static FhirRequest known(Classified classified) {
    return classified.fold(
        known -> known,
        unknown -> {
          throw new IllegalArgumentException(unknown.reason().text());
        });
  }

  private static JsonObject object(String json) {
    try {
      return JsonReader.of(JsonLimits.forResources()).readObject(bytes(json));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static StoredResources stored(ResourceLookup lookup) {
    return StoredResources.in(new BoundedLookup(lookup, System::nanoTime));
  }
}
