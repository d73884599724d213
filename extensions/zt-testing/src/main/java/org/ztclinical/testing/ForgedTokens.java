package org.ztclinical.testing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Tokens nobody may accept, made to look like those of an issuer. Whatever a resource server
 * answers to {@link TestIssuer#mint()}, it must answer 401 to each of these.
 */
public final class ForgedTokens {
  private final TestIssuer issuer;
  private final InstantSource clock;
  private final UnaryOperator<TestToken> change;

  private ForgedTokens(TestIssuer issuer, InstantSource clock, UnaryOperator<TestToken> change) {
    this.issuer = issuer;
    this.clock = clock;
    this.change = change;
  }

  /** Forgeries of {@link TestIssuer#mint()}. */
  public static ForgedTokens of(TestIssuer issuer, InstantSource clock) {
    return of(issuer, clock, token -> token);
  }

  /** Forgeries of a good token bent like this. */
  public static ForgedTokens of(
      TestIssuer issuer, InstantSource clock, UnaryOperator<TestToken> change) {
    return new ForgedTokens(issuer, clock, change);
  }

  /** Every forgery this class knows, by a name for messages; needs an issuer with RSA keys. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("unsigned", unsigned("none"));
    all.put("unsigned in other letters", unsigned("nOnE"));
    List<String> macs = hmacWithPublicKey();
    for (int i = 0; i < macs.size(); i++) {
      all.put("HMAC with the public key, form " + i, macs.get(i));
    }
    all.put("signed by a stranger", signedByStranger());
    all.put("key in the header", withEmbeddedKey());
    all.put("signature of another token", withForeignSignature());
    all.put("encrypted around an unsigned one", encryptedUnsigned());
    all.put("zero signature", withZeroSignature());
    all.putAll(respellings(issuer.mint(change)));
    return all;
  }

  /** No signature at all, with this {@code alg}. */
  public String unsigned(String alg) {
    return bent(token -> token.header("alg", alg)).signingInput() + ".";
  }

  /** HS256 with the RSA public key as secret: its DER, its PEM, its modulus. */
  public List<String> hmacWithPublicKey() {
    RSAPublicKey key = rsaPublicKey();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    byte[] modulus = issuer.signingKey().publicKey().toRSAKey().getModulus().decode();
    return List.of(
        hmac(key.getEncoded()), hmac(pem.getBytes(StandardCharsets.US_ASCII)), hmac(modulus));
  }

  private String hmac(byte[] secret) {
    try {
      String input = bent(token -> token.header("alg", "HS256")).signingInput();
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64URL.encode(tag);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("could not make the MAC", e);
    }
  }

  /** Signed with a key of the attacker under the key id of the issuer. */
  public String signedByStranger() {
    TestKey stranger = TestKey.create(algorithm());
    return signed(bent(token -> token), stranger);
  }

  /** The same, with the attacker's public key in the header. */
  public String withEmbeddedKey() {
    TestKey stranger = TestKey.create(algorithm());
    Map<String, Object> jwk = stranger.publicKey().toJSONObject();
    return signed(bent(token -> token.header("jwk", jwk)), stranger);
  }

  /** Good claims under the genuine signature of another token. */
  public String withForeignSignature() {
    String other = issuer.mint(token -> token.subject("somebody-else"));
    return bent(token -> token).signingInput() + other.substring(other.lastIndexOf('.'));
  }

  /** A signature of zeros (CVE-2022-21449 for ECDSA), of the right length. */
  public String withZeroSignature() {
    String genuine = issuer.mint(change);
    int length = new Base64URL(genuine.substring(genuine.lastIndexOf('.') + 1)).decode().length;
    return bent(token -> token).signingInput() + "." + Base64URL.encode(new byte[length]);
  }

  /** An unsigned token, encrypted to the issuer's public key (CVE-2026-29000). */
  public String encryptedUnsigned() {
    try {
      JWEHeader header = new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM);
      JWEObject jwe = new JWEObject(header, new Payload(unsigned("none")));
      jwe.encrypt(new RSAEncrypter(rsaPublicKey()));
      return jwe.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("could not encrypt", e);
    }
  }

  /** Other spellings of a token that lenient readers take for the same. */
  public static Map<String, String> respellings(String token) {
    int dot = token.lastIndexOf('.');
    String input = token.substring(0, dot);
    String signature = token.substring(dot + 1);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("padding", token + "=");
    all.put("padding of the header", token.replaceFirst("\\.", "=."));
    all.put(
        "line break inside",
        input + "." + signature.substring(0, 8) + "\r\n" + signature.substring(8));
    all.put("line break behind", token + "\n");
    all.put("foreign characters", token + "!!!!");
    all.put("standard alphabet", input + "." + standardAlphabet(signature));
    all.put("unused bits", input + "." + withUnusedBits(signature));
    all.put("leading blank", " " + token);
    all.put("leading blank in the signature", input + ". " + signature);
    all.put("a part more", token + ".x");
    all.put("empty parts more", token + "..");
    all.put("JSON serialization", "{\"payload\":\"" + token + "\"}");
    return all;
  }

  /** At least one character changed, so that it is another spelling even without - and _. */
  private static String standardAlphabet(String signature) {
    String standard = signature.replace('-', '+').replace('_', '/');
    return standard.equals(signature) ? signature + "+" : standard;
  }

  /** Sets a bit of the last character that stands for nothing. */
  private static String withUnusedBits(String signature) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = signature.length() - 1;
    int value = alphabet.indexOf(signature.charAt(last));
    return signature.substring(0, last) + alphabet.charAt(value ^ 1);
  }

  private TestToken bent(UnaryOperator<TestToken> further) {
    TestToken token = new TestToken(issuer.issuer(), issuer.signingKey(), clock.instant());
    return further.apply(change.apply(token));
  }

  private static String signed(TestToken token, TestKey key) {
    String input = token.signingInput();
    return input + "." + key.sign(input);
  }

  private SigningAlgorithm algorithm() {
    return issuer.signingKey().algorithm();
  }

  private RSAPublicKey rsaPublicKey() {
    try {
      if (issuer.signingKey().publicKey() instanceof RSAKey key) {
        return key.toRSAPublicKey();
      }
      throw new IllegalStateException("this forgery needs an issuer with RSA keys");
    } catch (JOSEException e) {
      throw new IllegalStateException("no public key", e);
    }
  }

  @Override
  public String toString() {
    return "ForgedTokens of " + issuer;
  }
}
