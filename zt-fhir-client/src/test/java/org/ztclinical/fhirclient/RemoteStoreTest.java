package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ResourceSearch.Found;
import org.ztclinical.json.JsonObject;
import org.ztclinical.notice.Notice;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/** What a remote server has stored, asked by the application for its own decisions. */
@Timeout(30)
class RemoteStoreTest extends ClientFixture {
  private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}";
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
