package org.ztclinical.fuzz;

import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small and odd changes to signed tokens, to their text, members, values and signatures. */
final class JwtMutations {
  private static final String ODD = ".=+/-_ \n\t\u0000\u00e9\u0130\\{}[]:,\"%AZaz0123456789eE";
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final Random random;

  JwtMutations(Random random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A few characters changed, gone, twice, turned round. */
  String text(String text) {
    int at = random.nextInt(text.length());
    int to = at + random.nextInt(Math.min(40, text.length() - at));
    char odd = ODD.charAt(random.nextInt(ODD.length()));
    String head = text.substring(0, at);
    String tail = text.substring(at + 1);
    return switch (random.nextInt(6)) {
      case 0 -> head + text.substring(to);
      case 1 -> head + odd + text.substring(at);
      case 2 -> head + odd + tail;
      case 3 -> head + text.substring(at, to) + text.substring(at);
      case 4 -> head + (char) (text.charAt(at) ^ 1 << random.nextInt(7)) + tail;
      default -> head + new StringBuilder(text.substring(at, to)).reverse() + text.substring(to);
    };
  }

  /** What JSON may be written as without meaning anything else, or nearly. */
  String respelled(String json) {
    return switch (random.nextInt(7)) {
      case 0 -> " " + json.replace(",", " ,\n\t") + "\r\n";
      case 1 -> json.replaceFirst("a", "\\\\u0061");
      case 2 -> json.replaceFirst("(\\d{9,})", "$1.0");
      case 3 -> json.replaceFirst("(\\d{9,})", "$1e0");
      case 4 ->
          json.substring(0, json.length() - 1) + ",\"x\":{\"y\":[null,1,\"\\ud83d\\ude00\"]}}";
      case 5 -> json.substring(0, json.length() - 1) + "," + json.substring(1);
      default -> "\uFEFF" + json;
    };
  }

  /** Another value of any type, some of them near to what is right. */
  Object value(Object right, long now) {
    List<Object> all = new ArrayList<>(List.of("", "x", 0, -1, true, 1.5, 1e300, Map.of("a", 1)));
    all.add(List.of(right));
    all.add(List.of("x", right));
    all.add(List.of(right, right));
    all.add(List.of(right, 1));
    all.add(List.of());
    all.add(right + " ");
    all.add(right.toString());
    all.add(right.toString().toUpperCase(java.util.Locale.ROOT));
    all.add(right + "/");
    for (int seconds : new int[] {-400, -31, -30, -29, -1, 0, 1, 29, 30, 31, 400, 90_000}) {
      all.add(now + seconds);
      all.add(now + seconds + 0.5);
    }
    return one(all);
  }

  /** The token under another signature: cut, filled up, zero, of another form, the complement. */
  String signature(String token) {
    int dot = token.lastIndexOf('.');
    byte[] bytes = new Base64URL(token.substring(dot + 1)).decode();
    byte[] changed = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed = Arrays.copyOf(bytes, bytes.length - 1);
      case 1 -> changed = Arrays.copyOf(bytes, bytes.length + 1);
      case 2 -> changed = new byte[bytes.length];
      case 3 -> {
        changed = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, changed, 1, bytes.length);
      }
      case 4 -> complement(changed);
      default -> changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return token.substring(0, dot + 1) + Base64URL.encode(changed);
  }

  /** Of ECDSA on P-256: n - s is as good as s. */
  private static void complement(byte[] signature) {
    if (signature.length == 64) {
      BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
      byte[] other = ORDER.subtract(s).toByteArray();
      Arrays.fill(signature, 32, 64, (byte) 0);
      int length = Math.min(32, other.length);
      System.arraycopy(other, other.length - length, signature, 64 - length, length);
    }
  }

  /** Other spellings of the same base64url. */
  String encoding(String token) {
    int last = token.length() - 1;
    return switch (random.nextInt(5)) {
      case 0 -> token + "=";
      case 1 -> token.replace('-', '+').replace('_', '/');
      case 2 -> token.substring(0, last) + (char) (token.charAt(last) + 1);
      case 3 -> token.replaceFirst("\\.", "=.");
      default -> " " + token;
    };
  }
}
