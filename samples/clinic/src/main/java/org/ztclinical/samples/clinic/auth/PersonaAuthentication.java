package org.ztclinical.samples.clinic.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.ztclinical.samples.clinic.personas.Persona;

/** A person who has logged in: who, how strongly, and when. */
final class PersonaAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  /** The context class of a login with password and one-time code. */
  static final String TWO_FACTORS = "urn:ztclinical:acr:mfa";

  private final Persona persona;
  private final boolean withCode;
  private final Instant time;
  private final String sessionId = UUID.randomUUID().toString();

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

  /** The name of this login: the {@code sid} of its tokens. */
  String sessionId() {
    return sessionId;
  }

  /** The methods used, as RFC 8176 names them. */
  List<String> methods() {
    return withCode ? List.of("pwd", "otp") : List.of("pwd");
  }

  /** The authentication context class. */
  String contextClass() {
    return withCode ? TWO_FACTORS : "urn:ztclinical:acr:pwd";
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
        && time.equals(that.time)
        && sessionId.equals(that.sessionId);
  }

  @Override
  public int hashCode() {
    return 31 * persona.hashCode() + time.hashCode();
  }
}
