package org.ztclinical.samples.clinic.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The analytics back end: client credentials with a signed assertion (RFC 7523, SMART 2.2
 * §backend-services).
 */
public final class DemoBackend {
  private static final String CLIENT_ID = "analytics";
  private static final String KEY_ID = "analytics-1";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final long ASSERTION_LIFE_SECONDS = 120;

  private final String tokenEndpoint;
  private final PrivateKey key;

  /**
   * Makes a back end.
   *
   * @param issuer base URL of the authorization server
   * @param keyFile the key that the clinic made at its first start
   */
  public DemoBackend(String issuer, Path keyFile) {
    this.tokenEndpoint = issuer + "/oauth2/token";
    this.key = read(keyFile);
  }

  /**
   * Asks for a token.
   *
   * @param extra further form fields: {@code scope}, {@code resource}
   * @throws TokenRefusedException when the server refuses
   */
  public TokenAnswer token(Map<String, String> extra) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_assertion_type", ASSERTION_TYPE);
    fields.put("client_assertion", assertion(Instant.now()));
    fields.put("scope", "system/*.rs");
    fields.putAll(extra);
    return TokenAnswer.of(
        DemoApp.send(
            DemoApp.browser(),
            HttpRequest.newBuilder(URI.create(tokenEndpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(DemoApp.form(fields)))));
  }

  /**
   * Asks for a token that is bound to the back end's certificate (RFC 8705 §3), and shows that
   * certificate instead of a signed assertion.
   *
   * @param tlsIssuer base URL of the authorization server over TLS
   * @param store as of {@link DemoTls#store}
   * @throws TokenRefusedException when the server refuses
   */
  public static TokenAnswer tokenByCertificate(String tlsIssuer, Path store) {
    Map<String, String> fields =
        Map.of("grant_type", "client_credentials", "client_id", CLIENT_ID, "scope", "system/*.rs");
    return TokenAnswer.of(
        DemoApp.send(
            DemoTls.withCertificate(store),
            HttpRequest.newBuilder(URI.create(tlsIssuer + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(DemoApp.form(fields)))));
  }

  private String assertion(Instant now) {
    String header = "{\"alg\":\"RS384\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}";
    String claims =
        """
        {"iss":"%s","sub":"%s","aud":"%s","exp":%d,"jti":"%s"}"""
            .formatted(
                CLIENT_ID,
                CLIENT_ID,
                tokenEndpoint,
                now.getEpochSecond() + ASSERTION_LIFE_SECONDS,
                UUID.randomUUID());
    String signed = base64(header) + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA384withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the demo key does not sign", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static PrivateKey read(Path file) {
    try {
      String base64 =
          Files.readString(file, StandardCharsets.US_ASCII)
              .replaceAll("-----[A-Z ]+-----", "")
              .replaceAll("\\s", "");
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (IOException e) {
      throw new TokenRefusedException(
          "no key at " + file + "; the clinic makes it at its first start", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the demo key is broken; delete " + file, e);
    }
  }
}
