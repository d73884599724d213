package org.ztclinical.servlet;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An RSA key made at run time that signs whatever it is told, with whatever algorithm. */
final class RawKey {
  private final KeyPair pair;

  private RawKey(KeyPair pair) {
    this.pair = pair;
  }

  static RawKey create(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new RawKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  RSAPublicKey publicKey() {
    return (RSAPublicKey) pair.getPublic();
  }

  /** A JWK set of this key alone. */
  String jwks(String id, String algorithm) {
    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\""
        + id
        + "\",\"alg\":\""
        + algorithm
        + "\",\"e\":\""
        + encode(publicKey().getPublicExponent())
        + "\",\"n\":\""
        + encode(publicKey().getModulus())
        + "\"}]}";
  }

  private static String encode(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    return encode(unsigned);
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A token of these parts, signed by this key with RSASSA-PKCS1-v1_5 and SHA-256. */
  String rs256(String header, String claims) {
    String input = encode(header) + "." + encode(claims);
    return input + "." + rs256(input);
  }

  /** The signature of these characters. */
  String rs256(String input) {
    return sign("SHA256withRSA", null, input);
  }

  /** The same token with RSASSA-PSS. */
  String ps256(String header, String claims) {
    String input = encode(header) + "." + encode(claims);
    PSSParameterSpec pss = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    return input + "." + sign("RSASSA-PSS", pss, input);
  }

  private String sign(String name, PSSParameterSpec pss, String input) {
    try {
      Signature signature = Signature.getInstance(name);
      if (pss != null) {
        signature.setParameter(pss);
      }
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(StandardCharsets.UTF_8));
      return encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The token's first two parts under an HMAC with this secret, of at least one byte. */
  static String hmac(String token, byte[] secret) {
    try {
      String input = token.substring(0, token.lastIndexOf('.'));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
