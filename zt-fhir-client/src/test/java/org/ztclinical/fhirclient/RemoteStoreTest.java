package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ResourceSearch.Found;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.Identity;
import org.ztclinical.json.JsonObject;
import org.ztclinical.notice.Notice;
import org.ztclinical.relationship.FhirRelationships;
import org.ztclinical.relationship.RelationshipKind;
import org.ztclinical.relationship.RelationshipSource;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;
import org.ztclinical.testing.TestIssuer;

/** What a remote server has stored, asked by the application for its own decisions. */
@Timeout(30)
class RemoteStoreTest extends ClientFixture {
  private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}";
  private static final String SEARCHSET =
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s]}";
  private static final String OWN_BASE = "https://app.example/fhir";
  private static final Parameters OF_P1 =
      Parameters.of(List.of(new Parameter("patient", "Patient/p1")));

  private final List<Notice> told = new CopyOnWriteArrayList<>();

  @Test
  void aStoredResourceIsReadWithTheTokenOfTheApplication() throws Exception {
    remote.json("GET", "/fhir/Patient/p1", 200, PATIENT.formatted("p1"));

    Optional<JsonObject> found = store("system/Patient.rs").find("Patient", "p1");

    assertThat(found).map(resource -> resource.string("id")).contains(Optional.of("p1"));
    assertThat(remote.calls())
        .singleElement()
        .satisfies(call -> assertThat(call.header("Authorization")).contains("secret-of-service"));
    assertThat(records()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"404", "410"})
  void whatIsNotThereIsNotFound(int status) {
    remote.json("GET", "/fhir/Patient/p1", status, "{\"resourceType\":\"OperationOutcome\"}");

    assertThat(store("system/Patient.rs").find("Patient", "p1")).isEmpty();
  }

  @Test
  void whatTheTokenDoesNotCoverIsNotAskedFor() {
    assertThatThrownBy(() -> store("system/Observation.rs").find("Patient", "p1"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(remote.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Patient, ../Group", "Patient, p1?x=y", "Patient, ''", "Nonsense, p1"})
  void whatIsNoTypeAndIdIsNotAskedFor(String type, String id) {
    assertThat(store("system/*.rs").find(type, id)).isEmpty();
    assertThat(remote.calls()).isEmpty();
  }

  @Test
  void aSearchFindsCandidatesAndSaysWhetherThereAreMore() {
    String team = "{\"resource\":{\"resourceType\":\"CareTeam\",\"id\":\"t1\"}}";
    String link =
        ",\"link\":[{\"relation\":\"next\",\"url\":\"" + remote.base() + "?_getpages=x\"}]";
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"%s,\"entry\":[%s]}";
    RemoteStore store = store("system/CareTeam.rs");

    remote.json("GET", "/fhir/CareTeam", 200, bundle.formatted("", team));
    Found all = store.find("CareTeam", OF_P1).orElseThrow();
    remote.json("GET", "/fhir/CareTeam", 200, bundle.formatted(link, team));
    Found some = store.find("CareTeam", OF_P1).orElseThrow();

    assertThat(all.resources()).hasSize(1);
    assertThat(all.complete()).isTrue();
    assertThat(some.complete()).isFalse();
    assertThat(remote.calls().get(0).uri().getRawQuery())
        .isEqualTo("patient=Patient%2Fp1&_count=100");
  }

  @Test
  void whoTreatsWhomIsFoundOnTheRemoteServer() {
    String remoteBase = remote.base().toString();
    TokenSource system = Session.of(clock, "", "system/CareTeam.rs", "system/Encounter.rs");
    String team =
        "{\"resourceType\":\"CareTeam\",\"id\":\"t1\",\"status\":\"active\",\"subject\":{"
            + "\"reference\":\""
            + remoteBase
            + "/Patient/p1\"},\"participant\":[{\"member\":{"
            + "\"reference\":\"Practitioner/dr\"}}]}";
    remote.json("GET", "/fhir/CareTeam", 200, SEARCHSET.formatted("{\"resource\":" + team + "}"));
    remote.json("GET", "/fhir/Encounter", 200, SEARCHSET.formatted(""));

    SecuredFhirClients clients = builder().build();
    RemoteStore stored = clients.store(system);
    RelationshipSource relationships =
        FhirRelationships.builder(stored, ServerBase.of(OWN_BASE, remoteBase))
            .kinds(RelationshipKind.CARE_TEAM, RelationshipKind.ENCOUNTER)
            .build();

    TestIssuer issuer = TestIssuer.create(clock);
    Identity dr = issuer.identity(OWN_BASE, token -> token.fhirUser("Practitioner/dr"));
    Identity other = issuer.identity(OWN_BASE, token -> token.fhirUser("Practitioner/x"));
    assertThat(relationships.between(dr, "p1")).contains(Set.of(RelationshipKind.CARE_TEAM));
    assertThat(relationships.between(other, "p1")).contains(Set.of());
    assertThat(relationships.between(dr, "p2")).contains(Set.of());
  }

  @Test
  void aRedirectIsNotFollowed() {
    remote.on(
        "GET",
        "/fhir/Patient/p1",
        exchange -> {
          exchange.getResponseHeaders().set("Location", elsewhere.base() + "/Patient/p1");
          FakeRemote.send(exchange, 302, new byte[0]);
        });

    assertThat(within(store("system/Patient.rs")).find("Patient", "p1")).isEmpty();
    assertThat(elsewhere.everything()).isEmpty();
  }

  @Test
  void aServerThatIsLateFailsOrAnswersOtherwiseLeavesItUnknown() {
    CountDownLatch over = new CountDownLatch(1);
    ResourceLookup lookup = within(store("system/Patient.rs"));
    remote.json("GET", "/fhir/Patient/other", 200, PATIENT.formatted("p2"));
    remote.json("GET", "/fhir/Patient/broken", 200, "{\"resourceType\":");
    remote.json("GET", "/fhir/Patient/failing", 503, "{}");
    remote.on(
        "GET",
        "/fhir/Patient/late",
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(lookup.find("Patient", "other")).isEmpty();
    assertThat(lookup.find("Patient", "broken")).isEmpty();
    assertThat(lookup.find("Patient", "failing")).isEmpty();
    assertThat(lookup.find("Patient", "late")).isEmpty();
    over.countDown();
    assertThat(told)
        .extracting(Notice::kind)
        .contains(Notice.Kind.FACTS_LATE, Notice.Kind.FACTS_UNAVAILABLE);
    assertThat(told.toString()).doesNotContain("broken").doesNotContain("secret-of");
  }

  private RemoteStore store(String... scopes) {
    return builder().build().store(Session.of(clock, "", scopes));
  }

  private ResourceLookup within(ResourceLookup store) {
    return store.within(FactDeadline.of(Duration.ofSeconds(2), 4, told::add));
  }
}
