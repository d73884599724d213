package org.ztclinical.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The media types and {@code _format} values of FHIR's forms (FHIR R4 §3.1.0.1.9). */
final class MediaTypes {
  private static final Set<String> JSON =
      Set.of("application/fhir+json", "application/json", "text/json");
  private static final Set<String> LINES =
      Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
  private static final Set<String> XML =
      Set.of("application/fhir+xml", "application/xml", "text/xml");
  private static final Set<String> WILD = Set.of("*/*", "application/*");

  private MediaTypes() {}

  static boolean isJson(String mediaType) {
    return JSON.contains(mediaType);
  }

  /** A plus sign that was not encoded arrives as a space; servers forgive that, so do we. */
  static boolean isJsonFormat(String format) {
    return format.equals("json") || isJson(format.replace(' ', '+').toLowerCase(Locale.ROOT));
  }

  static boolean isXmlFormat(String format) {
    return format.equals("xml") || XML.contains(format.replace(' ', '+').toLowerCase(Locale.ROOT));
  }

  /** True when an Accept field lets the server answer in XML. */
  static boolean acceptsXml(List<String> fields) {
    return fields.stream().anyMatch(field -> accepts(field, XML));
  }

  /** True when an Accept field lets the server answer in JSON; no field at all does. */
  static boolean acceptsJson(List<String> fields) {
    return fields.isEmpty() || fields.stream().anyMatch(MediaTypes::acceptsJson);
  }

  /** True when an Accept field lets the server answer with one resource a line. */
  static boolean acceptsLines(List<String> fields) {
    return fields.stream().anyMatch(field -> accepts(field, LINES));
  }

  private static boolean acceptsJson(String field) {
    return accepts(field, JSON) || accepts(field, WILD);
  }

  private static boolean accepts(String field, Set<String> wanted) {
    for (String range : field.split(",", -1)) {
      int semicolon = range.indexOf(';');
      String type = semicolon < 0 ? range : range.substring(0, semicolon);
      String bare = type.strip().toLowerCase(Locale.ROOT);
      if (wanted.contains(bare)) {
        return true;
      }
    }
    return false;
  }
}
