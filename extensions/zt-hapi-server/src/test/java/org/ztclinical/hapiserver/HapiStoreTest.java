package org.ztclinical.hapiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/** Facts of a plain server, whose own interceptors would let nobody read anything. */
class HapiStoreTest {
  private final FhirContext context = FhirContext.forR4Cached();
  private final HashMapResourceProvider<Patient> patients =
      new HashMapResourceProvider<>(context, Patient.class);
  private final HashMapResourceProvider<CareTeam> teams =
      new HashMapResourceProvider<>(context, CareTeam.class);
  private final RestfulServer server = new RestfulServer(context);
  private final HapiStore store = HapiStore.of(server);

  @BeforeEach
  void start() throws ServletException {
    server.setResourceProviders(patients, teams);
    server.registerInterceptor(new LetsNobody());
    server.init();
    Patient patient = new Patient();
    patient.setId(new IdType("Patient", "p1"));
    patient.addName().setFamily("Schmidt");
    patients.store(patient);
  }

  /** What a caller without any right meets. */
  private static final class LetsNobody extends AuthorizationInterceptor {
    @Override
    public List<IAuthRule> buildRuleList(RequestDetails request) {
      return new RuleBuilder().denyAll("nobody").build();
    }
  }

  @Test
  void aStoredResourceIsFoundWithoutTheRightsOfTheCaller() {
    Optional<JsonObject> found = store.find("Patient", "p1");

    assertThat(found).map(resource -> resource.string("id")).contains(Optional.of("p1"));
    assertThat(found).map(resource -> resource.objects("name").size()).contains(1);
  }

  @Test
  void whatIsAbsentOrDeletedIsNotFound() {
    assertThat(store.find("Patient", "p2")).isEmpty();
    assertThat(store.find("Patient", "p1/_history/7")).isEmpty();
    assertThat(store.find("Nonsense", "p1")).isEmpty();
  }

  @Test
  void ofATypeThatTheServerDoesNotHaveNothingIsKnown() {
    assertThat(store.find("Device", "d1")).isEmpty();
    assertThatThrownBy(() -> store.find("Device", Parameters.none()))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void aSearchFindsCandidatesAndSaysWhetherThereAreMore() {
    assertThat(store.find("CareTeam", Parameters.none()).orElseThrow().resources()).isEmpty();
    for (int i = 0; i < 101; i++) {
      CareTeam team = new CareTeam();
      team.setId(new IdType("CareTeam", "t" + i));
      teams.store(team);
    }

    assertThat(store.find("CareTeam", Parameters.none()).orElseThrow())
        .satisfies(found -> assertThat(found.resources()).hasSize(100))
        .satisfies(found -> assertThat(found.complete()).isFalse());
  }

  @Test
  void aSearchKeepsReferencesAsTheyAreStored() {
    CareTeam team = new CareTeam();
    team.setId(new IdType("CareTeam", "t1"));
    team.getSubject().setReference("Patient/p1");
    teams.store(team);

    assertThat(
            store
                .find(
                    "CareTeam",
                    Parameters.of(
                        List.of(
                            new Parameter("patient", "Patient/p1"),
                            new Parameter("status", "active"))))
                .orElseThrow()
                .resources())
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.object("subject").orElseThrow().string("reference"))
                    .contains("Patient/p1"));
  }
}
