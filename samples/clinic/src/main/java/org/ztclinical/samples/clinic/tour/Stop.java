package org.ztclinical.samples.clinic.tour;

import java.util.List;
import org.ztclinical.samples.clinic.personas.Persona;

/**
 * One call of the tour and what must come of it.
 *
 * @param title what it shows
 * @param token whose token is sent
 * @param method the HTTP method
 * @param path below the server's root
 * @param body JSON to send; empty for none
 * @param reason why the caller asks, in the header {@code Access-Justification}; empty for none
 * @param status the status that must be answered
 * @param contains texts that must stand in the answer's headers or body
 * @param absent texts that must not
 * @param logged a word that must stand in what the call left in the audit log
 */
record Stop(
    String title,
    Bearer token,
    String method,
    String path,
    String body,
    String reason,
    int status,
    List<String> contains,
    List<String> absent,
    String logged) {

  /** In which a caller says why. */
  static final String REASON_HEADER = "Access-Justification";

  /** Whose token is sent. */
  enum Bearer {
    NONE(""),
    ATTENDING(Persona.ATTENDING.login()),
    NURSE(Persona.NURSE.login()),
    PATIENT(Persona.PATIENT.login()),
    BILLING(Persona.BILLING.login()),
    VENDOR(Persona.VENDOR.login()),
    ANALYTICS("analytics"),
    PATIENT_FOR_ANOTHER_API("patient --aud=https://scheduling.clinic.example/api");

    private final String arguments;

    Bearer(String arguments) {
      this.arguments = arguments;
    }

    /** What to give to {@code bin/token}. */
    String arguments() {
      return arguments;
    }
  }

  static Stop get(String title, Bearer token, String path, int status) {
    return new Stop(title, token, "GET", path, "", "", status, List.of(), List.of(), "");
  }

  static Stop post(String title, Bearer token, String path, String body, int status) {
    return new Stop(title, token, "POST", path, body, "", status, List.of(), List.of(), "");
  }

  Stop containing(String... texts) {
    return new Stop(
        title, token, method, path, body, reason, status, List.of(texts), absent, logged);
  }

  Stop without(String... texts) {
    return new Stop(
        title, token, method, path, body, reason, status, contains, List.of(texts), logged);
  }

  Stop because(String words) {
    return new Stop(title, token, method, path, body, words, status, contains, absent, logged);
  }

  Stop logged(String word) {
    return new Stop(title, token, method, path, body, reason, status, contains, absent, word);
  }

  /** Whether somebody was authenticated: what strangers do stands in a lane of its own. */
  boolean isDecided() {
    return token != Bearer.NONE && token != Bearer.PATIENT_FOR_ANOTHER_API && status != 400;
  }

  /**
   * The call as one would type it.
   *
   * @param options what {@code bin/token} needs to find the clinic
   */
  String asCurl(String root, String options) {
    StringBuilder curl = new StringBuilder("curl -i");
    if (token != Bearer.NONE) {
      curl.append(" -H \"Authorization: Bearer $(samples/clinic/bin/token ")
          .append(token.arguments())
          .append(options)
          .append(")\"");
    }
    if (!reason.isEmpty()) {
      curl.append(" -H '").append(REASON_HEADER).append(": ").append(reason).append('\'');
    }
    if (!body.isEmpty()) {
      curl.append(" -H 'Content-Type: application/fhir+json' -d '").append(body).append('\'');
    }
    return curl.append(" '").append(root).append(path).append('\'').toString();
  }
}
