package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.fhir.Classifications.CLASSIFIER;
import static org.ztclinical.fhir.Classifications.classify;
import static org.ztclinical.fhir.Classifications.known;
import static org.ztclinical.fhir.Classifications.reason;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.Join.Kind;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;

/** What a request reads beside what it names: chains, inclusions, references by criteria. */
class JoinsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient.name=x                            > CHAIN Observation patient [Patient]
          subject:Patient.name=x                    > CHAIN Observation subject [Patient]
          encounter.service-provider.name=x         > CHAIN Observation encounter [Encounter], CHAIN Encounter service-provider [Organization]
          nosuch.name=x                             > CHAIN Observation nosuch [*]
          _has:Provenance:target:agent=x            > HAS Provenance target [Provenance]
          _has:Provenance:target:agent.name=x       > HAS Provenance target [Provenance], CHAIN Provenance agent [Device, Organization, Patient, Practitioner, PractitionerRole, RelatedPerson]
          _has:DiagnosticReport:result:_has:Provenance:target:agent=x > HAS DiagnosticReport result [DiagnosticReport], HAS Provenance target [Provenance]
          _include=Observation:encounter            > INCLUDE Observation encounter [Encounter]
          _include=Observation:subject:Patient      > INCLUDE Observation subject [Patient]
          _include:iterate=Encounter:patient        > INCLUDE Encounter patient [Patient]
          _include=*                                > INCLUDE * * [*]
          _include=Observation:*                    > INCLUDE Observation * [*]
          _revinclude=Provenance:target             > REVINCLUDE Provenance target [Provenance]
          _list=42                                  > LIST List _list [List]
          _filter=code eq 1                         > EXPRESSION * _filter [*]
          _query=foo                                > EXPRESSION * _query [*]
          _sort=patient.name                        > EXPRESSION * _sort [*]
          _contained=true                           > EXPRESSION * _contained [*]
          subject:in=Group/1                        > EXPRESSION * subject:in [*]
          _getpages=1                               > PAGE * _getpages [*]
          code=1&_sort=-date&_count=2&_total=none   >
          code:in=http://example.org/vs             >
          subject:Patient=1                         >
          """)
  void joinsAreFound(String query, String joins) throws Exception {
    FhirRequest request = known("GET", "/Observation?" + query.replace(" ", "%20"));

    List<String> found =
        request.joins().stream()
            .map(
                join ->
                    join.kind()
                        + " "
                        + join.source()
                        + " "
                        + join.parameter()
                        + " "
                        + join.types().stream().sorted().toList())
            .toList();
    assertThat(String.join(", ", found)).isEqualTo(joins == null ? "" : joins);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_getpages:x=1",
        "_cursor:x=1",
        "_page.x=1",
        "_pageId:missing=true",
        "_count:x=1",
        "_summary:x=count",
        "_total:x=accurate",
        "_type:x=Patient",
        "_list:not=1",
        "_sort:asc=date",
        "_contained:x=true",
        "_has:Observation:patient:_getpages=1",
        "_has:Observation:patient:_cursor:x=1"
      })
  void aParameterThatSteersHasNoModifierUnderWhichAServerMayIgnoreIt(String query)
      throws Exception {
    assertThat(classify("GET", "/Observation?" + query, "", "")).isInstanceOf(Unclassified.class);
  }

  @Test
  void moreAlternativesThanAnyoneNeedsAreRefused() throws Exception {
    String form = "patient=" + "1,".repeat(10_001);

    Classified classified =
        classify("POST", "/Observation/_search", "application/x-www-form-urlencoded", form);

    assertThat(reason(classified)).isEqualTo(FhirReason.PARAMETER_MALFORMED);
  }

  @Test
  void conditionalReferenceInAResourceIsAJoin() throws Exception {
    String body =
        "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient?identifier=1\"}}";

    FhirRequest request =
        (FhirRequest) classify("POST", "/Observation", "application/fhir+json", body);

    assertThat(request.joins())
        .singleElement()
        .satisfies(join -> assertThat(join.kind()).isEqualTo(Kind.CONDITIONAL_REFERENCE))
        .satisfies(join -> assertThat(join.types()).isEqualTo(Set.of("Patient")));
  }

  @ParameterizedTest
  @CsvSource({
    "/Patient?identifier=1, Patient",
    "Patient/?identifier=1, Patient",
    "Patient//?identifier=1, Patient",
    "https://fhir.example.org/r4/Patient?identifier=1, Patient",
    "https://elsewhere.example/x/Patient/?identifier=1, Patient",
    "'Patient ?identifier=1', Patient",
    "?identifier=1, *",
    "/?identifier=1, *",
    "#patient?identifier=1, *",
  })
  void conditionalReferenceIsFoundWhereverItsTextBegins(String reference, String type)
      throws Exception {
    String body = "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"%s\"}}";
    String patch = "[{\"op\":\"add\",\"path\":\"/subject\",\"value\":{\"reference\":\"%s\"}}]";

    for (Classified classified :
        List.of(
            classify("POST", "/Observation", "application/fhir+json", body.formatted(reference)),
            classify(
                "PATCH",
                "/Observation/1",
                "application/json-patch+json",
                patch.formatted(reference)))) {
      assertThat(((FhirRequest) classified).joins())
          .singleElement()
          .satisfies(join -> assertThat(join.kind()).isEqualTo(Kind.CONDITIONAL_REFERENCE))
          .satisfies(join -> assertThat(join.types()).isEqualTo(Set.of(type)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"replace\",\"path\":\"/subject/reference\",\"value\":\"/Patient?identifier=1\"}",
        "{\"op\":\"copy\",\"from\":\"/note/0/text\",\"path\":\"/subject/reference\"}",
        "{\"op\":\"move\",\"from\":\"/note/0/text\",\"path\":\"/subject/reference\"}"
      })
  void patchThatMakesAReferenceConditionalIsAJoin(String operation) throws Exception {
    FhirRequest request =
        (FhirRequest)
            classify(
                "PATCH", "/Observation/1", "application/json-patch+json", "[" + operation + "]");

    assertThat(request.joins())
        .singleElement()
        .satisfies(join -> assertThat(join.kind()).isEqualTo(Kind.CONDITIONAL_REFERENCE));
  }

  @ParameterizedTest
  @CsvSource({
    "identifier=1, true",
    "?identifier=1, true",
    "Observation?identifier=1, true",
    "https://fhir.example.org/r4/Observation?identifier=1, true",
    "Patient?identifier=1, false",
    "/Patient?identifier=1, false",
    "Observation/Patient?identifier=1, false",
  })
  void ifNoneExistSearchesTheTypeCreated(String criteria, boolean read) throws Exception {
    CanonicalRequest request =
        CanonicalRequest.parse(
            HttpMethod.POST,
            "/Observation",
            Map.of("If-None-Exist", List.of(criteria)),
            Body.of(
                "application/fhir+json",
                "{\"resourceType\":\"Observation\"}".getBytes(StandardCharsets.UTF_8)));

    assertThat(CLASSIFIER.classify(request) instanceof FhirRequest).isEqualTo(read);
  }
}
