package org.ztclinical.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.CertificateHeader;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;

/**
 * Reads the client certificate that a trusted hop tells in a header. Only for headers of a peer
 * that {@link org.ztclinical.request.TrustedHops} trusts with them. The certificate is parsed, not
 * verified: that its holder proved the key, and leads to a trusted issuer, is the hop's word.
 */
public final class ForwardedCertificates {
  /** A certificate with an RSA key of 4096 bits and many names has about 4 kB. */
  private static final int MAX_CHARACTERS = 16 * 1024;

  private static final Pattern BYTE_SEQUENCE = Pattern.compile(":([A-Za-z0-9+/]+={0,2}):");
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE-----\\s([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");

  private ForwardedCertificates() {}

  /**
   * The one certificate.
   *
   * @param header how the hop writes it
   * @param values all fields of that name, in order
   * @return empty when there is no such field, or one that names no certificate (XFCC with only a
   *     hash or a subject)
   * @throws RequestRefusedException when the field stands twice or does not parse exactly
   */
  public static Optional<X509Certificate> read(CertificateHeader header, List<String> values)
      throws RequestRefusedException {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw refused("the client certificate is told twice");
    }
    String value = values.get(0);
    if (value.length() > MAX_CHARACTERS) {
      throw refused("the client certificate is told in more than 16 kB");
    }
    return switch (header) {
      case CLIENT_CERT -> Optional.of(byteSequence(value));
      case XFCC -> xfcc(value);
      case ESCAPED_PEM -> Optional.of(pem(unescaped(value)));
    };
  }

  private static Optional<X509Certificate> xfcc(String value) throws RequestRefusedException {
    Optional<String> text = Xfcc.certificateOf(value);
    return text.isEmpty() ? Optional.empty() : Optional.of(pem(unescaped(text.get())));
  }

  private static X509Certificate byteSequence(String value) throws RequestRefusedException {
    Matcher matcher = BYTE_SEQUENCE.matcher(value.strip());
    if (!matcher.matches()) {
      throw refused("Client-Cert is one byte sequence");
    }
    return certificate(decode(matcher.group(1)));
  }

  private static X509Certificate pem(String text) throws RequestRefusedException {
    Matcher matcher = PEM.matcher(text);
    if (!matcher.matches()) {
      throw refused("the client certificate is not one block of PEM");
    }
    return certificate(decode(matcher.group(1).replaceAll("\\s", "")));
  }

  /** Percent-encoding, in which a plus sign is a plus sign. */
  private static String unescaped(String value) throws RequestRefusedException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
      int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw refused("the client certificate is not percent-encoded");
      }
      text.append((char) (high * 16 + low));
      i += 2;
    }
    return text.toString();
  }

  private static byte[] decode(String base64) throws RequestRefusedException {
    try {
      return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw refused("the client certificate is not base64");
    }
  }

  private static X509Certificate certificate(byte[] der) throws RequestRefusedException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(der);
    @Nullable X509Certificate certificate;
    try {
      certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
      // The factory also takes PEM, in whatever stands around it.
      if (certificate == null || !Arrays.equals(certificate.getEncoded(), der)) {
        throw refused("the client certificate is not exactly one in DER");
      }
    } catch (CertificateException e) {
      throw refused("the client certificate does not parse");
    }
    return certificate;
  }

  static RequestRefusedException refused(String detail) {
    return new RequestRefusedException(RequestReason.CREDENTIAL_AMBIGUOUS, detail);
  }
}
