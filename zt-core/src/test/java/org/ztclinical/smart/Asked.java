package org.ztclinical.smart;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.ReasonCode;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/** Asks an authorizer in the words of HTTP; patient 123 is in context unless said otherwise. */
final class Asked {
  static final ServerBase BASE = ServerBase.of("https://fhir.example.org/r4");

  private final Map<String, JsonObject> store = new HashMap<>();
  private final ScopeAuthorizer.Builder settings =
      ScopeAuthorizer.builder(BASE)
          .lookup((type, id) -> Optional.ofNullable(store.get(type + "/" + id)));
  private GrantedScopes scopes = GrantedScopes.none();
  private LaunchContext launch = LaunchContext.of(Optional.of("123"), Optional.empty());
  private String mediaType = "application/fhir+json";
  private final Map<String, List<String>> headers = new HashMap<>();

  static Asked with(String... scopes) {
    Asked asked = new Asked();
    asked.scopes = GrantedScopes.parse(List.of(scopes));
    return asked;
  }

  Asked withoutPatient() {
    launch = LaunchContext.none();
    return this;
  }

  Asked stored(String json) {
    JsonObject resource = json(json);
    store.put(
        resource.string("resourceType").orElseThrow() + "/" + resource.string("id").orElseThrow(),
        resource);
    return this;
  }

  Asked header(String name, String value) {
    headers.put(name, List.of(value));
    return this;
  }

  Asked allowing(OperationRule rule) {
    settings.allowOperation(rule);
    return this;
  }

  Asked previewing(PatchPreview preview) {
    settings.preview(preview);
    return this;
  }

  Asked sending(String type) {
    mediaType = type;
    return this;
  }

  Asked in(PatientCompartment compartment) {
    settings.compartment(compartment);
    return this;
  }

  Asked exporting(BulkRoutes routes) {
    settings.exports(routes);
    return this;
  }

  Asked sharing(String type) {
    settings.shareWithPatients(type);
    return this;
  }

  ScopeDecision get(String url) {
    return ask("GET", url, "");
  }

  ScopeDecision delete(String url) {
    return ask("DELETE", url, "");
  }

  ScopeDecision post(String url, String body) {
    return ask("POST", url, body);
  }

  ScopeDecision put(String url, String body) {
    return ask("PUT", url, body);
  }

  ScopeDecision patch(String url, String body) {
    mediaType = "application/json-patch+json";
    return ask("PATCH", url, body);
  }

  ScopeDecision ask(String method, String url, String body) {
    Classified classified = FhirClassifier.create().classify(request(method, url, body));
    return classified.fold(
        request -> decide(request), unknown -> new NotCovered(List.of(unknown.reason())));
  }

  private ScopeDecision decide(FhirRequest request) {
    return settings.build().decide(request, scopes, launch);
  }

  private CanonicalRequest request(String method, String url, String body) {
    try {
      Body sent =
          body.isEmpty() ? Body.none() : Body.of(mediaType, body.getBytes(StandardCharsets.UTF_8));
      return CanonicalRequest.parse(HttpMethod.parse(method), url, headers, sent);
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static JsonObject json(String text) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** {@code covered}, {@code narrowed} or {@code not covered}. */
  static String verdict(ScopeDecision decision) {
    return decision.fold(covered -> "covered", narrowed -> "narrowed", refused -> "not covered");
  }

  static ReasonCode reason(ScopeDecision decision) {
    return ((NotCovered) decision).reasons().get(0).code();
  }

  static Optional<Reason> refusal(ScopeDecision decision, String resource) {
    return decision.terms().orElseThrow().filter().refuses(json(resource));
  }
}
