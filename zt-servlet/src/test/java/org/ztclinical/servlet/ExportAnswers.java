package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.ztclinical.servlet.Behaviours.Behaviour;

/**
 * One export, whose only file has as many lines as the header {@code X-Entries} says. Every second
 * line is a Patient, which was not asked for. Before line {@code X-Bad-At} something goes wrong.
 */
final class ExportAnswers {
  static final String STATUS = "/fhir/bulk/status/1";
  static final String FILE = "/fhir/bulk/files/1.ndjson";
  static final String START = "/fhir/$export?_type=Observation";

  private static final String PADDING = "x".repeat(600);
  private static final String MANIFEST =
      "{\"transactionTime\":\"2026-01-01T00:00:00Z\",\"request\":\"%s/$export\",\"output\":"
          + "[{\"type\":\"Observation\",\"url\":\"%s/bulk/files/1.ndjson\"}],\"error\":[]}";

  private ExportAnswers() {}

  static Map<String, Behaviour> all() {
    Map<String, Behaviour> all = new HashMap<>();
    all.put("export-start", (rq, rs, s) -> start(rs));
    all.put("export-status", (rq, rs, s) -> status(rs));
    Map<String, String> mishaps =
        Map.of(
            "", "",
            "-syntax", "{\"resourceType\":]}\n",
            "-two-on-a-line", "{\"resourceType\":\"Observation\"}{\"resourceType\":\"Patient\"}\n",
            "-return", "{\"resourceType\":\"Observation\",\r\"x\":1}\n",
            "-too-long",
                "{\"resourceType\":\"Observation\",\"x\":\"" + "y".repeat(300_000) + "\"}\n",
            "-bundle", "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}x\n",
            "-throw", "throw");
    mishaps.forEach(
        (name, mishap) -> all.put("export-file" + name, (rq, rs, s) -> file(rq, rs, mishap)));
    return all;
  }

  private static void start(HttpServletResponse response) {
    response.setStatus(202);
    response.setHeader("Content-Location", TestApplication.BASE_URL + "/bulk/status/1");
  }

  private static void status(HttpServletResponse response) throws IOException {
    response.setContentType("application/json");
    String base = TestApplication.BASE_URL;
    Behaviours.stream(response, MANIFEST.formatted(base, base));
  }

  private static void file(HttpServletRequest request, HttpServletResponse response, String mishap)
      throws IOException {
    response.setContentType("application/fhir+ndjson");
    response.setHeader("ETag", "W/\"1\"");
    response.setHeader("X-Job", Behaviours.SECRET);
    OutputStream out = response.getOutputStream();
    int badAt = request.getIntHeader("X-Bad-At");
    for (int i = 0; i < request.getIntHeader("X-Entries"); i++) {
      if (i == badAt && mishap.equals("throw")) {
        throw new IllegalStateException(Behaviours.SECRET);
      }
      out.write(bytes((i == badAt ? mishap : "") + line(i) + (i % 3 == 0 ? "\r\n" : "\n")));
      out.flush();
    }
  }

  /** An Observation where the number is even, a Patient where it is odd. */
  static String line(int number) {
    return ("{\"resourceType\":\"%s\",\"id\":\"p1-%d\", \"text\":{\"div\":\"Größe %s\"},"
            + "\"subject\":{\"reference\":\"Patient/%d\"}}")
        .formatted(number % 2 == 0 ? "Observation" : "Patient", number, PADDING, number % 7);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
