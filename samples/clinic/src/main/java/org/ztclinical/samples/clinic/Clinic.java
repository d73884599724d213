package org.ztclinical.samples.clinic;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.LoggingSystem;
import org.ztclinical.samples.clinic.auth.AuthorizationServer;
import org.ztclinical.samples.clinic.auth.ClinicPatients;
import org.ztclinical.samples.clinic.auth.EventStream;
import org.ztclinical.samples.clinic.fhir.FhirServer;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.samples.clinic.settings.CommandLine;
import org.ztclinical.samples.clinic.settings.SettingsException;
import org.ztclinical.samples.clinic.synthea.DataFolder;
import org.ztclinical.samples.clinic.synthea.SyntheticPatients;
import org.ztclinical.samples.clinic.synthea.SyntheticPatients.Person;

/** A running clinic: the FHIR server and the authorization server, until closed. */
public final class Clinic implements AutoCloseable {
  private final ClinicSettings settings;
  private final DataFolder folder;
  private final AuthorizationServer authorization;
  private final FhirServer fhir;
  private final ClinicPatients patients;
  private final ClinicProtection protection;

  private Clinic(
      ClinicSettings settings,
      DataFolder folder,
      AuthorizationServer authorization,
      FhirServer fhir,
      ClinicPatients patients,
      ClinicProtection protection) {
    this.settings = settings;
    this.folder = folder;
    this.authorization = authorization;
    this.fhir = fhir;
    this.patients = patients;
    this.protection = protection;
  }

  /** Starts a clinic and says how to use it; exits with 2 and one sentence when it cannot start. */
  public static void main(String... arguments) {
    long start = System.nanoTime();
    if (List.of(arguments).contains("--help")) {
      System.out.println(CommandLine.USAGE);
      return;
    }
    if (Boolean.getBoolean("clinic.stopWithParent")) {
      stopWithParent();
    }
    try {
      Clinic clinic = start(CommandLine.parse(arguments));
      Runtime.getRuntime().addShutdownHook(new Thread(clinic::close, "clinic-stop"));
      clinic.welcome(System.out, Duration.ofNanos(System.nanoTime() - start));
    } catch (SettingsException e) {
      System.err.println("The clinic cannot start: " + e.getMessage());
      System.exit(2);
    } catch (RuntimeException e) {
      System.err.println("The clinic cannot start: " + e);
      System.exit(1);
    }
  }

  /**
   * Starts both servers; the FHIR server listens only once all patients are loaded.
   *
   * @throws SettingsException when a port is taken or the data folder cannot be used
   */
  public static Clinic start(ClinicSettings settings) {
    requireFree("--port", settings.fhirPort());
    requireFree("--port", settings.fhirTlsPort());
    requireFree("--auth-port", settings.authPort());
    requireFree("--auth-port", settings.authTlsPort());
    shareLogging();
    DataFolder folder = DataFolder.open(settings);
    ClinicPatients patients = patients(folder);
    EventStream events = EventStream.create(settings);
    AuthorizationServer authorization;
    try {
      // First, so that its keys can be had when the protection asks for them.
      authorization = AuthorizationServer.start(settings, patients, events);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
    try {
      ClinicProtection protection = protection(settings, events);
      return protectedBy(protection, settings, folder, patients, authorization);
    } catch (RuntimeException e) {
      authorization.close();
      folder.close();
      throw e;
    }
  }

  /** What is wrong with policies is told in their author's terms. */
  private static ClinicProtection protection(ClinicSettings settings, EventStream events) {
    try {
      return new ClinicProtection(settings, events, auditFolder(settings));
    } catch (IllegalStateException e) {
      throw new SettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Clinic protectedBy(
      ClinicProtection protection,
      ClinicSettings settings,
      DataFolder folder,
      ClinicPatients patients,
      AuthorizationServer authorization) {
    try {
      FhirServer fhir = FhirServer.start(settings, folder, protection);
      return new Clinic(settings, folder, authorization, fhir, patients, protection);
    } catch (RuntimeException e) {
      protection.close();
      throw e;
    }
  }

  /** Where the audit log of this clinic is. */
  public static Path auditFolder(ClinicSettings settings) {
    return settings.dataFolder().resolve("audit");
  }

  /** Base URL of the FHIR server. */
  public String fhirBase() {
    return settings.fhirBase();
  }

  /** Base URL of the authorization server. */
  public String issuer() {
    return settings.issuer();
  }

  /** The patients of this clinic. */
  public ClinicPatients patients() {
    return patients;
  }

  /** Why the policies that stand in their folder now are not in force; empty when they are. */
  public Optional<String> policyProblem() {
    return protection.policyProblem();
  }

  /** Stops both servers, closes the database and lets go of the data folder. */
  @Override
  public void close() {
    fhir.close();
    authorization.close();
    protection.close();
    folder.close();
  }

  /** Maven does not end what it started when it is ended itself; then the ports stayed taken. */
  private static void stopWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              var unused = parent.onExit().thenRun(() -> System.exit(0));
            });
  }

  /** Two application contexts share one Logback, so neither may set it up anew. */
  private static void shareLogging() {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private void welcome(PrintStream out, Duration took) {
    new Welcome(settings, patients).print(out, took);
  }

  private static ClinicPatients patients(DataFolder folder) {
    List<Person> people = SyntheticPatients.first(folder.patients());
    return new ClinicPatients(
        people.stream().map(Person::id).toList(), SyntheticPatients.withLogin(people).id());
  }

  private static void requireFree(String option, int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, ClinicSettings.address())) {
      probe.setReuseAddress(true);
    } catch (IOException e) {
      throw new SettingsException(
          "port " + port + " is in use; free it or give another one with " + option + "=N", e);
    }
  }
}
