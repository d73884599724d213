package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

/**
 * Reads all header fields of a request, by lower-case name, within a limit of bytes and fields. The
 * credential and its proof do not count: one that is too large is answered as a bad one is.
 */
final class HeaderReader {
  /** More fields than this are refused. */
  static final int MAX_FIELDS = 128;

  private static final Set<String> CREDENTIALS = Set.of("authorization", "dpop");

  private final int maxBytes;

  HeaderReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A new map; changing it changes nothing else. */
  Map<String, List<String>> read(HttpServletRequest request) throws RequestRefusedException {
    Map<String, List<String>> fields = new TreeMap<>();
    long bytes = 0;
    int count = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (fields.containsKey(lower)) {
        continue;
      }
      List<String> values = Collections.list(request.getHeaders(name));
      count += values.size();
      for (String value : CREDENTIALS.contains(lower) ? List.<String>of() : values) {
        bytes += name.length() + value.length();
      }
      if (bytes > maxBytes || count > MAX_FIELDS) {
        throw new RequestRefusedException(RequestReason.REQUEST_TOO_LARGE, "headers");
      }
      fields.put(lower, values);
    }
    return fields;
  }
}
