package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.servlet.RawClient.Received;

/**
 * The attacks on HTTP among the identity vectors, over real sockets. The file is {@code
 * -Didentity.vectors=}, or the one beside the project.
 */
final class IdentityVectorTest {
  private static final Set<String> CATEGORIES =
      Set.of("servlet", "http-extraction", "forwarded-headers");

  /** Need trusted hops and network zones, of which there are none yet: claims are removed. */
  private static final Set<String> NOT_YET = Set.of("forwarded-headers-07", "forwarded-headers-13");

  private static final Pattern ERROR = Pattern.compile("error=\"([a-z_]+)\"");

  @TempDir Path directory;

  @Test
  void everyAttackOnHttpIsAnsweredAsTheVectorsSay() throws Exception {
    Optional<Path> file = file();
    Assumptions.assumeTrue(file.isPresent(), "skipped: the identity vectors are not there");
    List<String> faults = new ArrayList<>();
    Map<String, int[]> counts = new TreeMap<>();
    try (TestApplication application =
            TestApplication.start(TomcatServer::start, directory.resolve("a"));
        WebServer behindRewriting =
            TomcatServer.start(directory, context -> rewritten(context, application))) {
      HttpAttacks attacks = new HttpAttacks(application, new RawClient(behindRewriting.port()));
      for (JsonObject vector : load(file.get())) {
        String id = vector.string("id").orElseThrow();
        int[] count =
            counts.computeIfAbsent(vector.string("category").orElseThrow(), c -> new int[2]);
        count[1]++;
        Optional<String> fault = fault(vector, attacks);
        count[0] += fault.isEmpty() ? 1 : 0;
        fault.filter(text -> !NOT_YET.contains(id)).ifPresent(text -> faults.add(id + ": " + text));
      }
    }
    counts.forEach((name, count) -> System.out.printf("%-22s %3d/%d%n", name, count[0], count[1]));

    assertThat(faults).isEmpty();
  }

  private static void rewritten(
      jakarta.servlet.ServletContext context, TestApplication application) {
    FilterRegistration.Dynamic inFront = context.addFilter("rewriting", HttpAttacks.rewriting());
    inFront.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    FilterRegistration.Dynamic ours =
        context.addFilter("ours", new ZeroTrustFilter(application.zeroTrust).trustMapping());
    ours.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
    TestApplication.add(
        context,
        "hello",
        TestApplication.page((rq, rs) -> rs.getWriter().print("hello")),
        "/hello");
  }

  private static Optional<String> fault(JsonObject vector, HttpAttacks attacks) {
    var attack = attacks.all().get(vector.string("id").orElseThrow());
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
    Matcher error = ERROR.matcher(received.header("WWW-Authenticate").orElse(""));
    String told = error.find() ? error.group(1) : "none";
    String wanted = expected.string("error").orElse("none");
    boolean alternative = received.status() != right.get(0);
    return alternative || told.equals(wanted)
        ? Optional.empty()
        : Optional.of("told " + told + ", not " + wanted);
  }

  private static int number(Object value) {
    return Integer.parseInt(((JsonNumber) value).text());
  }

  private static List<JsonObject> load(Path file) throws IOException, JsonSyntaxException {
    JsonReader reader = JsonReader.of(JsonLimits.forResources());
    List<JsonObject> vectors = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      JsonObject vector = reader.readObject(line.getBytes(StandardCharsets.UTF_8));
      if (vector.string("category").filter(CATEGORIES::contains).isPresent()) {
        vectors.add(vector);
      }
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
