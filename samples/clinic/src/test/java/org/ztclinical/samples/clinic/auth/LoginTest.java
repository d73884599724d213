package org.ztclinical.samples.clinic.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.ztclinical.samples.clinic.personas.OneTimeCode;
import org.ztclinical.samples.clinic.personas.Persona;

class LoginTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private final PersonaLogin login = new PersonaLogin(() -> NOW);

  @Test
  void physicianNeedsTheCodeOfThisMoment() {
    assertThat(logIn("attending", "demo-attending", code(NOW))).isNotNull();
    assertThat(logIn("attending", "demo-attending", code(NOW.minusSeconds(30)))).isNotNull();
  }

  @Test
  void codeOfTwoMinutesAgoIsRefused() {
    String old = code(NOW.minus(Duration.ofMinutes(2)));

    assertThatThrownBy(() -> logIn("attending", "demo-attending", old))
        .isInstanceOf(BadCredentialsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "attending,demo-attending,''",
    "attending,demo-attending,000000",
    "attending,demo-nurse,''",
    "nurse,demo-attending,''",
    "nurse,'',''",
    "nurse,demo-nurse,000000",
    "nobody,demo-nobody,''",
    "NURSE,demo-nurse,''"
  })
  void anythingElseIsRefusedWithTheSameWords(String name, String password, String digits) {
    assertThatThrownBy(() -> logIn(name, password, digits))
        .isInstanceOf(BadCredentialsException.class)
        .hasMessage("user name, password or one-time code is wrong");
  }

  private Authentication logIn(String name, String password, String digits) {
    var typed = UsernamePasswordAuthenticationToken.unauthenticated(name, password);
    typed.setDetails(new PersonaLogin.TypedCode(digits));
    return login.authenticate(typed);
  }

  private static String code(Instant moment) {
    return OneTimeCode.ofBase32(Persona.ATTENDING.demoOtpSecret()).at(moment);
  }
}
