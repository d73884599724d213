package org.ztclinical.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.ztclinical.ZeroTrust;
import org.ztclinical.samples.clinic.fhir.FhirServer;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.samples.clinic.settings.CommandLine;
import org.ztclinical.samples.clinic.synthea.DataFolder;
import org.ztclinical.samples.clinic.synthea.SyntheticPatients;
import org.ztclinical.servlet.ZeroTrustFilter;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TrustedIssuer;

/**
 * The sample clinic's FHIR server (HAPI FHIR JPA on H2) without its authorization server: a real
 * server that works for its answers. Protected here with an issuer that exists for the measurement
 * only.
 */
final class ClinicServer {
  private static final int PATIENTS = ClinicSettings.DEFAULT_PATIENTS;

  private ClinicServer() {}

  /** The patient whose records are asked for. */
  static String patient() {
    return SyntheticPatients.withLogin(SyntheticPatients.first(PATIENTS)).id();
  }

  /**
   * Runs until the parent process is gone. Arguments: the data folder; for a protected server also
   * issuer, the address of its keys, and a folder for the audit log.
   */
  public static void main(String[] args) throws Exception {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    ClinicSettings settings =
        CommandLine.parse(
            "--port=0", "--auth-port=0", "--data=" + args[0], "--patients=" + PATIENTS);
    if (args.length == 1) {
      serve(settings, context -> {});
      return;
    }
    try (ZeroTrust zeroTrust = protection(settings, List.of(args))) {
      serve(settings, context -> ZeroTrustFilter.register(context, zeroTrust));
    }
  }

  private static ZeroTrust protection(ClinicSettings settings, List<String> args) {
    return ZeroTrust.builder()
        .trustIssuer(
            TrustedIssuer.of(args.get(1), TestIssuer.AUDIENCE).jwksUri(URI.create(args.get(2))))
        .fhirServer("/fhir", settings.fhirBase())
        .auditIn(Path.of(args.get(3)))
        .build();
  }

  private static void serve(ClinicSettings settings, ServletContextInitializer protection)
      throws Exception {
    try (DataFolder folder = DataFolder.open(settings);
        FhirServer server = FhirServer.start(settings, folder, protection)) {
      ChildServer.announceAndWait(settings.fhirPort());
    }
  }
}
