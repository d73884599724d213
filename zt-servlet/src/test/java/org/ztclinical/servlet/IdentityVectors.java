package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.servlet.RawClient.Received;

/**
 * The attacks on identity that are described in a file, one a line: {@code -Didentity.vectors=}, or
 * the one beside the project. Each has an id, by which a test's table builds it.
 */
final class IdentityVectors {
  private static final Pattern ERROR = Pattern.compile("error=\"([a-z_]+)\"");

  private IdentityVectors() {}

  /**
   * Makes each attack of these categories, and fails where one is answered otherwise than the file
   * says, or nobody has built it.
   *
   * @param attacks by id; an attack that is built of several requests expects the same of each
   * @param exempt ids that are not tried, with the reason
   */
  static void assertAnswered(
      Set<String> categories,
      Map<String, Supplier<List<Received>>> attacks,
      Map<String, String> exempt) {
    List<String> faults = new ArrayList<>();
    Map<String, int[]> counts = new TreeMap<>();
    for (JsonObject vector : load()) {
      String id = vector.string("id").orElseThrow();
      String category = vector.string("category").orElseThrow();
      if (categories.contains(category)) {
        int[] count = counts.computeIfAbsent(category, c -> new int[2]);
        count[1]++;
        Optional<String> fault = exempt.containsKey(id) ? Optional.empty() : fault(vector, attacks);
        count[0] += fault.isEmpty() && !exempt.containsKey(id) ? 1 : 0;
        fault.ifPresent(text -> faults.add(id + ": " + text));
      }
    }
    counts.forEach((name, count) -> System.out.printf("%-22s %3d/%d%n", name, count[0], count[1]));

    assertThat(faults).isEmpty();
  }

  /** The categories of the file. */
  static Set<String> categories() {
    return Set.copyOf(
        load().stream().map(vector -> vector.string("category").orElseThrow()).distinct().toList());
  }

  private static Optional<String> fault(
      JsonObject vector, Map<String, Supplier<List<Received>>> attacks) {
    Supplier<List<Received>> attack = attacks.get(vector.string("id").orElseThrow());
    if (attack == null) {
      return Optional.of("nobody has built it");
    }
    for (Received received : attack.get()) {
      Optional<String> fault = fault(vector.object("expected").orElseThrow(), received);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fault(JsonObject expected, Received received) {
    ContainerContract.tellsNothing(received);
    List<Integer> right = new ArrayList<>();
    right.add(number(expected.get("status")));
    expected.array("alt_status").forEach(value -> right.add(number(value)));
    if (!right.contains(received.status())) {
      return Optional.of("answered " + received.status() + ", not " + right);
    }
    String told = errorOf(received);
    String wanted = expected.string("error").orElse("none");
    boolean alternative = received.status() != right.get(0);
    return alternative || told.equals(wanted)
        ? Optional.empty()
        : Optional.of("told " + told + ", not " + wanted);
  }

  /** The error code of the challenge. */
  static String errorOf(Received received) {
    Matcher error = ERROR.matcher(received.header("WWW-Authenticate").orElse(""));
    return error.find() ? error.group(1) : "none";
  }

  private static int number(Object value) {
    return Integer.parseInt(((JsonNumber) value).text());
  }

  private static List<JsonObject> load() {
    Optional<Path> file = file();
    Assumptions.assumeTrue(file.isPresent(), "skipped: the identity vectors are not there");
    JsonReader reader = JsonReader.of(JsonLimits.forResources());
    List<JsonObject> vectors = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file.get(), StandardCharsets.UTF_8)) {
        vectors.add(reader.readObject(line.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a line is not JSON", e);
    }
    return vectors;
  }

  private static Optional<Path> file() {
    String given = System.getProperty("identity.vectors", "");
    Path file =
        given.isEmpty()
            ? Path.of(System.getProperty("zt.shared", ""), "vectors/identity/attacks-dev.jsonl")
            : Path.of(given);
    if (Files.isReadable(file)) {
      return Optional.of(file);
    }
    if (!given.isEmpty() || "true".equals(System.getenv("ZT_SHARED_REQUIRED"))) {
      throw new IllegalStateException("the identity vectors are not there");
    }
    return Optional.empty();
  }
}
