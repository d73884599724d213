package org.ztclinical.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ztclinical.fuzz.ProofForge.Parts;

/** Small and odd changes to good DPoP proofs, most of them signed by the right key. */
final class ProofMutations {
  private static final List<String> HEADERS =
      List.of(
          "typ",
          "alg",
          "jwk",
          "kid",
          "cty",
          "x5t",
          "x5t#S256",
          "jku",
          "x5u",
          "x5c",
          "crit",
          "b64",
          "zip",
          "enc",
          "epk",
          "iss",
          "extra");
  private static final List<Object> HEADER_VALUES =
      List.of(
          "dpop+jwt",
          "DPoP+JWT",
          "application/dpop+jwt",
          "Application/DPOP+jwt",
          "dpop+jwt ",
          "JWT",
          "at+jwt",
          "ES256",
          "RS256",
          "PS256",
          "ES384",
          "es256",
          "none",
          "HS256",
          "DEF",
          "AQAB",
          "https://evil.example/keys",
          "",
          "\u00e9\ud83d\ude00",
          1,
          1.5,
          true,
          List.of("exp"),
          List.of("AQAB"),
          Map.of("kty", "EC"),
          Map.of());
  private static final List<String> KEY_MEMBERS =
      List.of(
          "kty",
          "crv",
          "x",
          "y",
          "n",
          "e",
          "d",
          "k",
          "kid",
          "use",
          "alg",
          "key_ops",
          "x5t",
          "x5t#S256",
          "x5u",
          "x5c",
          "ext",
          "extra");
  private static final List<Object> KEY_VALUES =
      List.of(
          "EC",
          "RSA",
          "oct",
          "OKP",
          "P-256",
          "P-384",
          "sig",
          "enc",
          "ES256",
          "RS256",
          "AQAB",
          "AQAB=",
          "",
          " ",
          1,
          true,
          List.of("verify"),
          List.of("sign"),
          List.of("verify", "verify"),
          List.of("AQAB"),
          List.of(),
          Map.of());
  private static final List<String> CLAIMS =
      List.of("jti", "htm", "htu", "iat", "ath", "nonce", "exp", "nbf", "iss", "sub", "aud", "x");
  private static final List<Object> OTHERS =
      List.of(
          "\u0000",
          "a\nb",
          " ",
          "\u202e",
          "\ud83d\ude00",
          "x".repeat(256),
          "x".repeat(9_000),
          -0.0);

  private final String url;
  private final JwtMutations random;
  private final ProofForge forge;
  private final ProofForge stranger;

  /**
   * Changes of proofs for this target.
   *
   * @param stranger signs some of them
   */
  ProofMutations(String url, JwtMutations random, ProofForge forge, ProofForge stranger) {
    this.url = url;
    this.random = random;
    this.forge = forge;
    this.stranger = stranger;
  }

  /** The proof, changed at one to three places. */
  String bent(Parts good, long now) {
    int depth = random.below(10);
    if (depth < 6) {
      change(good, now);
    }
    if (depth < 2) {
      change(good, now);
    }
    String header = good.headerText();
    String claims = good.claimsText();
    if (depth == 6) {
      header = text(header);
    } else if (depth == 7) {
      claims = text(claims);
    }
    if (random.below(40) == 0) {
      return forge.signed(header.getBytes(StandardCharsets.UTF_8), withBadByte(claims));
    }
    String proof = (random.below(40) == 0 ? stranger : forge).signed(header, claims);
    return depth > 7 ? token(proof) : proof;
  }

  private String token(String proof) {
    return switch (random.below(3)) {
      case 0 -> random.text(proof);
      case 1 -> random.signature(proof);
      default -> random.encoding(proof);
    };
  }

  private String text(String json) {
    return switch (random.below(4)) {
      case 0 -> random.text(json);
      case 1 -> nested(json);
      default -> random.respelled(json);
    };
  }

  private String nested(String json) {
    int levels = 1 + random.below(12);
    return json.substring(0, json.length() - 1)
        + ",\"deep\":"
        + "[".repeat(levels)
        + "]".repeat(levels)
        + "}";
  }

  private byte[] withBadByte(String claims) {
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    bytes[1 + random.below(bytes.length - 2)] = (byte) (0x80 + random.below(0x80));
    return bytes;
  }

  private void change(Parts good, long now) {
    switch (random.below(8)) {
      case 0, 1 -> put(good.header(), random.one(HEADERS), random.one(HEADER_VALUES));
      case 2 -> keyMember(good);
      case 3, 4 -> good.claims().put("htu", target());
      case 5 ->
          good.claims().put("iat", now + random.one(List.of(-90, -61, -60, -1, 1, 29, 30, 31)));
      default -> claim(good.claims(), random.one(CLAIMS), now);
    }
  }

  private void keyMember(Parts good) {
    if (good.header().get("jwk") instanceof Map<?, ?> jwk) {
      Map<String, Object> changed = new HashMap<>();
      jwk.forEach((name, value) -> changed.put(String.valueOf(name), value));
      put(changed, random.one(KEY_MEMBERS), random.one(KEY_VALUES));
      good.header().put("jwk", changed);
    }
  }

  private void put(Map<String, Object> object, String name, Object value) {
    if (random.below(6) == 0) {
      object.remove(name);
    } else {
      object.put(name, value);
    }
  }

  private void claim(Map<String, Object> claims, String name, long now) {
    Object known = claims.get(name);
    Object right = known == null ? "x" : known;
    switch (random.below(8)) {
      case 0 -> claims.remove(name);
      case 1 -> claims.put(name, null);
      case 2 -> claims.put(name, random.one(OTHERS));
      case 3 -> claims.put(name, random.text(right + " "));
      default -> claims.put(name, random.value(right, now));
    }
  }

  /** The same target otherwise spelled, or nearly the same. */
  private String target() {
    int path = url.indexOf('/', "https://".length());
    String base = url.substring(0, path);
    String rest = url.substring(path);
    List<String> all =
        new ArrayList<>(
            Arrays.asList(
                url + "?a=b",
                url + "?",
                url + "#part",
                url + "#",
                url + "/",
                url + "//",
                url + "/.",
                url + "/..",
                url + "/x/..",
                url.toUpperCase(Locale.ROOT),
                base.toUpperCase(Locale.ROOT) + rest,
                base + ":443" + rest,
                base + ":" + rest,
                base + ":0443" + rest,
                base + ":8443" + rest,
                base + "." + rest,
                base + "/." + rest,
                base + "/x/.." + rest,
                base + "/../.." + rest,
                base + "/" + rest,
                base + rest.replace("a", "%61"),
                base + rest.replace("a", "%6"),
                base + rest.replace("/", "%2F"),
                base + rest.replace("/", "%2f"),
                base + rest.replace("/", "\\"),
                base + rest + ";v=1",
                base + rest + "%00",
                base + rest + "\u00e9",
                base + rest + "?\u00e9",
                "http" + url.substring("https".length()),
                "https://user@" + url.substring("https://".length()),
                "https://user:word@" + url.substring("https://".length()),
                url.replace("api", "ap\u0131"),
                url.replace("api", "xn--api"),
                " " + url,
                url + " ",
                url + "\n",
                rest,
                base,
                ""));
    return random.one(all);
  }
}
