package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** The examples of docs/fhir-client.md. */
class FhirClientExampleTest extends ClientFixture {
  @Test
  void aBackEndServiceReadsObservations() throws Exception {
    remote.text("POST", "/token", 200, "application/json", granted("system/Observation.rs", ""));
    remote.json(
        "GET",
        "/fhir/Observation",
        200,
        Fhir.searchset(remote.base() + "/Observation", "", Fhir.observation("o1", "p1")));
    URI fhirBase = remote.base();
    URI tokenEndpoint = URI.create(remote.origin() + "/token");
    PrivateKey privateKey = key();

    SecuredFhirClients clients = SecuredFhirClients.remote(fhirBase).audit(log).build();
    TokenSource service =
        BackendServices.builder("https://as.hospital.example", "quality-reports")
            .tokenEndpoint(tokenEndpoint)
            .privateKey("key-2026", privateKey)
            .scopes("system/Observation.rs")
            .build()
            .tokenSource();

    IGenericClient client = clients.client(service);
    Bundle page =
        client.search().forResource(Observation.class).returnBundle(Bundle.class).execute();

    assertThat(page.getEntry()).hasSize(1);
    assertThat(remote.calls()).hasSize(2);
  }

  @Test
  void anApplicationLaunchedForAPatientReadsThatPatient() throws Exception {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    SecuredFhirClients clients = builder().build();
    byte[] answerOfTheTokenEndpoint =
        granted("patient/Patient.r launch/patient", "p1").getBytes(StandardCharsets.UTF_8);
    Instant askedAt = clock.instant();

    AccessToken token =
        TokenResponse.of("https://as.hospital.example", "growth-chart", "user-17")
            .parse(answerOfTheTokenEndpoint, askedAt);
    IGenericClient client = clients.client(TokenSource.fixed(token));

    Patient own = client.read().resource(Patient.class).withId("p1").execute();
    assertThatThrownBy(() -> client.delete().resourceById("Patient", "p1").execute())
        .isInstanceOf(AccessDeniedException.class);

    assertThat(own.getIdElement().getIdPart()).isEqualTo("p1");
    assertThat(remote.calls()).hasSize(1);
  }

  private static String granted(String scope, String patient) {
    return """
        {"access_token":"opaque","token_type":"Bearer","expires_in":300,"scope":"%s","patient":"%s"}"""
        .formatted(scope, patient);
  }

  private static PrivateKey key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair().getPrivate();
  }
}
