package org.ztclinical.obligation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Explanation;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeAuthorizer;

/** Permits as the decision point would issue them, for requests in a line of text. */
final class Permits {
  static final ScopeAuthorizer SCOPES =
      ScopeAuthorizer.builder(ServerBase.of("https://fhir.example/fhir"))
          .allowOperation(OperationRule.patientEverything())
          .build();

  private String subject = "alice";
  private Map<String, List<String>> headers = Map.of();
  private Body body = Body.none();

  Permits by(String subject) {
    this.subject = subject;
    return this;
  }

  Permits header(String name, String... values) {
    headers = Map.of(name, List.of(values));
    return this;
  }

  Permits sending(String json) {
    body = Body.of("application/fhir+json", json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Permit of(String methodAndPath, Obligation... whole) {
    return of(methodAndPath, Duties.of(List.of(whole)));
  }

  Permit of(String methodAndPath, Duties duties) {
    AccessRequest request = request(methodAndPath);
    ReleaseTerms terms =
        SCOPES.decide(request.fhir(), request.scopes(), request.launch()).terms().orElseThrow();
    return Permit.issue(
        "0123456789abcdef0123456789abcdef",
        request,
        Explanation.of(List.of()),
        terms,
        request.fhir().origin(),
        duties);
  }

  private AccessRequest request(String methodAndPath) {
    String[] parts = methodAndPath.split(" ", 2);
    try {
      FhirRequest fhir =
          FhirClassifier.create()
              .classify(
                  CanonicalRequest.parse(HttpMethod.valueOf(parts[0]), parts[1], headers, body))
              .fold(
                  known -> known,
                  unknown -> {
                    throw new IllegalArgumentException(unknown.reason().toString());
                  });
      LaunchContext launch = new LaunchContext(Optional.empty(), Optional.empty());
      OutboundGrant grant =
          new OutboundGrant(
              "https://issuer.example", "app", subject, List.of("user/*.cruds"), launch);
      RequestContext context = new RequestContext("r-1", "192.0.2.7", Instant.EPOCH);
      return AccessRequest.outbound(grant, context, fhir);
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
