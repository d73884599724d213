package org.ztclinical.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.ztclinical.servlet.Behaviours.Behaviour;

/**
 * Search sets too large to be held. Every second entry is patient 2's. The header {@code X-Entries}
 * says how many there are, {@code X-Bad-At} before which one something goes wrong.
 */
final class LargeAnswers {
  /** What an application met that tried to take back what had left. */
  static final AtomicReference<String> TAKING_BACK = new AtomicReference<>("");

  /** What happens at the mishap called "ended". */
  static final AtomicReference<Runnable> ENDING = new AtomicReference<>(() -> {});

  private static final String PADDING = "x".repeat(600);

  private LargeAnswers() {}

  private interface Mishap {
    void happen(OutputStream out) throws IOException;
  }

  static Map<String, Behaviour> all() {
    Map<String, Behaviour> all = new HashMap<>();
    all.put("large", (rq, rs, s) -> write(rq, rs.getOutputStream(), rs, out -> {}));
    all.put("large-writer", (rq, rs, s) -> writer(rq, rs));
    all.put("large-async", (rq, rs, s) -> async(rq, rs, out -> {}, true));
    all.put(
        "large-trailers",
        (rq, rs, s) -> {
          rs.setTrailerFields(() -> Map.of("X-Dropped", Behaviours.SECRET));
          write(rq, rs.getOutputStream(), rs, out -> {});
        });
    all.put("large-bytewise", (rq, rs, s) -> bytewise(rq, rs));
    all.put("large-taking-back", (rq, rs, s) -> takingBack(rq, rs));
    all.put("large-xml", (rq, rs, s) -> xml(rq, rs, ""));
    all.put("large-xml-comment", (rq, rs, s) -> xml(rq, rs, "<!-- x -->"));
    all.put("large-untyped", (rq, rs, s) -> untyped(rq, rs));
    Map<String, Mishap> mishaps = new HashMap<>();
    mishaps.put("throw", out -> fail());
    mishaps.put("syntax", out -> out.write(bytes(",{\"resource\":{]}")));
    mishaps.put("duplicate", out -> out.write(bytes(",{\"a\":1,\"a\":2}")));
    mishaps.put("too-large", out -> out.write(bytes(",\"" + "y".repeat(300_000) + "\"")));
    mishaps.put("signature", out -> out.write(bytes("],\"signature\":{},\"x\":[{}")));
    mishaps.put("second-type", out -> out.write(bytes("],\"type\":\"document\",\"x\":[{}")));
    mishaps.put("second-entry", out -> out.write(bytes("],\"entry\":[{}],\"x\":[{}")));
    mishaps.put("ended", out -> ENDING.get().run());
    mishaps.put("unfinished", out -> out.write(bytes(",{\"resource\":\"")));
    mishaps.forEach(
        (name, mishap) -> {
          all.put("large-" + name, (rq, rs, s) -> write(rq, rs.getOutputStream(), rs, mishap));
          all.put("large-async-" + name, (rq, rs, s) -> async(rq, rs, mishap, true));
        });
    all.put("large-async-timeout", (rq, rs, s) -> async(rq, rs, out -> {}, false));
    return all;
  }

  private static void write(
      HttpServletRequest request, OutputStream out, HttpServletResponse response, Mishap mishap)
      throws IOException {
    response.setContentType("application/fhir+json");
    response.setHeader("ETag", "W/\"1\"");
    out.write(bytes(head()));
    int entries = request.getIntHeader("X-Entries");
    int badAt = request.getIntHeader("X-Bad-At");
    for (int i = 0; i < entries; i++) {
      if (i == badAt) {
        mishap.happen(out);
      }
      out.write(bytes((i == 0 ? "" : ",\n  ") + entry(i)));
      out.flush();
    }
    out.write(bytes("]}\n"));
  }

  static String head() {
    return "{ \"resourceType\":\"Bundle\",\"total\":77,\"type\":\"searchset\",\"link\":[{"
        + "\"relation\":\"next\",\"url\":\"https://ehr.example/fhir?_getpages=abc\"}],"
        + "\"entry\" : [";
  }

  /** An entry of patient 1 where the number is even, of patient 2 where it is odd. */
  static String entry(int number) {
    int patient = 1 + number % 2;
    return ("{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"p%d-%d\",\"status\":\"final\","
            + " \"code\":{\"text\":\"Größe Family%d %s\"},\"subject\":{\"reference\":\"Patient/%d\"}}}")
        .formatted(patient, number, patient, PADDING, patient);
  }

  private static void writer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/fhir+json");
    PrintWriter out = response.getWriter();
    out.print(head());
    for (int i = 0; i < request.getIntHeader("X-Entries"); i++) {
      out.print((i == 0 ? "" : ",\n  ") + entry(i));
    }
    out.print("]}\n");
  }

  private static void bytewise(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OutputStream out = response.getOutputStream();
    OutputStream single =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            out.write(b);
          }
        };
    write(request, single, response, any -> {});
  }

  private static void async(
      HttpServletRequest request, HttpServletResponse response, Mishap mishap, boolean completes) {
    AsyncContext async = request.startAsync();
    async.setTimeout(completes ? 10_000 : 700);
    Thread thread =
        new Thread(
            () -> {
              try {
                write(request, response.getOutputStream(), response, mishap);
              } catch (IOException | IllegalStateException e) {
                // An application that takes no notice.
              }
              if (completes) {
                async.complete();
              }
            });
    thread.start();
  }

  private static void takingBack(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(
        request,
        response.getOutputStream(),
        response,
        out -> {
          StringBuilder met = new StringBuilder("committed " + response.isCommitted());
          for (Runnable step :
              new Runnable[] {response::reset, response::resetBuffer, () -> sendError(response)}) {
            try {
              step.run();
            } catch (IllegalStateException e) {
              met.append(", refused");
            }
          }
          response.setStatus(500);
          response.setHeader("X-Late", Behaviours.SECRET);
          TAKING_BACK.set(met.toString());
        });
  }

  private static void sendError(HttpServletResponse response) {
    try {
      response.sendError(500);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The type comes behind the entries. */
  private static void untyped(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/fhir+json");
    OutputStream out = response.getOutputStream();
    out.write(bytes("{\"resourceType\":\"Bundle\",\"entry\":["));
    for (int i = 0; i < request.getIntHeader("X-Entries"); i++) {
      out.write(bytes((i == 0 ? "" : ",") + entry(i)));
    }
    out.write(bytes("],\"type\":\"searchset\"}"));
  }

  private static void xml(HttpServletRequest request, HttpServletResponse response, String mishap)
      throws IOException {
    response.setContentType("application/fhir+xml");
    OutputStream out = response.getOutputStream();
    out.write(
        bytes(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Bundle xmlns=\"http://hl7.org/fhir\">"
                + "<type value=\"searchset\"/><total value=\"77\"/>"));
    for (int i = 0; i < request.getIntHeader("X-Entries"); i++) {
      out.write(bytes(i == request.getIntHeader("X-Bad-At") ? mishap : ""));
      out.write(bytes(xmlEntry(i)));
    }
    out.write(bytes("</Bundle>"));
  }

  /** As {@link #entry}. */
  static String xmlEntry(int number) {
    int patient = 1 + number % 2;
    return ("<entry><resource><Observation><id value=\"p%d-%d\"/><status value=\"final\"/>"
            + "<code><text value=\"Größe Family%d %s\"/></code>"
            + "<subject><reference value=\"Patient/%d\"/></subject></Observation></resource></entry>")
        .formatted(patient, number, patient, PADDING, patient);
  }

  private static void fail() {
    throw new IllegalStateException(Behaviours.SECRET);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
