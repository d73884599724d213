package org.ztclinical.samples.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.token.DemoApp;
import org.ztclinical.samples.clinic.token.DemoLogin;

/** The authorization server tells the FHIR server who logged out, and nobody else can. */
@ExtendWith(RunningClinic.Parameter.class)
class EndedLoginTest {
  private final RunningClinic clinic;

  EndedLoginTest(RunningClinic clinic) {
    this.clinic = clinic;
  }

  @Test
  void aLogoutEndsItsOwnLoginAtOnceAndNoOther() {
    DemoLogin lost = logIn();
    DemoLogin kept = logIn();
    assertThat(read(lost)).isEqualTo(200);

    lost.logOut();

    assertThat(read(lost)).isEqualTo(401);
    assertThat(read(kept)).isEqualTo(200);
  }

  @Test
  void whoIsNotTheAuthorizationServerEndsNothing() {
    DemoLogin login = logIn();
    String token = login.token().accessToken();
    for (String secret : new String[] {"guessed-guessed-guessed", token}) {
      int status =
          clinic
              .send(
                  HttpRequest.newBuilder(URI.create(clinic.fhirBase()).resolve("/security-events"))
                      .header("Content-Type", "application/secevent+jwt")
                      .header("Authorization", "Bearer " + secret)
                      .POST(HttpRequest.BodyPublishers.ofString(token)))
              .statusCode();
      assertThat(status).isEqualTo(401);
    }

    assertThat(read(login)).isEqualTo(200);
  }

  private DemoLogin logIn() {
    return new DemoApp(clinic.issuer(), "clinic-app")
        .logIn(Persona.ATTENDING, Map.of("aud", clinic.fhirBase()));
  }

  private int read(DemoLogin login) {
    return clinic
        .send(
            HttpRequest.newBuilder(
                    URI.create(clinic.fhirBase() + "/Patient/" + clinic.otherPatient()))
                .header("Authorization", "Bearer " + login.token().accessToken()))
        .statusCode();
  }
}
