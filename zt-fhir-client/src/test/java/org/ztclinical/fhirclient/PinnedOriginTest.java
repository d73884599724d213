package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientInappropriateForServerException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token and calls go to the configured base and nowhere else. */
class PinnedOriginTest extends ClientFixture {
  @Test
  void aPagingLinkToAnotherServerIsRefused() {
    Bundle bundle = new Bundle();
    bundle.addLink().setRelation("next").setUrl(elsewhere.origin() + "/fhir/Patient?page=2");

    assertThatThrownBy(() -> client("patient/*.rs").loadPage().next(bundle).execute())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("another origin");
    assertNothingWasSent();
  }

  @Test
  void aPagingLinkInAnAnswerIsRefusedAsWell() {
    remote.json(
        "GET",
        "/fhir/Observation",
        200,
        Fhir.searchset(
            remote.base() + "/Observation",
            elsewhere.origin() + "/fhir/Observation?page=2",
            Fhir.observation("o1", "p1")));
    IGenericClient client = client("patient/Observation.rs");
    Bundle first =
        client.search().forResource(Observation.class).returnBundle(Bundle.class).execute();

    assertThatThrownBy(() -> client.loadPage().next(first).execute())
        .isInstanceOf(RuntimeException.class);
    assertThat(elsewhere.everything()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s/fhir/../admin",
        "%s/fhir/%%2e%%2e/admin",
        "%s/fhirevil/Patient/p1",
        "%s/Patient/p1",
        "%s/fhir//Patient/p1",
      })
  void aPathOutsideTheBaseIsRefused(String pattern) {
    String url = pattern.formatted(remote.origin());

    assertThatThrownBy(() -> client("patient/*.rs").fetchResourceFromUrl(Patient.class, url))
        .isInstanceOf(AccessDeniedException.class);
    assertNothingWasSent();
  }

  @Test
  void aHostThatLooksLikeTheBaseIsRefused() {
    String port = remote.origin().substring(remote.origin().lastIndexOf(':'));
    String other = elsewhere.origin().substring("http://".length());
    IGenericClient client = client("patient/*.rs");

    for (String url :
        new String[] {
          "http://127.0.0.1.evil.example" + port + "/fhir/Patient/p1",
          remote.origin() + "@" + other + "/fhir/Patient/p1",
          "http://user@127.0.0.1" + port + "/fhir/Patient/p1",
          "http://localhost" + port + "/fhir/Patient/p1",
          "https://127.0.0.1" + port + "/fhir/Patient/p1",
          elsewhere.origin() + "/fhir/Patient/p1",
        }) {
      assertThatThrownBy(() -> client.fetchResourceFromUrl(Patient.class, url))
          .as(url)
          .isInstanceOf(AccessDeniedException.class);
    }
    assertNothingWasSent();
  }

  @Test
  void aResourceOnAnotherServerIsRefused() {
    String url = elsewhere.origin() + "/fhir/Patient/p1";
    IGenericClient client = client("patient/*.rs");

    assertThatThrownBy(() -> client.read().resource(Patient.class).withUrl(url).execute())
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> client.search().byUrl(url).execute())
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(
            () -> client.history().onInstance(new IdType(url)).returnBundle(Bundle.class).execute())
        .isInstanceOf(RuntimeException.class);
    assertThat(elsewhere.everything()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    remote.on(
        "GET",
        "/fhir/Patient/p1",
        exchange -> {
          exchange.getResponseHeaders().set("Location", elsewhere.origin() + "/fhir/Patient/p1");
          FakeRemote.send(exchange, status, new byte[0]);
        });

    assertThatThrownBy(
            () -> client("patient/Patient.r").read().resource(Patient.class).withId("p1").execute())
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> assertThat(e.reason().code()).isEqualTo(ClientReason.REMOTE_REDIRECTED));
    assertThat(elsewhere.everything()).isEmpty();
    assertThat(remote.calls()).hasSize(1);
  }

  @Test
  void metadataIsFetchedOnceThroughTheGuardAndWithoutTheToken() throws Exception {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    SecuredFhirClients clients =
        SecuredFhirClients.remote(remote.base())
            .dedicatedContext(R4)
            .audit(log)
            .clock(clock)
            .build();
    IGenericClient client = clients.client(session("patient/Patient.r"));

    client.read().resource(Patient.class).withId("p1").execute();
    client.read().resource(Patient.class).withId("p1").execute();

    assertThat(remote.everything())
        .extracting(call -> call.uri().getPath())
        .containsExactly("/fhir/metadata", "/fhir/Patient/p1", "/fhir/Patient/p1");
    assertThat(remote.everything().get(0).header("Authorization")).isNull();
    assertThat(records()).as("decision and release each").hasSize(6);
  }

  @Test
  void aServerOfAnotherFhirVersionIsRefusedAgainAndAgain() {
    remote.json("GET", "/fhir/metadata", 200, Fhir.CAPABILITIES.replace("4.0.1", "5.0.0"));
    IGenericClient client =
        SecuredFhirClients.remote(remote.base())
            .dedicatedContext(R4)
            .audit(log)
            .clock(clock)
            .build()
            .client(session("patient/Patient.r"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> client.read().resource(Patient.class).withId("p1").execute())
          .isInstanceOf(FhirClientInappropriateForServerException.class);
    }
    assertThat(remote.calls()).isEmpty();
  }

  @Test
  void capabilitiesAskedForByTheApplicationTakeTheSameWay() throws Exception {
    CapabilityStatement statement =
        client("patient/Patient.r").capabilities().ofType(CapabilityStatement.class).execute();

    assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
    assertThat(remote.everything().get(0).header("Authorization")).isNull();
    assertThat(records()).hasSize(2);
  }

  @Test
  void theTraceIsContinuedAtTheServerAndNowhereElse() throws Exception {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    SpanContext parent =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());

    IGenericClient client = client("patient/Patient.r");
    Callable<Patient> read = Context.current().with(Span.wrap(parent)).wrap(() -> read(client));

    read.call();

    assertThat(remote.calls().get(0).header("traceparent"))
        .startsWith("00-0af7651916cd43dd8448eb211c80319c-");
  }

  private static Patient read(IGenericClient client) {
    return client.read().resource(Patient.class).withId("p1").execute();
  }

  private void assertNothingWasSent() {
    assertThat(remote.everything()).isEmpty();
    assertThat(elsewhere.everything()).isEmpty();
  }
}
