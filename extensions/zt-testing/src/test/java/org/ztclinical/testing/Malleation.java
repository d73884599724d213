package org.ztclinical.testing;

import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Other numbers in the place of an ES256 signature (r, s). */
final class Malleation {
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private Malleation() {}

  /** (r, n - s): as valid as (r, s). */
  static String complement(String token) {
    byte[] signature = signature(token);
    return with(token, r(signature), ORDER.subtract(s(signature)));
  }

  /** Numbers outside 1 to n-1, and such that reduce to the right ones. */
  static Map<String, String> illegal(String token) {
    BigInteger r = r(signature(token));
    BigInteger s = s(signature(token));
    BigInteger zero = BigInteger.ZERO;
    Map<String, String> all = new LinkedHashMap<>();
    all.put("r is 0", with(token, zero, s));
    all.put("s is 0", with(token, r, zero));
    all.put("both 0", with(token, zero, zero));
    all.put("r is n", with(token, ORDER, s));
    all.put("s is n", with(token, r, ORDER));
    all.put("swapped", with(token, s, r));
    return all;
  }

  /** The signature cut off or filled up by so many bytes. */
  static String resized(String token, int change) {
    byte[] signature = signature(token);
    byte[] other = Arrays.copyOf(signature, signature.length + change);
    return token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(other);
  }

  private static byte[] signature(String token) {
    return new Base64URL(token.substring(token.lastIndexOf('.') + 1)).decode();
  }

  private static BigInteger r(byte[] signature) {
    return new BigInteger(1, Arrays.copyOf(signature, 32));
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
  }

  private static String with(String token, BigInteger r, BigInteger s) {
    byte[] signature = new byte[64];
    put(r, signature, 0);
    put(s, signature, 32);
    return token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(signature);
  }

  private static void put(BigInteger number, byte[] into, int at) {
    byte[] bytes = number.toByteArray();
    int skip = bytes.length > 32 ? bytes.length - 32 : 0;
    System.arraycopy(bytes, skip, into, at + 32 - (bytes.length - skip), bytes.length - skip);
  }
}
