package org.ztclinical.fhir;

import java.util.List;
import org.ztclinical.request.CanonicalRequest;

/** What must hold before a request is looked at: no method override, an answer in JSON or XML. */
final class Preconditions {
  private static final List<String> OVERRIDES =
      List.of("x-http-method-override", "x-http-method", "x-method-override");

  private Preconditions() {}

  /**
   * Checks.
   *
   * @param file a file of an export may be asked for as NDJSON, too
   */
  static void check(CanonicalRequest request, boolean file) throws NoMeaningException {
    for (String header : OVERRIDES) {
      if (!request.headers(header).isEmpty()) {
        throw new NoMeaningException(FhirReason.METHOD_OVERRIDE);
      }
    }
    // _format outranks Accept (FHIR R4 §3.1.0.1.11).
    List<String> accepted = request.headers("accept");
    if (!MediaTypes.acceptsJson(accepted)
        && !MediaTypes.acceptsXml(accepted)
        && !(file && MediaTypes.acceptsLines(accepted))
        && request.query().all("_format").isEmpty()) {
      throw new NoMeaningException(FhirReason.FORMAT_NOT_SUPPORTED);
    }
  }
}
