package org.ztclinical.request;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * A certificate whose private key the sender of a request was proven to hold: in the TLS handshake
 * of the connection that the request came by. Whether its issuer is to be trusted is not said here.
 * Prints nothing of it. Immutable and safe for use by many threads.
 */
public final class ClientCertificate {
  private final X509Certificate certificate;

  private ClientCertificate(X509Certificate certificate) {
    this.certificate = Objects.requireNonNull(certificate, "certificate");
  }

  /** The end entity's certificate, not one of those that issued it. */
  public static ClientCertificate of(X509Certificate proven) {
    return new ClientCertificate(proven);
  }

  /** The certificate itself. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * The SHA-256 of its DER encoding in base64url, as {@code x5t#S256} has it (RFC 8705 §3.1).
   *
   * @throws IllegalStateException when it has no encoding
   */
  public String thumbprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("the thumbprint of a certificate cannot be computed", e);
    }
  }

  /** Whether the moment is within its dates (RFC 5280 §4.1.2.5), both ends included. */
  public boolean isWithinDates(Instant moment) {
    return !moment.isBefore(certificate.getNotBefore().toInstant())
        && !moment.isAfter(certificate.getNotAfter().toInstant());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientCertificate known && certificate.equals(known.certificate);
  }

  @Override
  public int hashCode() {
    return certificate.hashCode();
  }

  @Override
  public String toString() {
    return "client certificate [redacted]";
  }
}
