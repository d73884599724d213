package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notices that {@code getRemoteAddr} is not the connection's address but what a header told:
 * containers can be set up so (Tomcat's {@code RemoteIpValve}, Jetty's {@code
 * ForwardedRequestCustomizer}), and anybody can send such a header. Then nobody is known to be a
 * trusted hop.
 */
final class ToldAddress {
  /** Set by Tomcat on a request whose address it has replaced. */
  private static final String REPLACED_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

  /** In which containers look for the address, by themselves or as they are usually set up. */
  private static final List<String> FIELDS =
      List.of(
          "X-Forwarded-For",
          "X-Real-IP",
          "X-Client-IP",
          "X-Cluster-Client-IP",
          "Client-IP",
          "True-Client-IP",
          "CF-Connecting-IP");

  /** A quote that does not end goes to the end, so that no part is looked through twice. */
  private static final Pattern FOR =
      Pattern.compile("for\\s*+=\\s*+(\"[^\"]*+(?:\"|\\z)|[^;,\\s]*+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.%]+");
  private static final Pattern IPV4_AND_PORT = Pattern.compile("([0-9.]+):[0-9]+");

  private ToldAddress() {}

  /**
   * Whether this address is told in a header of the request, or replaced what the container saw.
   */
  static boolean isTold(String peer, HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(REPLACED_BY_TOMCAT))
        || FIELDS.stream().anyMatch(field -> names(request, field, peer))
        || namesInForwarded(request, peer);
  }

  private static boolean names(HttpServletRequest request, String field, String peer) {
    return Collections.list(request.getHeaders(field)).stream()
        .anyMatch(value -> names(value, peer));
  }

  /** RFC 7239 §4: beside addresses of clients it tells those of proxies and hosts. */
  private static boolean namesInForwarded(HttpServletRequest request, String peer) {
    for (String value : Collections.list(request.getHeaders("Forwarded"))) {
      Matcher node = FOR.matcher(value);
      while (node.find()) {
        if (names(node.group(1), peer)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean names(String value, String peer) {
    Matcher address = ADDRESS.matcher(value);
    while (address.find()) {
      String told = address.group().toLowerCase(Locale.ROOT);
      Matcher port = IPV4_AND_PORT.matcher(told);
      if ((port.matches() ? port.group(1) : told).equals(peer.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
