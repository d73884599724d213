package org.ztclinical.request;

/**
 * How a hop that ends TLS tells which client certificate it has seen. A hop uses exactly one of
 * these; there is no guessing.
 */
public enum CertificateHeader {
  /** {@code Client-Cert}: a byte sequence of HTTP structured fields (RFC 9440 §2.2). */
  CLIENT_CERT("Client-Cert"),
  /** {@code X-Forwarded-Client-Cert}: Envoy's list of elements; the last one's {@code Cert}. */
  XFCC("X-Forwarded-Client-Cert"),
  /** {@code X-SSL-Client-Cert}: PEM, percent-encoded: nginx's {@code $ssl_client_escaped_cert}. */
  ESCAPED_PEM("X-SSL-Client-Cert");

  private final String field;

  CertificateHeader(String field) {
    this.field = field;
  }

  /** The name of the header field. */
  public String field() {
    return field;
  }
}
