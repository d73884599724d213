package org.ztclinical.samples.clinic.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.ztclinical.samples.clinic.personas.OneTimeCode;
import org.ztclinical.samples.clinic.personas.Persona;

/**
 * Checks a persona's password and the one-time code: both in one step, so that there is no half-way
 * login. Who may leave the code out has logged in with a password alone then; a code that was typed
 * must be right. A wrong login never says which part was wrong.
 */
final class PersonaLogin implements AuthenticationProvider {
  private final InstantSource clock;

  PersonaLogin(InstantSource clock) {
    this.clock = clock;
  }

  /** The one-time code typed beside the password. */
  record TypedCode(String digits) {
    static final String FIELD = "otp";

    static TypedCode of(HttpServletRequest request) {
      @Nullable String digits = request.getParameter(FIELD);
      return new TypedCode(digits == null ? "" : digits.strip());
    }

    @Override
    public String toString() {
      return "TypedCode[redacted]";
    }
  }

  @Override
  public Authentication authenticate(Authentication typed) {
    Instant now = clock.instant();
    Persona persona =
        Persona.of(typed.getName())
            .filter(known -> same(known.demoPassword(), String.valueOf(typed.getCredentials())))
            .orElseThrow(PersonaLogin::wrong);
    String digits = digits(typed);
    boolean withCode = !digits.isEmpty() || !persona.mayLeaveOutCode();
    if (withCode && !OneTimeCode.ofBase32(persona.demoOtpSecret()).accepts(digits, now)) {
      throw wrong();
    }
    return new PersonaAuthentication(persona, withCode, now);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }

  private static String digits(Authentication typed) {
    return typed.getDetails() instanceof TypedCode code ? code.digits() : "";
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static BadCredentialsException wrong() {
    return new BadCredentialsException("user name, password or one-time code is wrong");
  }
}
