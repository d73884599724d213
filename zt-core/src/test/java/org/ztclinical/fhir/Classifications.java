package org.ztclinical.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;

/** What requests in short form mean to a classifier. */
final class Classifications {
  static final FhirClassifier CLASSIFIER = FhirClassifier.create();

  private Classifications() {}

  static FhirRequest known(String method, String url) throws Exception {
    return (FhirRequest) classify(method, url, "", "");
  }

  static Classified classify(String method, String url, String mediaType, String body)
      throws Exception {
    Body sent =
        body.isEmpty() ? Body.none() : Body.of(mediaType, body.getBytes(StandardCharsets.UTF_8));
    return CLASSIFIER.classify(
        CanonicalRequest.parse(HttpMethod.parse(method), url, Map.of(), sent));
  }

  static Object reason(Classified classified) {
    return classified.fold(known -> known.toString(), unknown -> unknown.reason().code());
  }
}
