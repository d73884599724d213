package org.ztclinical.samples.clinic.auth;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/**
 * How the authorization server tells the FHIR server that a login has ended: a stream of security
 * events (Shared Signals 1.0) that are pushed (RFC 8935). Prints no secret.
 *
 * @param receiver where events are pushed to
 * @param audience whom they are for
 * @param secret by which the receiver knows who pushes; new at every start, and never on disk
 */
public record EventStream(URI receiver, String audience, String secret) {

  /** The path of the receiver at the FHIR server's root. */
  public static final String PATH = "/security-events";

  private static final int SECRET_BYTES = 32;

  /** The stream of one clinic, with a new secret. */
  public static EventStream create(ClinicSettings settings) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new EventStream(
        URI.create(settings.fhirBase()).resolve(PATH),
        settings.fhirBase(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  @Override
  public String toString() {
    return "EventStream[" + receiver + "]";
  }
}
