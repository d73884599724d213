package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

/**
 * Reads a request body once and completely. Refused are: more bytes than the limit, whether
 * announced or not; a body without exactly one media type; text in another charset than UTF-8; a
 * content encoding, because what is decided on must be what the application reads.
 */
final class BodyReader {
  private final int maxBytes;

  BodyReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The body; none for GET and HEAD, where a body has no meaning (RFC 9110 §9.3.1). */
  Body read(HttpServletRequest request, HttpMethod method, Map<String, List<String>> fields)
      throws RequestRefusedException {
    if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
      return Body.none();
    }
    Optional<ContentType> type = type(fields);
    refuseEncoded(fields);
    if (request.getContentLengthLong() > maxBytes) {
      throw new RequestRefusedException(RequestReason.BODY_TOO_LARGE, "");
    }
    byte[] bytes = bytes(request);
    if (bytes.length > maxBytes) {
      throw new RequestRefusedException(RequestReason.BODY_TOO_LARGE, "");
    }
    if (type.isEmpty() && bytes.length > 0) {
      throw refused("a body needs a Content-Type");
    }
    return type.map(stated -> Body.of(stated.mediaType(), bytes)).orElse(Body.none());
  }

  private byte[] bytes(HttpServletRequest request) throws RequestRefusedException {
    try {
      return request.getInputStream().readNBytes(maxBytes + 1);
    } catch (IOException | RuntimeException e) {
      // Containers tell broken framing and closed connections in several ways, none of them ours.
      throw new RequestRefusedException(RequestReason.BODY_UNREADABLE, "");
    }
  }

  private static Optional<ContentType> type(Map<String, List<String>> fields)
      throws RequestRefusedException {
    List<String> sent = fields.getOrDefault("content-type", List.of());
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

  private static void refuseEncoded(Map<String, List<String>> fields)
      throws RequestRefusedException {
    for (String encoding : fields.getOrDefault("content-encoding", List.of())) {
      if (!encoding.strip().equalsIgnoreCase("identity")) {
        throw refused("a content encoding");
      }
    }
  }

  private static RequestRefusedException refused(String detail) {
    return new RequestRefusedException(RequestReason.MEDIA_TYPE_NOT_SUPPORTED, detail);
  }
}
