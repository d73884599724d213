package org.ztclinical.samples.clinic;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.ztclinical.samples.clinic.auth.ClinicPatients;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/** What the clinic prints when it is ready: addresses, demo logins, the next step. */
record Welcome(ClinicSettings settings, ClinicPatients patients) {

  void print(PrintStream out, Duration took) {
    out.printf(
        Locale.ROOT,
        """

        The clinic is ready after %d s, with %d synthetic patients. No real person is in it.

          FHIR R4 server         %s, over TLS on port %d
          SMART discovery        %s/.well-known/smart-configuration
          authorization server   %s, over TLS on port %d
          data folder            %s
          policies               %s

        Demonstration logins (public; for this machine only):

          who         password         one-time code secret
        """,
        took.toSeconds(),
        patients.ids().size(),
        settings.fhirBase(),
        settings.fhirTlsPort(),
        settings.fhirBase(),
        settings.issuer(),
        settings.authTlsPort(),
        settings.dataFolder(),
        settings.policyFolder());
    for (Persona persona : Persona.values()) {
      out.printf(
          Locale.ROOT,
          "  %-11s %-16s %s%n",
          persona.login(),
          persona.demoPassword(),
          persona.demoOtpSecret());
    }
    out.printf(
        Locale.ROOT,
        """
          analytics   (signed assertion, key in the data folder)

        The patient who logs in is %s; another one is %s.

        Next, in another terminal:

          TOKEN=$(samples/clinic/bin/token patient%s)
          curl -H "Authorization: Bearer $TOKEN" %s/Patient/%s

          samples/clinic/bin/tour%s     thirty-five calls, what they answer, and the audit log
          samples/clinic/bin/audit%s    the audit log, verified

        Every request is authorized, checked and recorded. Stop with Ctrl-C.
        """,
        patients.withLogin(),
        other(),
        options(),
        settings.fhirBase(),
        patients.withLogin(),
        options(),
        options());
  }

  private String other() {
    return patients.ids().stream()
        .filter(id -> !id.equals(patients.withLogin()))
        .findFirst()
        .orElse("not there");
  }

  /** What the scripts must be told to find this clinic; nothing where all is as they assume. */
  private String options() {
    StringBuilder options = new StringBuilder();
    if (settings.fhirPort() != 8080) {
      options.append(" --port=").append(settings.fhirPort());
    }
    if (settings.authPort() != 9000) {
      options.append(" --auth-port=").append(settings.authPort());
    }
    if (!settings.dataFolder().endsWith(Path.of("samples", "clinic", "data"))) {
      options.append(" --data=").append(settings.dataFolder());
    }
    return options.toString();
  }
}
