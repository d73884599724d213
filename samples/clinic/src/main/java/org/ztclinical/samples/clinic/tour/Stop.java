package org.ztclinical.samples.clinic.tour;

import java.util.List;
import org.ztclinical.samples.clinic.personas.Persona;

/**
 * One call of the tour and what must come of it.
 *
 * @param title what it shows
 * @param token whose token is sent
 * @param sent how it is sent
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
    Sent sent,
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
    NURSE_WITH_CODE("nurse --acr=urn:ztclinical:acr:mfa"),
    PATIENT(Persona.PATIENT.login()),
    BILLING(Persona.BILLING.login()),
    VENDOR(Persona.VENDOR.login()),
    ANALYTICS("analytics"),
    BOUND_ANALYTICS("analytics --mtls"),
    PATIENT_FOR_ANOTHER_API("patient --aud=https://scheduling.clinic.example/api"),
    ENDED_ATTENDING(Persona.ATTENDING.login()),
    BOUND_ATTENDING(Persona.ATTENDING.login()),
    BOUND_BILLING(Persona.BILLING.login());

    private final String arguments;

    Bearer(String arguments) {
      this.arguments = arguments;
    }

    /** What to give to {@code bin/token}. */
    String arguments() {
      return arguments;
    }
  }

  /** How a token is sent. */
  enum Sent {
    /** As most are. */
    PLAIN(""),
    /** As most are; while the answer comes, the login ends. */
    ENDED_MEANWHILE(" --log-out-after=3"),
    /** Of a login that has ended. */
    ENDED(" --log-out-after=0"),
    /** With a proof by the key that the token is bound to. */
    PROVEN(" --proof-for="),
    /** Stolen, without the key that it is bound to. */
    STOLEN(" --bind"),
    /** Stolen, with a proof by the thief's key. */
    STOLEN_AND_PROVEN(" --by-another-key --proof-for="),
    /** Over TLS, with the certificate that the token is bound to. */
    WITH_CERTIFICATE(""),
    /** Over TLS, stolen, without the certificate that it is bound to. */
    STOLEN_WITHOUT_CERTIFICATE("");

    private final String option;

    Sent(String option) {
      this.option = option;
    }

    boolean isProven() {
      return this == PROVEN || this == STOLEN_AND_PROVEN;
    }

    /** Whether nobody is known by it: what strangers do stands in a lane of its own. */
    boolean isWorthless() {
      return this == STOLEN
          || this == STOLEN_AND_PROVEN
          || this == STOLEN_WITHOUT_CERTIFICATE
          || this == ENDED;
    }

    boolean isOverTls() {
      return this == WITH_CERTIFICATE || this == STOLEN_WITHOUT_CERTIFICATE;
    }
  }

  static Stop get(String title, Bearer token, String path, int status) {
    return new Stop(
        title, token, Sent.PLAIN, "GET", path, "", "", status, List.of(), List.of(), "");
  }

  static Stop post(String title, Bearer token, String path, String body, int status) {
    return new Stop(
        title, token, Sent.PLAIN, "POST", path, body, "", status, List.of(), List.of(), "");
  }

  Stop sent(Sent how) {
    return new Stop(
        title, token, how, method, path, body, reason, status, contains, absent, logged);
  }

  Stop containing(String... texts) {
    return new Stop(
        title, token, sent, method, path, body, reason, status, List.of(texts), absent, logged);
  }

  Stop without(String... texts) {
    return new Stop(
        title, token, sent, method, path, body, reason, status, contains, List.of(texts), logged);
  }

  Stop because(String words) {
    return new Stop(
        title, token, sent, method, path, body, words, status, contains, absent, logged);
  }

  Stop logged(String word) {
    return new Stop(title, token, sent, method, path, body, reason, status, contains, absent, word);
  }

  /** Whether somebody was authenticated. */
  boolean isDecided() {
    return token != Bearer.NONE
        && token != Bearer.PATIENT_FOR_ANOTHER_API
        && !sent.isWorthless()
        && status != 400;
  }

  /**
   * The call as one would type it.
   *
   * @param options what {@code bin/token} needs to find the clinic
   */
  String asCurl(String root, String options) {
    StringBuilder curl =
        new StringBuilder("curl -i").append(connection()).append(credential(root, options));
    if (!reason.isEmpty()) {
      curl.append(" -H '").append(REASON_HEADER).append(": ").append(reason).append('\'');
    }
    if (!body.isEmpty()) {
      curl.append(" -H 'Content-Type: application/fhir+json' -d '").append(body).append('\'');
    }
    curl.append(" '").append(root).append(path).append('\'');
    return curl.append(sent == Sent.ENDED_MEANWHILE ? " | (sleep 6; wc -c)" : "").toString();
  }

  /** Where the files are in the clinic's usual data folder. */
  private String connection() {
    String keys = "samples/clinic/data/keys/";
    String server = " --cacert " + keys + "server-certificate.pem";
    String client = " --cert-type P12 --cert " + keys + "analytics-tls.p12:demo-only";
    return sent.isOverTls() ? server + (sent == Sent.WITH_CERTIFICATE ? client : "") : "";
  }

  private String credential(String root, String options) {
    String token = "samples/clinic/bin/token " + token().arguments() + sent.option;
    if (token() == Bearer.NONE) {
      return "";
    }
    if (sent.isProven()) {
      return " -H @<(" + token + "'" + method + " " + root + path + "'" + options + ")";
    }
    if (sent == Sent.ENDED_MEANWHILE) {
      // The command goes on after its first line, and ends the login.
      return " -H \"Authorization: Bearer $(head -1 <(" + token + options + "))\"";
    }
    return " -H \"Authorization: Bearer $(" + token + options + ")\"";
  }
}
