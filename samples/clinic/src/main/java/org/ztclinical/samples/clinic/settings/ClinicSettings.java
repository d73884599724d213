package org.ztclinical.samples.clinic.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The settings of one clinic, complete and checked.
 *
 * @param fhirPort TCP port of the FHIR server on 127.0.0.1; TLS is on the next one
 * @param authPort TCP port of the authorization server on 127.0.0.1; never one of the FHIR server's
 * @param dataFolder folder of the database and of generated demo keys
 * @param policyFolder folder of the clinic's own policies
 * @param patients how many patients to load at the first start; empty means 12 at a first start and
 *     whatever is there at a later one
 * @param reset whether to throw away what the data folder holds and load anew
 * @param origins origins of browser apps that may read answers (CORS), as in {@code
 *     http://localhost:3000}
 */
public record ClinicSettings(
    int fhirPort,
    int authPort,
    Path dataFolder,
    Path policyFolder,
    OptionalInt patients,
    boolean reset,
    List<String> origins) {

  /** Patients loaded when nobody says how many. */
  public static final int DEFAULT_PATIENTS = 12;

  /** The address both servers listen on: loopback, so that no other machine can reach them. */
  public static final String HOST = "127.0.0.1";

  public ClinicSettings {
    origins = List.copyOf(origins);
    requirePort("--port", fhirPort);
    requirePort("--auth-port", authPort);
    if (fhirPort == authPort) {
      throw new SettingsException(
          "--port and --auth-port are both " + fhirPort + "; give the two servers different ports");
    }
    if (Math.abs(fhirPort - authPort) == 1) {
      throw new SettingsException(
          "--port and --auth-port are neighbours; each server also takes the next port, for TLS");
    }
    if (patients.isPresent() && patients.getAsInt() < 2) {
      throw new SettingsException(
          "--patients must be 2 or more: one to be, and another to be kept out of");
    }
  }

  /** {@link #HOST} as an address, looked up nowhere. */
  public static InetAddress address() {
    try {
      return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** The base URL of the FHIR server, which is also the audience of its access tokens. */
  public String fhirBase() {
    return "http://" + HOST + ":" + fhirPort + "/fhir";
  }

  /** The port of the FHIR server over TLS. */
  public int fhirTlsPort() {
    return fhirPort + 1;
  }

  /** The port of the authorization server over TLS. */
  public int authTlsPort() {
    return authPort + 1;
  }

  /** The issuer of the access tokens. */
  public String issuer() {
    return "http://" + HOST + ":" + authPort;
  }

  /** An API that is not the FHIR server: tokens for it must be refused by the FHIR server. */
  public String otherAudience() {
    return "https://scheduling.clinic.example/api";
  }

  private static void requirePort(String option, int port) {
    if (port < 1 || port > 65_534) {
      throw new SettingsException(option + " must be a port from 0 (any free one) to 65534");
    }
  }
}
