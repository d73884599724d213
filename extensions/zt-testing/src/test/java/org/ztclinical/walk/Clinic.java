package org.ztclinical.walk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.ztclinical.ZeroTrust;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.audit.AuditEntry;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.VerificationReport;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.ProtectedWork;
import org.ztclinical.enforce.Response;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.TrustedIssuer;

/**
 * A guarded application in miniature: what it was asked to do, what it answers, what was logged.
 */
final class Clinic implements AutoCloseable {
  private static final String BASE = "https://fhir.example/fhir";

  final ManualClock clock = ManualClock.create();
  final TestIssuer issuer = TestIssuer.create(clock);
  final ZeroTrust zeroTrust;
  final List<CanonicalRequest> performed = new ArrayList<>();
  final AtomicInteger runs = new AtomicInteger();

  private final Path directory;
  private ProtectedWork work =
      clearance -> Response.json(200, "{\"resourceType\":\"Patient\",\"id\":\"123\"}");

  Clinic(Path directory, UnaryOperator<ZeroTrustBuilder> settings) {
    this(directory, trusted -> trusted, settings);
  }

  Clinic(
      Path directory,
      UnaryOperator<TrustedIssuer> trust,
      UnaryOperator<ZeroTrustBuilder> settings) {
    this.directory = directory;
    this.zeroTrust =
        settings
            .apply(
                ZeroTrust.builder()
                    .trustIssuer(trust.apply(issuer.trusted()))
                    .fhirServer("/fhir", BASE)
                    .publicRoute(HttpMethod.GET, "/fhir/metadata")
                    .auditIn(directory)
                    .clock(clock))
            .build();
  }

  /** A clinic that is decided by these policies, too. */
  static Clinic decidedBy(
      Path directory, UnaryOperator<ZeroTrustBuilder> more, String... policies) {
    PolicyText[] texts = new PolicyText[policies.length];
    for (int i = 0; i < policies.length; i++) {
      texts[i] = new PolicyText("policy" + i + ".cedar", policies[i]);
    }
    return new Clinic(directory, settings -> more.apply(settings.policies(PolicySource.of(texts))));
  }

  Clinic answering(String json) {
    return working(clearance -> Response.json(200, json));
  }

  Clinic working(ProtectedWork answer) {
    work = answer;
    return this;
  }

  String token(String scopes, UnaryOperator<TestToken> more) {
    return issuer.mint(token -> more.apply(token.scope(scopes)));
  }

  Guarded get(String token, String pathAndQuery) throws Exception {
    return send(HttpMethod.GET, token, pathAndQuery, Body.none());
  }

  Guarded send(HttpMethod method, String token, String pathAndQuery, Body body) throws Exception {
    return send(method, token, pathAndQuery, Map.of(), body);
  }

  Guarded send(
      HttpMethod method,
      String token,
      String pathAndQuery,
      Map<String, List<String>> headers,
      Body body)
      throws Exception {
    Credentials credentials = token.isEmpty() ? Credentials.none() : Credentials.bearer(token);
    return send(credentials, CanonicalRequest.parse(method, pathAndQuery, headers, body));
  }

  /** Sends a logout token to where the settings say that it belongs, {@code /logout}. */
  Response logout(String token) throws Exception {
    Body form =
        Body.of(
            "application/x-www-form-urlencoded",
            ("logout_token=" + token).getBytes(StandardCharsets.US_ASCII));
    return send(HttpMethod.POST, "", "/logout", form).response();
  }

  Guarded send(Credentials credentials, CanonicalRequest request) {
    RequestContext context = new RequestContext("test-1", "192.0.2.7", clock.instant());
    return send(new Attempt(credentials, context, request));
  }

  Guarded send(Attempt attempt) {
    return zeroTrust.guard(
        attempt,
        clearance -> {
          runs.incrementAndGet();
          performed.add(clearance.toPerform());
          return work.perform(clearance);
        });
  }

  static Body json(String text) {
    return Body.of("application/fhir+json", text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Guarded guarded) {
    return new String(guarded.response().body(), StandardCharsets.UTF_8);
  }

  /** What the log holds, a line each; closes the log first. */
  List<String> log() throws Exception {
    zeroTrust.close();
    List<AuditEntry> entries = new ArrayList<>();
    AuditReader.forEach(directory, entries::add);
    return entries.stream().map(entry -> entry.record().describe()).toList();
  }

  List<String> rejections() throws Exception {
    zeroTrust.close();
    List<AuditEntry> entries = new ArrayList<>();
    AuditReader.forEachRejection(directory, entries::add);
    return entries.stream().map(entry -> entry.record().describe()).toList();
  }

  VerificationReport verify() throws Exception {
    zeroTrust.close();
    return AuditVerifier.verify(directory);
  }

  @Override
  public void close() {
    zeroTrust.close();
  }
}
