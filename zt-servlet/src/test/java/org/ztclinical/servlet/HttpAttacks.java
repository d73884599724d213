package org.ztclinical.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/** Builds the attacks on HTTP that the identity vectors describe in words, by their id. */
final class HttpAttacks {
  private final TestApplication application;
  private final RawClient client;
  private final RawClient behindRewriting;
  private final Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();

  /**
   * @param behindRewriting reaches an application whose filter is behind one that rewrites paths
   */
  HttpAttacks(TestApplication application, RawClient behindRewriting) {
    this.application = application;
    this.client = application.client();
    this.behindRewriting = behindRewriting;
    servlet();
    extraction();
    forwarded();
  }

  Map<String, Supplier<List<Received>>> all() {
    return attacks;
  }

  private void servlet() {
    attacks.put(
        "servlet-01", () -> open("/fhir;x=1/Patient/1", "/;/fhir/Patient/1", "/fhir/Patient/1;x"));
    attacks.put("servlet-04", () -> open("//fhir/Patient/1", "/fhir//Patient/1"));
    attacks.put("servlet-07", () -> open("/fhir/Patient/1.json", "/fhir/Patient/1.action"));
    attacks.put(
        "servlet-10",
        () -> List.of(client.get("/forward").header("X-To", "/fhir/Patient/1").receive()));
    attacks.put(
        "servlet-13",
        () -> List.of(client.get("/include").header("X-To", "/fhir/Patient/1").receive()));
    attacks.put(
        "servlet-16",
        () ->
            List.of(
                asPatient("GET", "/fhir/Patient/1")
                    .header("X-HTTP-Method-Override", "DELETE")
                    .receive(),
                asPatient("POST", "/fhir/Patient/_search")
                    .body(ContentType.FORM, "_method=DELETE")
                    .receive()));
    attacks.put("servlet-19", this::searchByPost);
    attacks.put("servlet-22", () -> List.of(behindRewriting.get("/hello").receive()));
  }

  private void extraction() {
    attacks.put(
        "http-extraction-01",
        () ->
            List.of(
                asPatient("GET", "/fhir/Patient/1").bearer(application.patientToken()).receive(),
                asPatient("GET", "/fhir/Patient/1").bearer("other").receive()));
    attacks.put(
        "http-extraction-04",
        () ->
            List.of(
                client
                    .get("/fhir/Patient/1")
                    .body(ContentType.FORM, "access_token=" + application.patientToken())
                    .receive()));
    attacks.put(
        "http-extraction-07",
        () ->
            List.of(
                client
                    .get("/fhir/Patient/1")
                    .header(
                        "Authorization",
                        "Bearer " + application.patientToken() + ", Bearer " + "other")
                    .receive()));
    attacks.put("http-extraction-10", this::injection);
    attacks.put(
        "http-extraction-13",
        () ->
            List.of(
                client
                    .send("POST", "/fhir/Observation")
                    .header("Origin", "https://evil.example")
                    .header("Cookie", "access_token=" + application.patientToken())
                    .body("application/fhir+json", "{\"resourceType\":\"Observation\"}")
                    .receive()));
  }

  private void forwarded() {
    String certificate = "Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688";
    attacks.put(
        "forwarded-headers-01",
        () -> bound("X-Forwarded-Client-Cert", certificate + ";Cert=\"MII\""));
    attacks.put("forwarded-headers-04", () -> bound("X-Forwarded-Client-Cert", certificate));
    attacks.put("forwarded-headers-10", () -> bound("Client-Cert-Chain", ":MII=:"));
    attacks.put("forwarded-headers-16", () -> bound("X-Forwarded-For", "::ffff:10.0.0.1"));
  }

  private List<Received> open(String... targets) {
    return List.of(targets).stream().map(target -> client.get(target).receive()).toList();
  }

  private Sending asPatient(String method, String target) {
    return client.send(method, target).bearer(application.patientToken());
  }

  /** Reading is granted, searching is not. */
  private List<Received> searchByPost() {
    String token =
        application.issuer.mint(t -> t.patient("1").scope("launch/patient patient/Observation.r"));
    return List.of(
        client
            .send("POST", "/fhir/Observation/_search")
            .bearer(token)
            .body(ContentType.FORM, "code=8867-4")
            .receive(),
        client.send("POST", "/fhir/_search").bearer(token).body(ContentType.FORM, "").receive());
  }

  /** Claims that would end a quoted string or a line if they were echoed. */
  private List<Received> injection() {
    String evil = "\", error_description=\"x\r\nSet-Cookie: a=b";
    String token =
        application.issuer.mint(t -> t.audience("https://other.example").claim("scope", evil));
    return List.of(client.get("/fhir/Patient/1").bearer(token).receive());
  }

  /** A token that is bound to a certificate, with a claim of the network that says which it is. */
  private List<Received> bound(String header, String value) {
    String token =
        application.issuer.mint(
            t ->
                t.patient("1")
                    .scope("launch/patient patient/*.cruds")
                    .claim(
                        "cnf", Map.of("x5t#S256", "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2")));
    return List.of(
        client.get("/fhir/Patient/1").header(header, value).bearer(token).receive(),
        client.get("/fhir/Patient/1").bearer(token).receive());
  }

  /** Makes every request look like one for a patient, in all that a wrapper can change. */
  static Filter rewriting() {
    return (request, response, chain) ->
        chain.doFilter(
            new HttpServletRequestWrapper((HttpServletRequest) request) {
              @Override
              public String getRequestURI() {
                return "/fhir/Patient/1";
              }

              @Override
              public String getServletPath() {
                return "/fhir";
              }

              @Override
              public String getPathInfo() {
                return "/Patient/1";
              }
            },
            response);
  }
}
