package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.Permission;

/** What a request touches, in the terms of policies. */
class PolicyTouchesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /Patient/1                                        | read Patient 1
          GET    | /Patient/1/_history/2                             | vread Patient 1
          GET    | /Observation/o1/_history                          | history-instance Observation o1
          GET    | /Observation?code=x                               | search-type Observation *
          GET    | /Patient/1/Observation                            | search-type Observation *
          GET    | /Observation/_history                             | history-type Observation *
          GET    | /Encounter?_include=Encounter:service-provider    | search-type Encounter *, search-type Organization *
          GET    | /Patient?_revinclude=Observation:subject          | search-type Observation *, search-type Patient *
          GET    | /Observation?subject:Patient.name=x               | search-type Observation *, search-type Patient *
          GET    | /Patient?_has:Observation:patient:code=x          | search-type Observation *, search-type Patient *
          GET    | /Patient?_list=5                                  | search-type List *, search-type Patient *
          GET    | /?_type=Patient,Observation                       | search-system system server, search-type Observation *, search-type Patient *
          GET    | /metadata                                         | capabilities system server
          DELETE | /Observation/o1                                   | delete Observation o1
          DELETE | /Observation?code=x                               | delete Observation *, search-type Observation *
          GET    | /$export?_type=Condition                          | operation system server, search-type Condition *
          GET    | /$export?_type=Condition&_since=2026-01-01        | operation system server, search-type Condition *
          GET    | /Patient/$export?_type=Condition                  | operation Patient *, search-type Condition *, search-type Patient *
          GET    | /Group/g/$export?_type=Condition                  | operation Group g, read Group g, search-type Condition *, search-type Patient *
          GET    | /Patient/1/$everything?_type=Condition            | operation Patient 1, read Patient 1, search-type Condition *
          """)
  void aRequestTouches(HttpMethod method, String path, String touched) throws Exception {
    Set<Touch> touches = touches(classified(method, path), Set.of());

    assertThat(described(touches)).isEqualTo(touched);
  }

  @Test
  void whatCannotBeKnownTouchesEveryType() throws Exception {
    int all = ResourceTypes.all().size();

    assertThat(touches(classified(HttpMethod.GET, "/Patient?_include=*"), Set.of())).hasSize(all);
    assertThat(touches(classified(HttpMethod.GET, "/_history"), Set.of())).hasSize(all + 1);
    assertThat(touches(classified(HttpMethod.GET, "/$export"), Set.of())).hasSize(all + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Encounter/1/$everything",
        "/Patient/$everything",
        "/ValueSet/$expand",
        "/$reindex",
        "/Observation/$lastn?_type=Observation",
      })
  void anOperationOfWhichNothingIsKnownTouchesEveryType(String path) throws Exception {
    Set<Touch> touches = touches(classified(HttpMethod.GET, path), Set.of());

    assertThat(touches).hasSize(ResourceTypes.all().size() + 1);
    assertThat(touches.iterator().next().interaction()).isEqualTo(Interaction.OPERATION);
  }

  @Test
  void anOperationThatAnswersFromItselfTouchesNothingElse() throws Exception {
    OperationRule rule =
        OperationRule.ofInstance("Encounter", "meta")
            .needing("Encounter", Permission.READ)
            .answersFromItself();
    FhirRequest request = classified(HttpMethod.GET, "/Encounter/1/$meta");

    assertThat(
            described(
                Touches.of(
                    request, Set.of(), PatientCompartment.official(), Optional.of(rule), Set.of())))
        .isEqualTo("operation Encounter 1, read Encounter 1");
  }

  @Test
  void anOperationTouchesWhatIsStatedThatItNeedsAndAnswersFrom() throws Exception {
    OperationRule rule =
        OperationRule.ofInstance("Encounter", "everything")
            .needing("Encounter", Permission.READ)
            .needing("Task", Permission.UPDATE, Permission.CREATE)
            .answersFrom("Encounter", "Observation");
    FhirRequest request = classified(HttpMethod.GET, "/Encounter/1/$everything");

    assertThat(
            described(
                Touches.of(
                    request, Set.of(), PatientCompartment.official(), Optional.of(rule), Set.of())))
        .isEqualTo(
            "create Task *, operation Encounter 1, read Encounter 1, search-type Encounter *,"
                + " search-type Observation *, update Task *");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "includeAssociatedData=RelevantProvenanceResources",
        "_typeFilter=Condition%3F_has:Observation:patient:code=x",
        "ofSomeServer=x",
      })
  void anExportThatAsksForMoreThanTypesTouchesEveryType(String parameter) throws Exception {
    for (String path : List.of("/$export", "/Patient/$export", "/Group/g/$export")) {
      Set<String> types =
          touches(classified(HttpMethod.GET, path + "?_type=Condition&" + parameter), Set.of())
              .stream()
              .filter(touch -> touch.interaction() == Interaction.SEARCH_TYPE)
              .flatMap(touch -> touch.type().stream())
              .collect(Collectors.toSet());

      assertThat(types).as(path).containsExactlyInAnyOrderElementsOf(ResourceTypes.all());
    }
  }

  @Test
  void aCompartmentTouchesTheTypesOfARecordOnly() throws Exception {
    Set<String> types =
        touches(classified(HttpMethod.GET, "/Patient/1/$everything"), Set.of()).stream()
            .flatMap(touch -> touch.type().stream())
            .collect(Collectors.toSet());

    assertThat(types).contains("Observation", "Patient").doesNotContain("Organization");
  }

  @Test
  void aPageTouchesWhatItContinues() throws Exception {
    Set<Touch> continued = Set.of(Touch.anyOf(Interaction.SEARCH_TYPE, "Encounter"));
    FhirRequest page = classified(HttpMethod.GET, "/?_getpages=abc");

    assertThat(touches(page, continued)).isEqualTo(continued);
    assertThat(touches(page, Set.of())).hasSizeGreaterThan(100);
  }

  @Test
  void aRequestThatTouchesTooMuchIsDeniedWithoutAskingAll() throws Exception {
    Set<Touch> touches = touches(classified(HttpMethod.GET, "/Patient?_include=*"), Set.of());
    Set<String> patients =
        IntStream.range(0, 500).mapToObj(i -> "p" + i).collect(Collectors.toSet());
    PolicyStore store =
        Asked.load(
            PolicySource.of(
                new PolicyText("all.cedar", "@id(\"a\") permit (principal, action, resource);")));

    Answer answer = Asked.inquiry(store).ask(touches, patients);

    assertThat(answer.allowed()).isFalse();
    assertThat(answer.reasons())
        .extracting(reason -> reason.code().code())
        .containsExactly("policy.too-wide");
  }

  private static String described(Set<Touch> touches) {
    return touches.stream()
        .map(touch -> touch + " " + touch.resource().id())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }

  private static Set<Touch> touches(FhirRequest request, Set<Touch> continued) {
    return Touches.of(
        request, continued, PatientCompartment.official(), Optional.empty(), Set.of());
  }

  private static FhirRequest classified(HttpMethod method, String path) throws Exception {
    return FhirClassifier.create()
        .classify(CanonicalRequest.parse(method, path, Map.of(), Body.none()))
        .fold(
            known -> known,
            unknown -> {
              throw new IllegalStateException(unknown.reason().text());
            });
  }
}
