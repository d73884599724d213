package org.ztclinical.benchmarks.cedar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ztclinical.benchmarks.Median;
import org.ztclinical.cedar.value.CedarValue;

/**
 * How long a process takes from nothing to its first decision: the rules read, entities and request
 * made, one question answered. Each start is a JVM of its own.
 */
public final class FirstDecision {
  private static final String DECIDED = "decided after ";

  private FirstDecision() {}

  /**
   * The process that is measured.
   *
   * @param args a constant of {@link Engines}; for ours, the file of the policies
   */
  public static void main(String[] args) throws IOException {
    long start = System.nanoTime();
    Engines chosen = Engines.valueOf(args[0]);
    DecisionEngine engine =
        chosen == Engines.OURS ? new Ours(Files.readString(Path.of(args[1]))) : chosen.create();
    boolean allowed = engine.allows(0);
    long nanos = System.nanoTime() - start;
    if (!allowed) {
      throw new IllegalStateException("a wrong answer");
    }
    System.out.println(DECIDED + nanos);
  }

  /**
   * Starts so many processes, one after the other.
   *
   * @param engine what decides
   * @param starts how many processes
   */
  static Times measure(Engines engine, int starts) throws IOException {
    Path policies = Files.createTempFile("policies", ".cedar");
    try {
      Files.writeString(policies, RulesAsCedar.policies());
      return measure(engine, policies, starts);
    } finally {
      Files.delete(policies);
    }
  }

  private static Times measure(Engines engine, Path policies, int starts) throws IOException {
    List<Double> inMain = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath(engine),
                  FirstDecision.class.getName(),
                  engine.name(),
                  policies.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      inMain.add(nanosSaidBy(process) / 1e6);
      whole.add((System.nanoTime() - start) / 1e6);
      process.onExit().join();
    }
    return new Times(Median.of(inMain), Median.of(whole));
  }

  /** Reads until the process says that it has decided. */
  private static double nanosSaidBy(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(DECIDED)) {
        return Double.parseDouble(line.substring(DECIDED.length()));
      }
    }
    throw new IOException("a process ended without a decision");
  }

  /** Ours needs its own classes only; a peer brings whatever it brings. */
  private static String classPath(Engines engine) {
    return engine.isPeer()
        ? System.getProperty("java.class.path")
        : place(FirstDecision.class)
            + System.getProperty("path.separator")
            + place(CedarValue.class);
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Milliseconds until the first decision.
   *
   * @param inMain from the beginning of {@code main}
   * @param whole from the command that starts the JVM until its word arrives
   */
  record Times(Median inMain, Median whole) {}
}
