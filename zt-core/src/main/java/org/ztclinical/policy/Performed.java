package org.ztclinical.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.BulkPart;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Preferences;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.smart.Narrowing;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeDecision;

/**
 * Makes the request that may run out of the one that was asked: searches get the narrowing's
 * parameters, a batch keeps only its permitted entries, each narrowed.
 */
final class Performed {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** Headers that would make the application answer with something that cannot be checked. */
  private static final Set<String> UNCHECKABLE =
      Set.of(
          "accept", "accept-encoding", "if-modified-since", "if-none-match", "range", "if-range");

  /** The files of an export: a resource a line (Bulk Data Access 2 §output file request). */
  private static final String LINES = "application/fhir+ndjson";

  private static final String XML = "application/fhir+xml";

  private static final Set<String> PREFER = Set.of("prefer");

  private Performed() {}

  /**
   * The request that may run.
   *
   * @param ownExport it is for the status or a file of the caller's own export
   */
  static CanonicalRequest of(FhirRequest asked, ReleaseTerms terms, boolean ownExport) {
    CanonicalRequest origin = preferring(asked, terms).withoutHeaders(UNCHECKABLE);
    if (ownExport && asked.bulk().filter(part -> part.kind() == BulkPart.Kind.FILE).isPresent()) {
      origin = origin.withHeader("accept", LINES);
    } else if (asked.wantsXml()) {
      origin = origin.withHeader("accept", XML);
    }
    if (origin.method() == HttpMethod.HEAD) {
      // The answer must have a body to be checked; the enforcement point drops it afterwards.
      origin = origin.withMethod(HttpMethod.GET);
    }
    if (!terms.entries().isEmpty()) {
      return batch(origin, asked, terms.entries());
    }
    Narrowing narrowing = terms.narrowing();
    boolean form = origin.method() == HttpMethod.POST && origin.body().mediaType().equals(FORM);
    if (!form) {
      return origin.withQuery(narrowing.apply(origin.query()));
    }
    Parameters body = narrowing.apply(formOf(origin));
    return origin
        .withQuery(narrowing.keepCheckable(origin.query()))
        .withBody(Body.of(FORM, body.toQuery().getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * The application is asked for what may leave: nothing of what is written where it may not be
   * read, and the answer itself, not a place to fetch it from later.
   */
  private static CanonicalRequest preferring(FhirRequest asked, ReleaseTerms terms) {
    Preferences sent = asked.preferences();
    Preferences wanted = asked.isExportStart() ? sent : sent.synchronous();
    boolean minimal = terms.suppressBody() || suppressesAll(asked, terms);
    String text = (minimal ? wanted.minimal() : wanted).text();
    return text.isEmpty()
        ? asked.origin().withoutHeaders(PREFER)
        : asked.origin().withHeader("prefer", text);
  }

  /** True of a bundle that writes, and in which no permitted write may be read. */
  private static boolean suppressesAll(FhirRequest asked, ReleaseTerms terms) {
    boolean writes = false;
    for (int i = 0; i < terms.entries().size(); i++) {
      boolean write =
          asked.entries().get(i).fold(entry -> entry.interaction().isWrite(), unknown -> false);
      Optional<ReleaseTerms> entry = terms.entries().get(i).terms();
      if (write && entry.isPresent()) {
        if (!entry.get().suppressBody()) {
          return false;
        }
        writes = true;
      }
    }
    return writes;
  }

  private static CanonicalRequest batch(
      CanonicalRequest origin, FhirRequest asked, List<ScopeDecision> decisions) {
    JsonObject bundle =
        asked.resource().orElseThrow(() -> new IllegalStateException("a batch without its bundle"));
    List<JsonValue> sent = bundle.array("entry");
    List<JsonValue> kept = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      Optional<ReleaseTerms> terms = decisions.get(i).terms();
      if (terms.isPresent() && sent.get(i) instanceof JsonObject entry) {
        kept.add(narrowed(entry, asked.entries().get(i), terms.get()));
      }
    }
    byte[] body = JsonWriter.write(bundle.with("entry", new JsonArray(kept)));
    return origin.withBody(Body.of(origin.body().mediaType(), body));
  }

  private static JsonObject narrowed(JsonObject entry, Classified asked, ReleaseTerms terms) {
    Optional<CanonicalRequest> read =
        asked.fold(known -> Optional.of(known.origin()), unknown -> Optional.empty());
    if (read.isEmpty()) {
      return entry;
    }
    JsonObject sent =
        entry
            .object("request")
            .orElseThrow(() -> new IllegalStateException("an entry without its request"));
    JsonObject request = unconditional(sent, read.get().method());
    Parameters query = terms.narrowing().apply(read.get().query());
    if (!query.equals(read.get().query())) {
      String path = read.get().path().text().substring(1);
      request = request.with("url", new JsonString(path + "?" + query.toQuery()));
    }
    return request.equals(sent) ? entry : entry.with("request", request);
  }

  /** An entry that reads, without what may make its answer "not modified", as with headers. */
  private static JsonObject unconditional(JsonObject request, HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.HEAD
        ? request.without("ifNoneMatch").without("ifModifiedSince")
        : request;
  }

  private static Parameters formOf(CanonicalRequest origin) {
    try {
      String text = new String(origin.body().bytes(), StandardCharsets.US_ASCII);
      return Parameters.parse(text);
    } catch (RequestRefusedException e) {
      throw new IllegalStateException("the classifier read this form before", e);
    }
  }
}
