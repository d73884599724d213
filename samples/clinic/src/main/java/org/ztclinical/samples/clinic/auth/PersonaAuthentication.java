package org.ztclinical.samples.clinic.auth;

import java.time.Instant;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.ztclinical.samples.clinic.personas.Persona;

/** A person who has logged in: who, how strongly, and when. */
final class PersonaAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final Persona persona;
  private final boolean withCode;
  private final Instant time;

  PersonaAuthentication(Persona persona, boolean withCode, Instant time) {
    super(List.of());
    this.persona = persona;
    this.withCode = withCode;
    this.time = time;
    setAuthenticated(true);
  }

  Persona persona() {
    return persona;
  }

  Instant time() {
    return time;
  }

  /** The methods used, as RFC 8176 names them. */
  List<String> methods() {
    return withCode ? List.of("pwd", "otp") : List.of("pwd");
  }

  /** The authentication context class. */
  String contextClass() {
    return withCode ? "urn:ztclinical:acr:mfa" : "urn:ztclinical:acr:pwd";
  }

  @Override
  public Object getPrincipal() {
    return persona.login();
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonaAuthentication that
        && super.equals(other)
        && persona == that.persona
        && withCode == that.withCode
        && time.equals(that.time);
  }

  @Override
  public int hashCode() {
    return 31 * persona.hashCode() + time.hashCode();
  }
}
