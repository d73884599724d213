package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** What scopes and compartment do to calls and answers. */
class ScopesAndAnswersTest extends ClientFixture {
  @Test
  void aCoveredReadIsSentWithTheTokenAndAnswered() {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    Session session = session("patient/Patient.r");

    Patient patient =
        builder().build().client(session).read().resource(Patient.class).withId("p1").execute();

    assertThat(patient.getIdElement().getIdPart()).isEqualTo("p1");
    FakeRemote.Seen call = remote.calls().get(0);
    assertThat(call.header("Authorization")).isEqualTo("Bearer " + session.secret());
    assertThat(call.header("Accept")).isEqualTo("application/fhir+json");
    assertThat(call.header("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void aCallTheScopesDoNotCoverNeverLeaves() {
    IGenericClient client = client("patient/Patient.r");

    assertThatThrownBy(
            () -> client.read().resource(Observation.class).withId("secret-id").execute())
        .isInstanceOfSatisfying(
            AccessDeniedException.class, e -> assertThat(e.reasons()).isNotEmpty())
        .hasMessageStartingWith("refused before sending: ")
        .hasMessageNotContaining("secret-id");
    assertThatThrownBy(() -> client.delete().resourceById("Patient", "p1").execute())
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> client.search().forResource(Patient.class).execute())
        .isInstanceOf(AccessDeniedException.class);
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void withoutAnyScopeNothingLeaves() {
    assertThatThrownBy(() -> client().read().resource(Patient.class).withId("p1").execute())
        .isInstanceOf(AccessDeniedException.class);
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void resourcesOfAnotherPatientAreRemovedFromASearch() {
    remote.json("GET", "/fhir/Observation", 200, Fhir.observationsOfTwoPatients(remote.base()));

    Bundle found =
        client("patient/Observation.rs")
            .search()
            .forResource(Observation.class)
            .returnBundle(Bundle.class)
            .execute();

    assertThat(found.getEntry())
        .extracting(entry -> entry.getResource().getIdElement().getIdPart())
        .containsExactly("o1");
  }

  @Test
  void aReadThatIsAnsweredWithAnotherPatientsResourceIsAnsweredWithAbsent() {
    remote.json("GET", "/fhir/Observation/o2", 200, Fhir.observation("o2", "p2"));

    assertThatThrownBy(
            () ->
                client("patient/Observation.r")
                    .read()
                    .resource(Observation.class)
                    .withId("o2")
                    .execute())
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void whatOnlySystemScopesCoverIsWholeForABackEndService() {
    remote.json("GET", "/fhir/Observation", 200, Fhir.observationsOfTwoPatients(remote.base()));

    Bundle found =
        builder()
            .build()
            .client(Session.of(clock, "", "system/Observation.rs"))
            .search()
            .forResource(Observation.class)
            .returnBundle(Bundle.class)
            .execute();

    assertThat(found.getEntry()).hasSize(2);
  }

  @Test
  void aWriteThatMayNotBeReadAsksTheServerForNothingOfIt() {
    remote.json("POST", "/fhir/Observation", 201, "");
    for (String scopes : List.of("patient/Observation.c", "patient/Observation.cr")) {
      client(scopes)
          .create()
          .resource(Fhir.observation("o1", "p1").replace("\"id\":\"o1\",", ""))
          .prefer(PreferReturnEnum.REPRESENTATION)
          .execute();
    }

    assertThat(remote.calls().get(0).header("Prefer")).isEqualTo("return=minimal");
    assertThat(remote.calls().get(1).header("Prefer")).isEqualTo("return=representation");
  }

  @Test
  void furtherPagesAreGuardedToo() {
    String next = remote.base() + "?_getpages=abc&_getpagesoffset=1&_count=1";
    remote.json(
        "GET",
        "/fhir/Observation",
        200,
        Fhir.searchset(remote.base() + "/Observation", next, Fhir.observation("o1", "p1")));
    remote.json(
        "GET",
        "/fhir",
        200,
        Fhir.searchset(next, "", Fhir.observation("o2", "p2"), Fhir.observation("o3", "p1")));
    IGenericClient client = client("patient/Observation.rs");
    Bundle first =
        client.search().forResource(Observation.class).returnBundle(Bundle.class).execute();

    Bundle second = client.loadPage().next(first).execute();

    assertThat(second.getEntry())
        .extracting(entry -> entry.getResource().getIdElement().getIdPart())
        .containsExactly("o3");
    assertThat(remote.calls()).hasSize(2);
  }

  @Test
  void aCoveredWriteIsSentWithItsBody() {
    remote.json("POST", "/fhir/Observation", 201, Fhir.observation("o9", "p1"));
    Observation observation = new Observation();
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.getCode().setText("a");
    observation.setSubject(new Reference("Patient/p1"));

    MethodOutcome outcome =
        client("patient/Observation.cruds").create().resource(observation).execute();

    assertThat(outcome.getResource().getIdElement().getIdPart()).isEqualTo("o9");
    FakeRemote.Seen call = remote.calls().get(0);
    assertThat(call.header("Content-Type")).startsWith("application/fhir+json");
    assertThat(call.body()).contains("\"Patient/p1\"");
  }

  @Test
  void aWriteForAnotherPatientNeverLeaves() {
    Observation observation = new Observation();
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setSubject(new Reference("Patient/p2"));

    assertThatThrownBy(
            () -> client("patient/Observation.cruds").create().resource(observation).execute())
        .isInstanceOf(AccessDeniedException.class);
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void aPostedSearchIsGuardedAsAnyOther() {
    remote.json(
        "POST", "/fhir/Observation/_search", 200, Fhir.observationsOfTwoPatients(remote.base()));

    Bundle found =
        client("patient/Observation.rs")
            .search()
            .forResource(Observation.class)
            .where(Observation.CODE.exactly().systemAndCode("http://loinc.org", "8480-6"))
            .usingStyle(SearchStyleEnum.POST)
            .returnBundle(Bundle.class)
            .execute();

    assertThat(found.getEntry()).hasSize(1);
    assertThat(remote.calls().get(0).body()).contains("code=http%3A%2F%2Floinc.org%7C8480-6");
  }

  @Test
  void aConditionalCreateSendsItsCriteriaInTheStandardForm() {
    remote.json("POST", "/fhir/Observation", 201, Fhir.observation("o9", "p1"));
    Observation observation = new Observation();
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setSubject(new Reference("Patient/p1"));

    builder()
        .build()
        .client(Session.of(clock, "", "system/Observation.cruds"))
        .create()
        .resource(observation)
        .conditional()
        .where(Observation.IDENTIFIER.exactly().systemAndCode("urn:x", "7"))
        .execute();

    assertThat(remote.calls().get(0).header("If-None-Exist")).isEqualTo("identifier=urn%3Ax%7C7");
  }

  @Test
  void theWordsOfTheServerAreNotInTheMessageOfAnException() {
    remote.json(
        "POST",
        "/fhir/Patient",
        422,
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid",\
        "diagnostics":"John Doe is dead"}]}""");
    IGenericClient client = builder().build().client(Session.of(clock, "", "system/Patient.cruds"));

    assertThatThrownBy(() -> client.create().resource(new Patient().setActive(true)).execute())
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageNotContaining("John Doe")
        .isInstanceOfSatisfying(
            BaseServerResponseException.class,
            e -> assertThat(e.getOperationOutcome()).isNotNull());
  }
}
