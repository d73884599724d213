package org.ztclinical.relationship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.ztclinical.relationship.RelationshipKind.APPOINTMENT;
import static org.ztclinical.relationship.RelationshipKind.CARE_TEAM;
import static org.ztclinical.relationship.RelationshipKind.ENCOUNTER;
import static org.ztclinical.relationship.RelationshipKind.GENERAL_PRACTITIONER;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.fhir.ResourceSearch;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.FhirUser;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.request.Parameters;

class FhirRelationshipsTest {
  private static final String BASE = "https://fhir.example/fhir";
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-05-10T12:00:00Z"));
  private static final String TEAM =
      """
      {"resourceType":"CareTeam","id":"t","status":"active","subject":{"reference":"Patient/p1"},
       "participant":[{"member":{"reference":"Patient/p1"}},
                      {"member":{"reference":"Practitioner/dr"}}]}""";
  private static final String ENCOUNTERED =
      """
      {"resourceType":"Encounter","id":"e","status":"in-progress",
       "subject":{"reference":"Patient/p1"},"period":{"start":"2026-05-09T08:00:00Z"},
       "participant":[{"individual":{"reference":"Practitioner/dr"}}]}""";
  private static final String BOOKED =
      """
      {"resourceType":"Appointment","id":"a","status":"booked",
       "start":"2026-05-11T08:00:00Z","end":"2026-05-11T08:30:00Z",
       "participant":[{"actor":{"reference":"Patient/p1"},"status":"accepted"},
                      {"actor":{"reference":"Practitioner/dr"},"status":"accepted"}]}""";

  private final List<String> asked = new ArrayList<>();

  @Test
  void aMemberOfAnActiveCareTeamTreatsThePatient() {
    assertThat(known(TEAM)).contains(Set.of(CARE_TEAM));
    assertThat(asked)
        .containsExactly(
            "CareTeam?patient=Patient%2Fp1&participant=Practitioner%2Fdr&status=active",
            "Encounter?patient=Patient%2Fp1&participant=Practitioner%2Fdr&date=ge2026-05-02",
            "Appointment?patient=Patient%2Fp1&actor=Practitioner%2Fdr&date=ge2026-05-02"
                + "&date=le2026-05-12");
  }

  @Test
  void everyKindIsTold() {
    assertThat(known(TEAM, ENCOUNTERED, BOOKED))
        .contains(Set.of(CARE_TEAM, ENCOUNTER, APPOINTMENT));
  }

  @Test
  void whoIsFoundNowhereHasCertainlyNone() {
    assertThat(known()).contains(Set.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "active"            | "inactive"
          "active"            | "proposed"
          "active"            | "entered-in-error"
          Patient/p1"},       | Patient/p2"},
          Practitioner/dr     | Practitioner/nurse
          Practitioner/dr     | PractitionerRole/dr
          Practitioner/dr     | https://other.example/fhir/Practitioner/dr
          Practitioner/dr     | #dr
          "CareTeam"          | "Encounter"
          "id":"t"            | "period":{"end":"2026-05-10T11:59:59Z"}
          "id":"t"            | "period":{"start":"2026-05-11"}
          "id":"t"            | "period":{"end":"last year"}
          "id":"t"            | "period":"2026"
          Practitioner/dr"}   | Practitioner/dr"},"period":{"end":"2026-04"}
          """)
  void aCareTeamThatDoesNotSaySoIsNone(String text, String instead) {
    assertThat(TEAM).contains(text);
    assertThat(known(TEAM.replace(text, instead))).contains(Set.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "id":"t"            | "period":{"start":"2026-05-10","end":"2026-05-10"}
          "id":"t"            | "period":{"start":"2020"}
          Practitioner/dr     | https://fhir.example/fhir/Practitioner/dr
          Practitioner/dr     | Practitioner/dr/_history/3
          """)
  void aCareTeamThatSaysSoOtherwiseIsOne(String text, String instead) {
    assertThat(TEAM).contains(text);
    assertThat(known(TEAM.replace(text, instead))).contains(Set.of(CARE_TEAM));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in-progress                     | arrived     | true
          in-progress                     | onleave     | true
          in-progress                     | planned     | false
          in-progress                     | cancelled   | false
          in-progress                     | unknown     | false
          in-progress                     | finished    | false
          2026-05-09T08:00:00Z            | 2025-05-09  | false
          2026-05-09T08:00:00Z            | 2025-05-12  | true
          2026-05-09T08:00:00Z            | 2026-05-12  | false
          "period"                        | "length"    | false
          Patient/p1                      | Patient/p2  | false
          Patient/p1                      | Group/p1    | false
          """)
  void anEncounterThatGoesOnCounts(String text, String instead, boolean counts) {
    assertThat(ENCOUNTERED).contains(text);
    assertThat(known(ENCOUNTERED.replace(text, instead)))
        .contains(counts ? Set.of(ENCOUNTER) : Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-10T09:00:00Z, true",
    "2026-05-03T13:00:00Z, true",
    "2026-05-03T11:00:00Z, false",
    "2026-05-03T13:00:00, false",
    "2025, false"
  })
  void anEncounterCountsForAWeekAfterItsEnd(String end, boolean counts) {
    String finished =
        ENCOUNTERED
            .replace("in-progress", "finished")
            .replace("2026-05-09T08:00:00Z\"", "2025-01-01\",\"end\":\"" + end + "\"");

    assertThat(known(finished)).contains(counts ? Set.of(ENCOUNTER) : Set.of());
  }

  @Test
  void whoLeftAnEncounterThatGoesOnCountsForAWeek() {
    String left = "Practitioner/dr\"},\"period\":{\"end\":\"2026-05-%s\"}";

    assertThat(known(ENCOUNTERED.replace("Practitioner/dr\"}", left.formatted("04"))))
        .contains(Set.of(ENCOUNTER));
    assertThat(known(ENCOUNTERED.replace("Practitioner/dr\"}", left.formatted("01"))))
        .contains(Set.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "booked"              | "fulfilled"            | true
          "booked"              | "cancelled"            | false
          "booked"              | "noshow"               | false
          "booked"              | "proposed"             | false
          2026-05-11            | 2026-05-12             | false
          2026-05-11            | 2026-05-04             | true
          2026-05-11            | 2026-05-02             | false
          "start"               | "begin"                | false
          "end"                 | "finish"               | true
          dr"},"status":"acc    | dr"},"status":"declined","x":"acc | false
          p1"},"status":"acc    | p1"},"status":"declined","x":"acc | false
          Patient/p1            | Patient/p2             | false
          """)
  void anAppointmentThatIsNearCounts(String text, String instead, boolean counts) {
    assertThat(BOOKED).contains(text);
    assertThat(known(BOOKED.replace(text, instead)))
        .contains(counts ? Set.of(APPOINTMENT) : Set.of());
  }

  @Test
  void aSearchThatFailsOrIsNotCompleteLeavesUnknownWhatWasNotFound() {
    ResourceSearch failing = (type, criteria) -> Optional.empty();
    ResourceSearch more =
        (type, criteria) -> Optional.of(new ResourceSearch.Found(List.of(), false));
    ResourceSearch found =
        (type, criteria) ->
            type.equals("CareTeam")
                ? Optional.of(new ResourceSearch.Found(List.of(read(TEAM)), false))
                : Optional.empty();

    assertThat(source(failing).build().between(user("Practitioner/dr"), "p1")).isEmpty();
    assertThat(source(more).build().between(user("Practitioner/dr"), "p1")).isEmpty();
    assertThat(source(found).build().between(user("Practitioner/dr"), "p1"))
        .contains(Set.of(CARE_TEAM));
  }

  @Test
  void aSearchThatThrowsDoesNotHideWhatAnotherFinds() {
    ResourceSearch noEncounters =
        (type, criteria) -> {
          if (type.equals("CareTeam")) {
            return Optional.of(new ResourceSearch.Found(List.of(read(TEAM)), true));
          }
          throw new IllegalStateException("no " + type);
        };

    assertThat(source(noEncounters).build().between(user("Practitioner/dr"), "p1"))
        .contains(Set.of(CARE_TEAM));
    assertThatIllegalStateException()
        .isThrownBy(() -> source(noEncounters).build().between(user("Practitioner/other"), "p1"));
  }

  @ParameterizedTest
  @CsvSource({
    "Patient/p1, false",
    "RelatedPerson/dr, false",
    "https://other.example/fhir/Practitioner/dr, false",
    "https://fhir.example/fhir/Practitioner/dr, true",
    "PractitionerRole/dr, true"
  })
  void ofAUserWhoIsNoPractitionerHereNothingIsKnown(String who, boolean isKnown) {
    Optional<Set<RelationshipKind>> answer =
        source((type, criteria) -> Optional.of(new ResourceSearch.Found(List.of(), true)))
            .build()
            .between(user(who), "p1");

    assertThat(answer.isPresent()).isEqualTo(isKnown);
  }

  @Test
  void aPractitionerCountsInARoleWhereThatIsConfigured() {
    String role =
        """
        {"resourceType":"PractitionerRole","id":"r1","active":true,
         "practitioner":{"reference":"Practitioner/dr"}}""";
    String team = TEAM.replace("Practitioner/dr", "PractitionerRole/r1");

    assertThat(known(role, team)).contains(Set.of());
    assertThat(inRoles(role, team)).contains(Set.of(CARE_TEAM));
    assertThat(inRoles(role.replace("true", "false"), team)).contains(Set.of());
    assertThat(inRoles(role.replace("Practitioner/dr", "Practitioner/other"), team))
        .contains(Set.of());
    assertThat(inRoles(role.replace("\"active\"", "\"period\":{\"end\":\"2025\"},\"x\""), team))
        .contains(Set.of());
  }

  private Optional<Set<RelationshipKind>> inRoles(String... stored) {
    return source(careless(stored)).alsoInRoles().build().between(user("Practitioner/dr"), "p1");
  }

  @Test
  void theOwnPracticeCountsWhereThatIsConfigured() {
    String patient =
        """
        {"resourceType":"Patient","id":"p1",
         "generalPractitioner":[{"reference":"Practitioner/dr"}]}""";
    FhirRelationships source =
        source(careless(patient, patient.replace("p1", "p2"))).kinds(GENERAL_PRACTITIONER).build();

    assertThat(source.between(user("Practitioner/dr"), "p1"))
        .contains(Set.of(GENERAL_PRACTITIONER));
    assertThat(source.between(user("Practitioner/other"), "p1")).contains(Set.of());
    assertThat(source.between(user("Practitioner/dr"), "p3")).contains(Set.of());
  }

  @Test
  void windowsAndKindsThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source(careless()).kinds(RelationshipKind.ASSIGNED));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RelationshipWindows(Duration.ofDays(-1), Duration.ZERO, Duration.ZERO));
  }

  private Optional<Set<RelationshipKind>> known(String... stored) {
    return source(careless(stored)).build().between(user("Practitioner/dr"), "p1");
  }

  private static FhirRelationships.Builder source(ResourceSearch search) {
    return FhirRelationships.builder(search, ServerBase.of(BASE)).clock(NOW);
  }

  /** A server that answers every search of anything with all it has, as HAPI's plain one does. */
  private ResourceSearch careless(String... stored) {
    List<JsonObject> all = new ArrayList<>();
    for (String resource : stored) {
      all.add(read(resource));
    }
    return (String type, Parameters criteria) -> {
      asked.add(type + "?" + criteria.toQuery());
      return Optional.of(new ResourceSearch.Found(all, true));
    };
  }

  private static FhirUser user(String claim) {
    return FhirUser.parse(claim).orElseThrow();
  }

  private static JsonObject read(String text) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
