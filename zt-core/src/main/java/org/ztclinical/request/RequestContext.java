package org.ztclinical.request;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known about a request besides its content.
 *
 * @param requestId names the request in the audit log; made by this library or taken from a header
 *     of safe form, at most 64 letters, digits, dots, hyphens and underscores
 * @param peer address of the directly connected peer, as text; "unknown" when there is none
 * @param receivedAt when the request arrived
 * @param certificate what the sender proved to hold when the connection was made
 */
public record RequestContext(
    String requestId, String peer, Instant receivedAt, Optional<ClientCertificate> certificate) {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern PEER = Pattern.compile("[A-Za-z0-9.:%_-]{1,64}");

  public RequestContext {
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(certificate, "certificate");
    if (!REQUEST_ID.matcher(requestId).matches()) {
      throw new IllegalArgumentException(
          "a request id is 1 to 64 letters, digits, dots, hyphens or underscores");
    }
    if (!PEER.matcher(peer).matches()) {
      throw new IllegalArgumentException("a peer is an IP address, or the word unknown");
    }
  }

  /** Of a connection on which no certificate was proven. */
  public RequestContext(String requestId, String peer, Instant receivedAt) {
    this(requestId, peer, receivedAt, Optional.empty());
  }

  /** True when text has the form of a request id. */
  public static boolean isRequestId(String text) {
    return REQUEST_ID.matcher(text).matches();
  }
}
