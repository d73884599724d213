package org.ztclinical.walk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/**
 * The SMART vectors of {@code -Dsmart.vectors=FILE}, or of the shared folder, and what comes of
 * them on a decision path.
 */
final class SmartVectors {
  private SmartVectors() {}

  /**
   * What a path makes of a vector.
   *
   * @param outcome {@code permit}, {@code narrow} or {@code deny}
   * @param entries the outcome of each bundle entry
   * @param leaves decides of a reference whether the stored resource would be in the answer
   * @param suppressesBody the answer to the write carries no resource
   * @param because why, for people
   */
  record Result(
      String outcome,
      List<String> entries,
      Function<String, Boolean> leaves,
      boolean suppressesBody,
      String because) {

    static Result deny(String because) {
      return new Result("deny", List.of(), reference -> false, false, because);
    }
  }

  /** What is wrong with a result, if anything; leaks begin with LEAK. */
  static Optional<String> fault(SmartVector vector, Result result) {
    boolean denied = result.outcome().equals("deny");
    if (!denied) {
      for (String hidden : vector.hidden()) {
        if (result.leaves().apply(hidden)) {
          return Optional.of("LEAK: " + hidden + " leaves");
        }
      }
    }
    if (!vector.accepted().contains(result.outcome())) {
      return Optional.of(
          (vector.expect().equals("deny") ? "LEAK: " : "")
              + "expected "
              + vector.accepted()
              + ", was "
              + result.outcome()
              + " "
              + result.because());
    }
    if (!denied) {
      for (String visible : vector.visible()) {
        if (!result.leaves().apply(visible)) {
          return Optional.of(visible + " does not leave");
        }
      }
      if (vector.obligations().contains("suppress-response-body") && !result.suppressesBody()) {
        return Optional.of("LEAK: the body is not suppressed");
      }
    }
    if (result.outcome().equals(vector.expect())
        && !denied
        && !vector.entries().isEmpty()
        && !vector.entries().equals(result.entries())) {
      return Optional.of("LEAK: expected " + vector.entries() + ", was " + result.entries());
    }
    return Optional.empty();
  }

  /** The outcome of a run: faults by vector id, and per category how many passed of how many. */
  record Report(Map<String, String> faults, Map<String, int[]> categories) {

    List<String> leaks() {
      return faults.entrySet().stream()
          .filter(fault -> fault.getValue().startsWith("LEAK"))
          .map(fault -> fault.getKey() + ": " + fault.getValue())
          .toList();
    }

    /** One line a category, then the faults. */
    String text() {
      StringBuilder text = new StringBuilder();
      int passed = 0;
      int total = 0;
      for (Map.Entry<String, int[]> category : categories.entrySet()) {
        passed += category.getValue()[0];
        total += category.getValue()[1];
        text.append(line(category.getKey(), category.getValue()[0], category.getValue()[1]));
      }
      text.append(line("total", passed, total));
      faults.forEach((id, fault) -> text.append(id).append(": ").append(fault).append('\n'));
      return text.toString();
    }

    private static String line(String name, int passed, int total) {
      return String.format("%-22s %3d/%d%n", name, passed, total);
    }
  }

  static Report run(List<SmartVector> vectors, Function<SmartVector, Result> path) {
    Map<String, String> faults = new TreeMap<>();
    Map<String, int[]> categories = new TreeMap<>();
    for (SmartVector vector : vectors) {
      Optional<String> fault = fault(vector, path.apply(vector));
      fault.ifPresent(text -> faults.put(vector.id(), text));
      int[] count = categories.computeIfAbsent(vector.category(), name -> new int[2]);
      count[0] += fault.isEmpty() ? 1 : 0;
      count[1]++;
    }
    return new Report(faults, categories);
  }

  /** The file to read; empty when it is absent and need not be there. */
  static Optional<Path> file() {
    String given = System.getProperty("smart.vectors", "");
    Path file =
        given.isEmpty()
            ? Path.of(System.getProperty("zt.shared", ""), "vectors/smart/smart-dev.jsonl")
            : Path.of(given);
    if (Files.isReadable(file)) {
      return Optional.of(file);
    }
    if (!given.isEmpty() || "true".equals(System.getenv("ZT_SHARED_REQUIRED"))) {
      throw new IllegalStateException("the SMART vectors are not there");
    }
    return Optional.empty();
  }

  static List<SmartVector> load(Path file) throws IOException, JsonSyntaxException {
    JsonReader reader = JsonReader.of(JsonLimits.forResources());
    List<SmartVector> vectors = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (!line.isBlank()) {
        vectors.add(new SmartVector(reader.readObject(line.getBytes(StandardCharsets.UTF_8))));
      }
    }
    return vectors;
  }
}
