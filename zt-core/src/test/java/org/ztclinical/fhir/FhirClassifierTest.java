package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.fhir.Classifications.CLASSIFIER;
import static org.ztclinical.fhir.Classifications.classify;
import static org.ztclinical.fhir.Classifications.known;
import static org.ztclinical.fhir.Classifications.reason;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.OperationCall.Level;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

class FhirClassifierTest {
  private static final String OBSERVATION = "{\"resourceType\":\"Observation\",\"id\":\"o1\"}";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          GET,    /Observation/o1,                    read Observation
          HEAD,   /Observation/o1,                    read Observation
          GET,    /Observation/o1?_elements=status,   read Observation
          GET,    /Observation/o1/_history/2,         vread Observation
          GET,    /Observation/o1/_history,           history-instance Observation
          GET,    /Observation/_history?_since=2024,  history-type Observation
          GET,    /_history,                          history-system
          GET,    /Observation,                       search-type Observation
          GET,    /Observation?code=1,                search-type Observation
          POST,   /Observation/_search,               search-type Observation
          GET,    /Patient/1/Observation,             search-type Observation
          POST,   /Patient/1/Observation/_search,     search-type Observation
          GET,    /Patient/1/*,                       search-type
          GET,    /,                                  search-system
          GET,    /?_type=Observation,                search-system
          POST,   /_search,                           search-system
          DELETE, /Observation/o1,                    delete Observation
          DELETE, /Observation?status=final,          delete Observation
          GET,    /metadata,                          capabilities
          GET,    /.well-known/smart-configuration,   capabilities
          GET,    /$export,                           operation
          GET,    /Patient/$everything,               operation Patient
          GET,    /Patient/1/$everything,             operation Patient
          POST,   /$export,                           operation
          """)
  void requestWithoutBodyHasOneMeaning(String method, String url, String meaning) throws Exception {
    assertThat(known(method, url)).hasToString(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          POST,  /Observation,               create Observation
          PUT,   /Observation/o1,            update Observation
          PUT,   /Observation?identifier=x,  update Observation
          POST,  /Observation/$validate,     operation Observation
          """)
  void requestWithAResourceHasOneMeaning(String method, String url, String meaning)
      throws Exception {
    Classified classified = classify(method, url, "application/fhir+json", OBSERVATION);

    assertThat(classified).hasToString(meaning);
    assertThat(((FhirRequest) classified).resource()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          GET,     /observation/o1,                          TYPE_UNKNOWN
          GET,     /Observations/o1,                         TYPE_UNKNOWN
          GET,     /Patient/1/Observations,                  TYPE_UNKNOWN
          GET,     /?_type=Foo,                              TYPE_UNKNOWN
          GET,     /Observation?_has:Foo:patient:code=1,     TYPE_UNKNOWN
          GET,     /Observation?_include=Foo:subject,        TYPE_UNKNOWN
          GET,     /Observation?subject:Foo.name=x,          TYPE_UNKNOWN
          GET,     /Observation/a~b,                         ID_MALFORMED
          GET,     /Observation/o1/_history/a~b,             ID_MALFORMED
          GET,     /Observation/o1/_history/1/2,             INTERACTION_UNKNOWN
          GET,     /Observation/_search,                     INTERACTION_UNKNOWN
          GET,     /_search,                                 INTERACTION_UNKNOWN
          GET,     /_foo,                                    INTERACTION_UNKNOWN
          GET,     /Observation/_foo,                        INTERACTION_UNKNOWN
          GET,     /Observation/_history/1,                  INTERACTION_UNKNOWN
          POST,    /Observation/o1,                          INTERACTION_UNKNOWN
          PUT,     /,                                        INTERACTION_UNKNOWN
          DELETE,  /,                                        INTERACTION_UNKNOWN
          DELETE,  /Observation/o1/_history/1,               INTERACTION_UNKNOWN
          OPTIONS, /Observation/o1,                          INTERACTION_UNKNOWN
          POST,    /metadata,                                INTERACTION_UNKNOWN
          POST,    /_history,                                INTERACTION_UNKNOWN
          POST,    /Patient/1/Observation,                   INTERACTION_UNKNOWN
          DELETE,  /$export,                                 INTERACTION_UNKNOWN
          GET,     /$,                                       INTERACTION_UNKNOWN
          GET,     /Observation/o1?patient=1,                PARAMETER_UNKNOWN
          GET,     /Observation/o1?_include=x,               PARAMETER_UNKNOWN
          GET,     /Observation?_foo=1,                      PARAMETER_UNKNOWN
          GET,     /Observation/_history?code=1,             PARAMETER_UNKNOWN
          GET,     /Observation?_count=1&_count=2,           PARAMETER_CONFLICT
          GET,     /Observation?_summary=true&_summary=count, PARAMETER_CONFLICT
          GET,     /Observation?_has:Observation:patient=1,  PARAMETER_MALFORMED
          GET,     /Observation?_include=Observation,        PARAMETER_MALFORMED
          GET,     /Observation?_include:foo=Observation:subject, PARAMETER_MALFORMED
          GET,     /Observation/o1?_format=text/html,        FORMAT_NOT_SUPPORTED
          GET,     /Observation?_method=DELETE,              METHOD_OVERRIDE
          DELETE,  /Observation,                             CRITERIA_MISSING
          DELETE,  /Observation?_pretty=true,                CRITERIA_MISSING
          DELETE,  /Observation?_cascade=delete,             PARAMETER_UNKNOWN
          """)
  void requestWithoutMeaningIsUnclassified(String method, String url, FhirReason reason)
      throws Exception {
    assertThat(reason(classify(method, url, "", ""))).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST  | /Observation    | application/fhir+json | {                                    | BODY_MALFORMED
          POST  | /Observation    | application/fhir+json | []                                   | BODY_MALFORMED
          POST  | /Observation    | application/fhir+json | {"resourceType":"Patient"}           | BODY_MISMATCH
          POST  | /Observation    | application/fhir+json | {}                                   | BODY_MISMATCH
          POST  | /Observation    | application/fhir+xml  | <Observation/>                       | MEDIA_TYPE_NOT_SUPPORTED
          POST  | /Observation    | text/plain            | x                                    | MEDIA_TYPE_NOT_SUPPORTED
          PUT   | /Observation/o2 | application/fhir+json | {"resourceType":"Observation","id":"o1"} | BODY_MISMATCH
          PUT   | /Observation/o2 | application/fhir+json | {"resourceType":"Observation","id":7} | BODY_MISMATCH
          PATCH | /Observation/o1 | application/json-patch+json | {}                             | BODY_MALFORMED
          PATCH | /Observation/o1 | application/fhir+json | {"resourceType":"Observation"}       | BODY_MISMATCH
          GET   | /Observation/o1 | application/fhir+json | {}                                   | BODY_UNEXPECTED
          GET   | /Observation    | application/x-www-form-urlencoded | code=1                   | BODY_UNEXPECTED
          POST  | /Observation/_search | application/fhir+json | {"resourceType":"Observation"}  | MEDIA_TYPE_NOT_SUPPORTED
          POST  | /               | application/fhir+json | {"resourceType":"Observation"}       | BUNDLE_NOT_PROCESSABLE
          POST  | /               | application/fhir+json | {"resourceType":"Bundle","type":"document"} | BUNDLE_NOT_PROCESSABLE
          """)
  void bodyThatDoesNotFitIsUnclassified(
      String method, String url, String mediaType, String body, FhirReason reason)
      throws Exception {
    assertThat(reason(classify(method, url, mediaType, body))).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
  void methodOverrideIsRefused(String header) throws Exception {
    CanonicalRequest request =
        CanonicalRequest.parse(
            HttpMethod.GET, "/Observation/o1", Map.of(header, List.of("DELETE")), Body.none());

    assertThat(reason(CLASSIFIER.classify(request))).isEqualTo(FhirReason.METHOD_OVERRIDE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/fhir+json                               | true
          application/fhir+xml, application/fhir+json;q=0.5   | true
          text/html, */*;q=0.1                                | true
          application/fhir+xml                                | true
          text/html                                           | false
          application/pdf                                     | false
          """)
  void answerMustBeAcceptableInJsonOrXml(String accept, boolean accepted) throws Exception {
    CanonicalRequest request =
        CanonicalRequest.parse(
            HttpMethod.GET, "/Observation/o1", Map.of("Accept", List.of(accept)), Body.none());

    assertThat(CLASSIFIER.classify(request) instanceof FhirRequest).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /Observation/o1                             | application/fhir+xml                       | true
          /Observation/o1                             | application/xml;q=0.9                      | true
          /Observation/o1                             | application/fhir+xml, application/json     | false
          /Observation/o1                             | application/fhir+xml, */*                  | false
          /Observation/o1?_format=xml                 | application/fhir+json                      | true
          /Observation?_format=application/fhir%2Bxml | application/fhir+json                      | true
          /Observation/o1?_format=json                | application/fhir+xml                       | false
          """)
  void xmlIsAnsweredWhereItIsAskedFor(String url, String accept, boolean xml) throws Exception {
    CanonicalRequest request =
        CanonicalRequest.parse(HttpMethod.GET, url, Map.of("Accept", List.of(accept)), Body.none());

    assertThat(((FhirRequest) CLASSIFIER.classify(request)).wantsXml()).isEqualTo(xml);
  }

  @Test
  void queryAndFormOfASearchAreOneList() throws Exception {
    FhirRequest request =
        (FhirRequest)
            classify(
                "POST",
                "/Observation/_search?patient=1",
                "application/x-www-form-urlencoded",
                "patient=2&code=3");

    assertThat(request.parameters().all("patient")).containsExactly("1", "2");
    assertThat(request.parameters().all("code")).containsExactly("3");
  }

  @Test
  void conflictBetweenQueryAndFormIsRefused() throws Exception {
    Classified classified =
        classify(
            "POST",
            "/Observation/_search?_count=1",
            "application/x-www-form-urlencoded",
            "_count=1000");

    assertThat(reason(classified)).isEqualTo(FhirReason.PARAMETER_CONFLICT);
  }

  @Test
  void operationHasNameAndLevel() throws Exception {
    assertThat(known("GET", "/$export").operation())
        .contains(new OperationCall("export", Level.SYSTEM));
    assertThat(known("GET", "/Patient/$everything").operation())
        .contains(new OperationCall("everything", Level.TYPE));
    assertThat(known("GET", "/Patient/1/$everything").operation())
        .contains(new OperationCall("everything", Level.INSTANCE));
  }

  @Test
  void nothingOfTheRequestIsPrinted() throws Exception {
    assertThat(known("GET", "/Patient/secret-id").toString()).doesNotContain("secret");
    assertThat(known("GET", "/Patient?name=secret").toString()).doesNotContain("secret");
  }

  @Test
  void randomRequestsAreClassifiedOrRefusedButNeverFail() {
    long seed = 7_654_321L;
    Random random = new Random(seed);
    String[] pieces = {
      "Patient",
      "Observation",
      "1",
      "_history",
      "_search",
      "$everything",
      "*",
      "_type",
      "=",
      "&",
      "?",
      "/",
      "/",
      "/",
      ":",
      ".",
      ",",
      "_has:",
      "_include=",
      "subject",
      "%20",
      "metadata",
      "$",
      "_"
    };
    int known = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder url = new StringBuilder("/");
      int length = random.nextInt(10);
      for (int piece = 0; piece < length; piece++) {
        url.append(pieces[random.nextInt(pieces.length)]);
      }
      HttpMethod method = HttpMethod.values()[random.nextInt(HttpMethod.values().length)];
      try {
        Classified classified = CLASSIFIER.classify(CanonicalRequest.parse(method, url.toString()));
        known += classified instanceof FhirRequest ? 1 : 0;
      } catch (RequestRefusedException e) {
        assertThat(e.reason()).as("seed %d", seed).isNotNull();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + method + " " + url, e);
      }
    }
    assertThat(known).isGreaterThan(100);
  }
}
