package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.ClientResponseContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.client.api.IRestfulClientFactory;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.client.interceptor.CookieInterceptor;
import ca.uhn.fhir.rest.client.interceptor.LoggingInterceptor;
import ca.uhn.fhir.rest.client.interceptor.SimpleRequestHeaderInterceptor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The guard lies beneath HAPI's interceptors and does not depend on them. */
class InterceptorsTest extends ClientFixture {
  @BeforeEach
  void servePatient() {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    elsewhere.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
  }

  @Test
  void unregisteringAllInterceptorsChangesNothing() throws Exception {
    Session session = session("patient/Patient.r");
    IGenericClient client = builder().build().client(session);
    client.getInterceptorService().unregisterAllInterceptors();

    read(client);

    assertThat(remote.calls().get(0).header("Authorization"))
        .isEqualTo("Bearer " + session.secret());
    assertThat(records()).hasSize(2);
    assertThatThrownBy(() -> client.read().resource(Observation.class).withId("o1").execute())
        .isInstanceOf(AccessDeniedException.class);
    assertThat(remote.calls()).hasSize(1);
  }

  @Test
  void anInterceptorThatSeesEverythingDoesNotSeeTheToken() {
    Session session = session("patient/Patient.r");
    IGenericClient client = builder().build().client(session);
    Curious curious = new Curious();
    client.registerInterceptor(curious);

    read(client);

    assertThat(remote.calls().get(0).header("Authorization")).contains(session.secret());
    assertThat(curious.seen).isNotEmpty();
    assertThat(curious.seen.toString())
        .doesNotContain(session.secret())
        .doesNotContainIgnoringCase("authorization");
  }

  @Test
  void theMostTalkativeLoggingInterceptorDoesNotShowTheToken() {
    Session session = session("patient/Patient.r");
    IGenericClient client = builder().build().client(session);
    List<String> lines = new ArrayList<>();
    LoggingInterceptor talkative = new LoggingInterceptor(true);
    talkative.setLogger(loggerInto(lines));
    client.registerInterceptor(talkative);

    read(client);

    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(lines.toString()).contains("200").doesNotContain(session.secret());
  }

  @Test
  void anInterceptorThatSendsTheCallElsewhereIsRefused() {
    IGenericClient client = client("patient/Patient.r");
    client.registerInterceptor(
        new Object() {
          @Hook(Pointcut.CLIENT_REQUEST)
          public void redirect(IHttpRequest request) {
            request.setUri(elsewhere.origin() + "/fhir/Patient/p1");
          }
        });

    assertThatThrownBy(() -> read(client)).isInstanceOf(AccessDeniedException.class);
    assertThat(elsewhere.everything()).isEmpty();
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void anInterceptorThatChangesTheResourceIsDecidedOnWhatItMadeOfIt() {
    IGenericClient client = client("patient/Patient.r");
    client.registerInterceptor(
        new Object() {
          @Hook(Pointcut.CLIENT_REQUEST)
          public void change(IHttpRequest request) {
            request.setUri(remote.base() + "/Observation/o1");
          }
        });

    assertThatThrownBy(() -> read(client)).isInstanceOf(AccessDeniedException.class);
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void aSecondCredentialOrAnotherMethodIsRefused() {
    for (Object interceptor :
        List.of(
            new BearerTokenAuthInterceptor("mine"),
            new CookieInterceptor("a=b"),
            new SimpleRequestHeaderInterceptor("X-HTTP-Method-Override", "DELETE"),
            new SimpleRequestHeaderInterceptor("X-Trace", "a\r\nAuthorization: Bearer mine"))) {
      IGenericClient client = client("patient/Patient.r");
      client.registerInterceptor(interceptor);

      assertThatThrownBy(() -> read(client))
          .isInstanceOfSatisfying(
              AccessDeniedException.class,
              e -> assertThat(e.reasons().get(0).code()).isEqualTo(ClientReason.HEADER_REFUSED));
    }
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void headersOfTheApplicationAreSentAndThoseOfTheGuardAreNotReplaced() {
    IGenericClient client = client("patient/Patient.r");
    client.registerInterceptor(new SimpleRequestHeaderInterceptor("Epic-Client-ID", "abc"));
    client.registerInterceptor(new SimpleRequestHeaderInterceptor("Accept-Encoding", "gzip"));
    client.registerInterceptor(new SimpleRequestHeaderInterceptor("Accept", "text/html"));
    client.registerInterceptor(new SimpleRequestHeaderInterceptor("Host", "evil.example"));

    read(client);

    FakeRemote.Seen call = remote.calls().get(0);
    assertThat(call.header("Epic-Client-ID")).isEqualTo("abc");
    assertThat(call.header("Accept-Encoding")).isEqualTo("identity");
    assertThat(call.header("Accept")).isEqualTo("application/fhir+json");
    assertThat(call.header("Host")).startsWith("127.0.0.1:");
  }

  @Test
  void aRequestKeptByAnInterceptorIsGuardedEachTimeItIsExecuted() throws Exception {
    IGenericClient client = client("patient/Patient.r");
    List<IHttpRequest> kept = new ArrayList<>();
    client.registerInterceptor(
        new Object() {
          @Hook(Pointcut.CLIENT_REQUEST)
          public void keep(IHttpRequest request) {
            kept.add(request);
          }
        });
    read(client);

    kept.get(0).execute();
    kept.get(0).setUri(elsewhere.origin() + "/fhir/Patient/p1");

    assertThatThrownBy(() -> kept.get(0).execute()).isInstanceOf(AccessDeniedException.class);
    assertThat(records()).hasSize(4);
  }

  @Test
  void requestsThatNoSecuredClientMadeCannotBeExecuted() {
    IGenericClient client = client("patient/Patient.r");
    IHttpRequest request = client.getHttpClient().createGetRequest(R4, EncodingEnum.JSON);
    request.setUri(remote.base() + "/Patient/p1");

    assertThatThrownBy(request::execute).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> R4.newRestfulGenericClient(remote.base().toString()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("SecuredFhirClients.client");
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void replacingTheFactoryOfTheContextDoesNotOpenAWayAround() {
    FhirContext own = FhirContext.forR4();
    IGenericClient client =
        builder().dedicatedContext(own).build().client(session("patient/Patient.r"));
    IRestfulClientFactory apache = new ApacheRestfulClientFactory(own);
    own.setRestfulClientFactory(apache);

    assertThatThrownBy(() -> read(client))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("was replaced");
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void theClientNeitherPrintsAddressesNorTokens() {
    Session session = session("patient/Patient.r");
    SecuredFhirClients clients = builder().build();
    Curious curious = new Curious();
    IGenericClient client = clients.client(session);
    client.registerInterceptor(curious);
    read(client);

    assertThat(clients.toString()).doesNotContain("secret-of");
    assertThat(curious.printed.toString()).doesNotContain("Patient/p1").doesNotContain("secret-of");
  }

  /** A logger that keeps what is logged. */
  private static Logger loggerInto(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (arguments != null) {
                lines.add(Arrays.deepToString(arguments));
              }
              return method.getReturnType() == boolean.class ? true : null;
            });
  }

  private static Patient read(IGenericClient client) {
    return client.read().resource(Patient.class).withId("p1").execute();
  }

  /** Keeps all it can get hold of. */
  private static final class Curious {
    final List<String> seen = new ArrayList<>();
    final List<String> printed = new ArrayList<>();

    @Hook(Pointcut.CLIENT_REQUEST)
    public void request(IHttpRequest request) {
      seen.add(request.getUri() + request.getAllHeaders() + request);
      printed.add(request.toString());
    }

    @Hook(Pointcut.CLIENT_RESPONSE)
    public void response(
        IHttpRequest request, IHttpResponse response, ClientResponseContext context)
        throws IOException {
      seen.add(request.getUri() + request.getAllHeaders() + request);
      seen.add(response.getAllHeaders() + " " + response.getResponse() + response);
      seen.add(new String(response.readEntity().readAllBytes(), StandardCharsets.UTF_8));
      seen.add(context.getHttpRequest().getAllHeaders().toString());
      printed.add(response + " " + response.getResponse());
    }
  }
}
