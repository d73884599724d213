package org.ztclinical.enforce;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A complete HTTP response: what protected work hands back, and what a caller is given after the
 * check. Immutable; prints nothing of its content.
 */
public final class Response {
  /** Versions, links, sums and counts, in lower case. */
  private static final Set<String> OF_THE_WHOLE =
      Set.of(
          "etag",
          "last-modified",
          "link",
          "digest",
          "content-digest",
          "repr-digest",
          "content-md5",
          "x-total-count",
          "x-total",
          "total-count");

  private final int status;
  private final NavigableMap<String, List<String>> headers;
  private final byte[] body;

  private Response(int status, NavigableMap<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * A response.
   *
   * @param status 200 to 599
   * @param headers by name in any letter case, without framing headers; those are dropped
   * @param body handed over: not to be changed afterwards
   */
  public static Response of(int status, Map<String, List<String>> headers, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a final status is 200 to 599");
    }
    NavigableMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (!isFraming(name)) {
            copy.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values);
          }
        });
    copy.replaceAll((name, values) -> List.copyOf(values));
    return new Response(
        status, Collections.unmodifiableNavigableMap(copy), Objects.requireNonNull(body, "body"));
  }

  /** A FHIR JSON response. */
  public static Response json(int status, String body) {
    return of(
        status,
        Map.of("Content-Type", List.of("application/fhir+json;charset=UTF-8")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** A response without body. */
  public static Response empty(int status) {
    return of(status, Map.of(), new byte[0]);
  }

  /** The HTTP status code. */
  public int status() {
    return status;
  }

  /** Names compare without letter case; never null, never empty lists. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** Lower-case type and subtype of the body, without parameters; empty when not stated. */
  public String mediaType() {
    String stated = header("Content-Type").orElse("");
    int semicolon = stated.indexOf(';');
    return (semicolon < 0 ? stated : stated.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** The bytes themselves, not a copy: do not change them. */
  public byte[] body() {
    return body;
  }

  Response withHeader(String name, String value) {
    NavigableMap<String, List<String>> changed = new TreeMap<>(headers);
    // The name is written as it is given now.
    changed.remove(name);
    changed.put(name, List.of(value));
    return withHeaders(changed);
  }

  /** Without what headers tell of the whole, for an answer from which a part may be missing. */
  Response asPart() {
    return OF_THE_WHOLE.stream().anyMatch(headers::containsKey) ? without(OF_THE_WHOLE) : this;
  }

  Response withoutHeader(String name) {
    return headers.containsKey(name) ? without(Set.of(name)) : this;
  }

  private Response without(Set<String> names) {
    NavigableMap<String, List<String>> changed = new TreeMap<>(headers);
    names.forEach(changed::remove);
    return withHeaders(changed);
  }

  private Response withHeaders(NavigableMap<String, List<String>> changed) {
    return new Response(status, Collections.unmodifiableNavigableMap(changed), body);
  }

  Response withBody(byte[] changed) {
    return new Response(status, headers, changed);
  }

  private static boolean isFraming(String name) {
    return name.equalsIgnoreCase("Content-Length")
        || name.equalsIgnoreCase("Transfer-Encoding")
        || name.equalsIgnoreCase("Connection")
        || name.equalsIgnoreCase("Keep-Alive")
        || name.equalsIgnoreCase("Trailer");
  }

  @Override
  public String toString() {
    return "response " + status + " of " + body.length + " bytes";
  }
}
