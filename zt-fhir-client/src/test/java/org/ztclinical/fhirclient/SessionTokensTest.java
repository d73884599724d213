package org.ztclinical.fhirclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** Which token a call bears, and what happens when the server refuses it. */
class SessionTokensTest extends ClientFixture {
  @Test
  void aRefusedTokenIsReplacedOnceForARead() throws Exception {
    Session session = session("patient/Patient.r");
    String first = "Bearer " + session.secret();
    answer(
        exchange -> {
          boolean old = exchange.getRequestHeaders().getFirst("Authorization").equals(first);
          if (old) {
            FakeRemote.send(exchange, 401, new byte[0]);
          } else {
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            FakeRemote.send(exchange, 200, Fhir.patient("p1").getBytes(UTF_8));
          }
        });

    builder().build().client(session).read().resource(Patient.class).withId("p1").execute();

    assertThat(remote.calls()).hasSize(2);
    assertThat(session.forgotten).hasSize(1);
    assertThat(records()).as("each attempt is decided and recorded").hasSize(4);
  }

  @Test
  void aServerThatRefusesEveryTokenIsAskedTwiceAndNoMore() {
    Session session = session("patient/Patient.r");
    answer(exchange -> FakeRemote.send(exchange, 401, new byte[0]));

    assertThatThrownBy(
            () ->
                builder()
                    .build()
                    .client(session)
                    .read()
                    .resource(Patient.class)
                    .withId("p1")
                    .execute())
        .isInstanceOf(AuthenticationException.class);
    assertThat(remote.calls()).hasSize(2);
  }

  @Test
  void aWriteIsNotSentTwice() {
    Session session = Session.of(clock, "", "system/Patient.cruds");
    remote.on("POST", "/fhir/Patient", exchange -> FakeRemote.send(exchange, 401, new byte[0]));

    assertThatThrownBy(
            () ->
                builder()
                    .build()
                    .client(session)
                    .create()
                    .resource(new Patient().setActive(true))
                    .execute())
        .isInstanceOf(AuthenticationException.class);
    assertThat(remote.calls()).hasSize(1);
    assertThat(session.forgotten).hasSize(1);
  }

  @Test
  void anEndedTokenIsNotSent() {
    AccessToken ended =
        AccessToken.of("secret", session("patient/Patient.r").token().grant(), clock.instant());
    IGenericClient client = builder().build().client(TokenSource.fixed(ended));

    assertNoToken(client);
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void aFixedTokenIsNotGivenAgainAfterTheServerRefusedIt() {
    AccessToken token = session("patient/Patient.r").token();
    answer(exchange -> FakeRemote.send(exchange, 401, new byte[0]));
    IGenericClient client = builder().build().client(TokenSource.fixed(token));

    for (int i = 0; i < 2; i++) {
      assertNoToken(client);
    }
    assertThat(remote.calls()).hasSize(1);
  }

  @Test
  void aSourceThatHasNoTokenSaysNothingOfWhy() {
    TokenSource none =
        new TokenSource() {
          @Override
          public AccessToken token() throws TokenUnavailableException {
            throw new TokenUnavailableException(
                TokenUnavailableException.Cause.REFUSED, "secret-words");
          }

          @Override
          public void forget(AccessToken refused) {}
        };

    assertThatThrownBy(
            () ->
                builder()
                    .build()
                    .client(none)
                    .read()
                    .resource(Patient.class)
                    .withId("p1")
                    .execute())
        .isInstanceOf(RemoteCallException.class)
        .hasMessage("no access token could be had: refused");
  }

  @Test
  void sessionsOfOneServerDoNotMix() {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    remote.json("GET", "/fhir/Patient/p2", 200, Fhir.patient("p2"));
    SecuredFhirClients clients = builder().build();
    Session one = Session.of(clock, "p1", "patient/Patient.r");
    Session two = Session.of(clock, "p2", "patient/Patient.r");
    IGenericClient first = clients.client(one);
    IGenericClient second = clients.client(two);

    first.read().resource(Patient.class).withId("p1").execute();
    second.read().resource(Patient.class).withId("p2").execute();

    assertThatThrownBy(() -> first.read().resource(Patient.class).withId("p2").execute())
        .isInstanceOf(BaseServerResponseException.class);
    assertThat(remote.calls().subList(0, 2))
        .extracting(call -> call.header("Authorization"))
        .isEqualTo(List.of("Bearer " + one.secret(), "Bearer " + two.secret()));
  }

  @Test
  void sessionsOfOneServerDoNotMixOnManyThreads() throws Exception {
    for (String id : List.of("p1", "p2")) {
      remote.on(
          "GET",
          "/fhir/Patient/" + id,
          exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            boolean own = token.startsWith("Bearer secret-of-" + id + "-");
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            FakeRemote.send(exchange, own ? 200 : 403, Fhir.patient(id).getBytes(UTF_8));
          });
    }
    SecuredFhirClients clients = builder().build();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> read = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        String id = i % 2 == 0 ? "p1" : "p2";
        Session session = Session.of(clock, id, "patient/Patient.r");
        read.add(
            threads.submit(
                () ->
                    clients
                        .client(session)
                        .read()
                        .resource(Patient.class)
                        .withId(id)
                        .execute()
                        .getIdElement()
                        .getIdPart()));
      }
      for (int i = 0; i < 80; i++) {
        assertThat(read.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i % 2 == 0 ? "p1" : "p2");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void answer(FakeRemote.Answer answer) {
    remote.on("GET", "/fhir/Patient/p1", answer);
  }

  private static void assertNoToken(IGenericClient client) {
    assertThatThrownBy(() -> client.read().resource(Patient.class).withId("p1").execute())
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> assertThat(e.reason().code()).isEqualTo(ClientReason.TOKEN_UNAVAILABLE));
  }
}
