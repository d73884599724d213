package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.CertificateHeader;
import org.ztclinical.request.ClientCertificate;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.request.TrustedHops;
import org.ztclinical.tls.ForwardedCertificates;

/**
 * Names requests by 128 random bits. A caller's {@code X-Request-Id} is not used: the audit log
 * holds no text that a caller chose. Safe for use by many threads.
 */
final class RequestContexts {
  static final String REQUEST_ID = "X-Request-Id";

  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final Pattern PEER = Pattern.compile("[0-9A-Za-z.:%_-]{1,64}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final TrustedHops hops;

  RequestContexts(InstantSource clock, TrustedHops hops) {
    this.clock = clock;
    this.hops = hops;
  }

  /** Without a certificate: that may be told unreadably. */
  RequestContext of(HttpServletRequest request) {
    return new RequestContext(newId(), peer(request.getRemoteAddr()), clock.instant());
  }

  /** With the certificate that the sender proved to hold. */
  RequestContext withCertificate(RequestContext context, HttpServletRequest request)
      throws RequestRefusedException {
    Optional<ClientCertificate> certificate =
        hops.trusts(context.peer()) ? told(context.peer(), request) : proven(request);
    return new RequestContext(
        context.requestId(), context.peer(), context.receivedAt(), certificate);
  }

  /**
   * What a trusted hop says it has seen. Its own certificate, by which it connected to us, is that
   * of the hop and of nobody behind it.
   */
  private Optional<ClientCertificate> told(String peer, HttpServletRequest request)
      throws RequestRefusedException {
    Optional<CertificateHeader> header = hops.certificateHeader(peer);
    // An address that a header told is no hop's: anybody could have sent it.
    return header.isEmpty() || ToldAddress.isTold(peer, request)
        ? Optional.empty()
        : ForwardedCertificates.read(
                header.get(), Collections.list(request.getHeaders(header.get().field())))
            .map(ClientCertificate::of);
  }

  /**
   * What the directly connected peer proved in the TLS handshake: the container's word (Servlet 6.0
   * §3.10), its own certificate first. What it tells in headers does not count.
   */
  private static Optional<ClientCertificate> proven(HttpServletRequest request) {
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
        ? Optional.of(ClientCertificate.of(chain[0]))
        : Optional.empty();
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
