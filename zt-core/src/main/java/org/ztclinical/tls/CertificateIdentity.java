package org.ztclinical.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.ztclinical.request.ClientCertificate;

/**
 * What a certificate says about who holds its key. Whoever makes one must have seen the certificate
 * proven: by a TLS handshake of this process, or by a hop that is trusted to have seen one.
 * Immutable.
 *
 * @param thumbprint SHA-256 of the certificate, base64url: {@code x5t#S256} (RFC 8705 §3.1)
 * @param subject the subject's name (RFC 2253); may be empty
 * @param dnsNames the subject alternative names that are host names, lower case as written
 * @param uris the subject alternative names that are URIs
 * @param emails the subject alternative names that are e-mail addresses
 * @param notBefore when it begins
 * @param notAfter when it ends
 */
public record CertificateIdentity(
    String thumbprint,
    String subject,
    List<String> dnsNames,
    List<String> uris,
    List<String> emails,
    Instant notBefore,
    Instant notAfter) {
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int MAX_NAMES = 256;

  public CertificateIdentity {
    dnsNames = List.copyOf(dnsNames);
    uris = List.copyOf(uris);
    emails = List.copyOf(emails);
  }

  /**
   * Reads a certificate.
   *
   * @throws IllegalArgumentException when its alternative names do not parse, or are more than 256
   */
  public static CertificateIdentity of(X509Certificate certificate) {
    return new CertificateIdentity(
        ClientCertificate.of(certificate).thumbprint(),
        certificate.getSubjectX500Principal().getName(),
        names(certificate, DNS),
        names(certificate, URI),
        names(certificate, EMAIL),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  private static List<String> names(X509Certificate certificate, int kind) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      List<String> names = new ArrayList<>();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (name.get(0).equals(kind)) {
          names.add((String) name.get(1));
        }
      }
      if (names.size() > MAX_NAMES) {
        throw new IllegalArgumentException("the certificate has more than 256 names");
      }
      return names;
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("the certificate's alternative names do not parse", e);
    }
  }

  /**
   * The workload's id, when this is an X.509-SVID: exactly one URI among its names, and that a
   * SPIFFE id (X509-SVID §2). With two URIs it has none.
   */
  public Optional<SpiffeId> spiffeId() {
    return uris.size() == 1 ? SpiffeId.parse(uris.get(0)) : Optional.empty();
  }

  /** Whether the certificate has begun and has not ended. */
  public boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && !time.isAfter(notAfter);
  }

  /** Names no person: subjects of client certificates often are people. */
  @Override
  public String toString() {
    return "CertificateIdentity[" + thumbprint + "]";
  }
}
