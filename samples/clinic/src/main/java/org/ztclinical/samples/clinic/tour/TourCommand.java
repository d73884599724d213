package org.ztclinical.samples.clinic.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.VerificationReport;

/** {@code bin/tour} and {@code bin/audit}: exit code 0 when all is as it must be, else 1. */
public final class TourCommand {
  private static final String USAGE =
      "usage: tour | audit [--port=8080] [--auth-port=9000] [--data=samples/clinic/data]";

  private TourCommand() {}

  /** Runs one of the two commands, named by the first argument. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    if (arguments.length == 0) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Map<String, String> options = options(arguments);
    Path data = Path.of(options.getOrDefault("--data", "samples/clinic/data"));
    System.exit(arguments[0].equals("audit") ? audit(data) : tour(options, data));
  }

  private static int audit(Path data) throws IOException {
    Path folder = data.resolve("audit");
    AuditReader.forEach(folder, entry -> System.out.println(entry.describe()));
    AuditReader.forEachRejection(folder, entry -> System.out.println("lane " + entry.describe()));
    VerificationReport report = AuditVerifier.verify(folder);
    System.out.println(report.describe());
    return report.intact() ? 0 : 1;
  }

  private static int tour(Map<String, String> options, Path data)
      throws IOException, InterruptedException {
    String root = "http://127.0.0.1:" + options.getOrDefault("--port", "8080");
    String issuer = "http://127.0.0.1:" + options.getOrDefault("--auth-port", "9000");
    return new Tour(root, issuer, data, System.out).walk().isEmpty() ? 0 : 1;
  }

  private static Map<String, String> options(String... arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        System.err.println(USAGE);
        System.exit(2);
      }
      options.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return options;
  }
}
