package org.ztclinical.samples.clinic.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.VerificationReport;
import org.ztclinical.samples.clinic.token.TokenRefusedException;

/** {@code bin/tour} and {@code bin/audit}: exit code 0 when all is as it must be, else 1. */
public final class TourCommand {
  private static final String USAGE =
      "usage: tour | audit [--port=8080] [--auth-port=9000] [--data=samples/clinic/data]";

  private static final List<String> OPTIONS = List.of("--port", "--auth-port", "--data");

  private TourCommand() {}

  /**
   * Runs one of the two commands, named by the first argument; exits with 2 and a sentence when it
   * was called wrongly or the clinic does not answer.
   */
  public static void main(String... arguments) throws InterruptedException {
    try {
      Map<String, String> options = options(arguments);
      Path data = Path.of(options.getOrDefault("--data", "samples/clinic/data"));
      System.exit(arguments[0].equals("audit") ? audit(data) : tour(options, data));
    } catch (IllegalArgumentException | TokenRefusedException e) {
      System.err.println(e.getMessage());
    } catch (IOException e) {
      System.err.println("the clinic does not answer, or its log cannot be read: " + e);
    }
    System.exit(2);
  }

  private static int audit(Path data) throws IOException {
    Path folder = data.resolve("audit");
    TourLog.requireIn(folder);
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
    return new Tour(root, issuer, data, System.out).walk(given(options)).isEmpty() ? 0 : 1;
  }

  /** The options as they were given, for the calls of {@code bin/token} that the tour shows. */
  private static String given(Map<String, String> options) {
    StringBuilder given = new StringBuilder();
    options.forEach((name, value) -> given.append(' ').append(name).append('=').append(value));
    return given.toString();
  }

  private static Map<String, String> options(String... arguments) {
    boolean known = arguments.length > 0 && List.of("tour", "audit").contains(arguments[0]);
    Map<String, String> options = new TreeMap<>();
    for (String argument : List.of(arguments).subList(known ? 1 : 0, arguments.length)) {
      int equals = argument.indexOf('=');
      known = known && equals > 0 && OPTIONS.contains(argument.substring(0, equals));
      if (known) {
        options.put(argument.substring(0, equals), argument.substring(equals + 1));
      }
    }
    if (!known) {
      throw new IllegalArgumentException(USAGE);
    }
    return options;
  }
}
