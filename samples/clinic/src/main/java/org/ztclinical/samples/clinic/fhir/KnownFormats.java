package org.ztclinical.samples.clinic.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds requests in or for RDF, which this server answers with 415 and 406: the libraries for it
 * are left out, and HAPI would answer 500.
 */
final class KnownFormats {
  private static final Pattern RDF = Pattern.compile("turtle|(^|[^a-z])ttl|n-triples|n-quads|rdf");

  private KnownFormats() {}

  /** The status to refuse with, if the request is to be refused. */
  static OptionalInt refusal(HttpServletRequest request) {
    if (isRdf(request.getHeader("Content-Type"))) {
      return OptionalInt.of(415);
    }
    if (isRdf(request.getHeader("Accept")) || isRdf(format(request))) {
      return OptionalInt.of(406);
    }
    return OptionalInt.empty();
  }

  private static @Nullable String format(HttpServletRequest request) {
    String query = request.getQueryString();
    int start = query == null ? -1 : query.indexOf("_format=");
    return query == null || start < 0 ? null : query.substring(start).split("&", 2)[0];
  }

  private static boolean isRdf(@Nullable String text) {
    return text != null && RDF.matcher(text.toLowerCase(Locale.ROOT)).find();
  }
}
