package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

/**
 * Reads a request body once and completely. Refused are: more bytes than the request may have,
 * whether announced or not; a body without exactly one media type; text in another charset than
 * UTF-8; a content encoding, because what is decided on must be what the application reads.
 */
final class BodyReader {
  private static final int SMALL = 64 * 1024;

  private final ToIntFunction<CanonicalRequest> mostBytes;

  BodyReader(ToIntFunction<CanonicalRequest> mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** True when a body may follow that is larger than 64 KiB, or of unknown length. */
  boolean isLarge(HttpServletRequest request, CanonicalRequest head) {
    // From HTTP/2 on a body may come without any word of it.
    boolean announced =
        request.getProtocol().startsWith("HTTP/1.") && head.headers("transfer-encoding").isEmpty();
    long length = request.getContentLengthLong();
    return hasBody(head) && (length > SMALL || (length < 0 && !announced));
  }

  /** The body; none for GET and HEAD, where a body has no meaning (RFC 9110 §9.3.1). */
  Body read(HttpServletRequest request, CanonicalRequest head) throws RequestRefusedException {
    if (!hasBody(head)) {
      return Body.none();
    }
    Optional<ContentType> type = type(head.headers("content-type"));
    refuseEncoded(head.headers("content-encoding"));
    int maxBytes = mostBytes.applyAsInt(head);
    if (request.getContentLengthLong() > maxBytes) {
      throw new RequestRefusedException(RequestReason.BODY_TOO_LARGE, "");
    }
    byte[] bytes = bytes(request, maxBytes);
    if (bytes.length > maxBytes) {
      throw new RequestRefusedException(RequestReason.BODY_TOO_LARGE, "");
    }
    if (type.isEmpty() && bytes.length > 0) {
      throw refused("a body needs a Content-Type");
    }
    return type.map(stated -> Body.of(stated.mediaType(), bytes)).orElse(Body.none());
  }

  private static boolean hasBody(CanonicalRequest head) {
    return head.method() != HttpMethod.GET && head.method() != HttpMethod.HEAD;
  }

  private static byte[] bytes(HttpServletRequest request, int maxBytes)
      throws RequestRefusedException {
    try {
      return request.getInputStream().readNBytes(maxBytes + 1);
    } catch (IOException | RuntimeException e) {
      // Containers tell broken framing and closed connections in several ways, none of them ours.
      throw new RequestRefusedException(RequestReason.BODY_UNREADABLE, "");
    }
  }

  private static Optional<ContentType> type(List<String> sent) throws RequestRefusedException {
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    if (sent.size() > 1) {
      throw new RequestRefusedException(RequestReason.HEADER_AMBIGUOUS, "Content-Type");
    }
    ContentType type =
        ContentType.parse(sent.get(0)).orElseThrow(() -> refused("the Content-Type is malformed"));
    if (!type.isUtf8()) {
      throw refused("the charset is not UTF-8");
    }
    return Optional.of(type);
  }

  private static void refuseEncoded(List<String> encodings) throws RequestRefusedException {
    for (String encoding : encodings) {
      if (!encoding.strip().equalsIgnoreCase("identity")) {
        throw refused("a content encoding");
      }
    }
  }

  private static RequestRefusedException refused(String detail) {
    return new RequestRefusedException(RequestReason.MEDIA_TYPE_NOT_SUPPORTED, detail);
  }
}
