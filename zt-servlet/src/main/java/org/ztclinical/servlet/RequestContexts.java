package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.RequestContext;

/**
 * Names requests: by the caller's {@code X-Request-Id} where it has a safe form and stands once,
 * otherwise by 128 random bits. Safe for use by many threads.
 */
final class RequestContexts {
  static final String REQUEST_ID = "X-Request-Id";

  private static final Pattern PEER = Pattern.compile("[0-9A-Za-z.:%_-]{1,64}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  RequestContexts(InstantSource clock) {
    this.clock = clock;
  }

  RequestContext of(HttpServletRequest request) {
    return new RequestContext(requestId(request), peer(request.getRemoteAddr()), clock.instant());
  }

  private String requestId(HttpServletRequest request) {
    List<String> sent = Collections.list(request.getHeaders(REQUEST_ID));
    return sent.size() == 1 && RequestContext.isRequestId(sent.get(0)) ? sent.get(0) : newId();
  }

  private String newId() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return BASE64.encodeToString(bits);
  }

  /** The connected peer's address; some containers put brackets around IPv6. */
  private static String peer(@Nullable String address) {
    if (address == null) {
      return "unknown";
    }
    String bare =
        address.startsWith("[") && address.endsWith("]")
            ? address.substring(1, address.length() - 1)
            : address;
    return PEER.matcher(bare).matches() ? bare : "unknown";
  }
}
