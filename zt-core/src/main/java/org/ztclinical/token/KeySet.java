package org.ztclinical.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.notice.Notice;

/**
 * The usable keys of an issuer at one time. The instance stands for the generation: what was
 * verified with one instance is not verified for another. Immutable.
 */
final class KeySet {
  /** A larger document is not read to its end. */
  static final int MAX_BYTES = 256 * 1024;

  private static final JsonReader READER = JsonReader.of(new JsonLimits(MAX_BYTES, 8, 8_192));
  private static final int MAX_KEYS = 64;
  private static final int MAX_CANDIDATES = 4;

  private final List<VerificationKey> keys;
  private final int unusable;

  private KeySet(List<VerificationKey> keys, int unusable) {
    this.keys = List.copyOf(keys);
    this.unusable = unusable;
  }

  /** No keys: nothing verifies with them. */
  static KeySet none() {
    return new KeySet(List.of(), 0);
  }

  /** The set of a configuration, which must have a usable key. */
  static KeySet parse(String text) {
    try {
      KeySet keys = parse(text.getBytes(StandardCharsets.UTF_8));
      if (keys.size() == 0) {
        throw new IllegalArgumentException(
            "the JWK set has no usable key: public RSA of 2048 bits or more, or EC, for signatures");
      }
      return keys;
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("not a JWK set: " + e.getMessage(), e);
    }
  }

  /**
   * The set of a document (RFC 7517 §5). Keys that are unusable are left out (§5: implementations
   * should ignore what they do not understand); none left is a set too, and nothing verifies with
   * it.
   */
  static KeySet parse(byte[] document) throws JsonSyntaxException {
    JsonObject set = READER.readObject(document);
    if (!(set.get("keys") instanceof JsonArray array)) {
      throw new IllegalArgumentException("not a JWK set: it has no array \"keys\"");
    }
    if (array.elements().size() > MAX_KEYS) {
      throw new IllegalArgumentException("the JWK set has more than " + MAX_KEYS + " keys");
    }
    List<VerificationKey> keys = new ArrayList<>();
    for (JsonValue element : array.elements()) {
      if (element instanceof JsonObject jwk) {
        String json = new String(JsonWriter.write(jwk), StandardCharsets.UTF_8);
        VerificationKey.parse(json).ifPresent(keys::add);
      }
    }
    return new KeySet(keys, array.elements().size() - keys.size());
  }

  /** The same keys, which verify by this provider what that can; a generation of its own. */
  KeySet using(SignatureProvider provider) {
    return new KeySet(keys.stream().map(key -> key.using(provider)).toList(), unusable);
  }

  int size() {
    return keys.size();
  }

  boolean hasSameKeys(KeySet other) {
    return keys.equals(other.keys);
  }

  boolean knows(String keyId) {
    return keys.stream().anyMatch(key -> keyId.equals(key.id()));
  }

  /** The few keys that may have signed such a token. */
  List<VerificationKey> candidates(Optional<String> keyId, SigningAlgorithm algorithm)
      throws TokenRejectedException {
    List<VerificationKey> named =
        keys.stream().filter(key -> keyId.isEmpty() || keyId.get().equals(key.id())).toList();
    if (named.isEmpty()) {
      throw new TokenRejectedException(TokenReason.UNKNOWN_KEY);
    }
    List<VerificationKey> suitable = named.stream().filter(key -> key.suits(algorithm)).toList();
    if (keyId.isEmpty() && suitable.size() > 1) {
      throw new TokenRejectedException(TokenReason.KEY_ID_MISSING);
    }
    if (suitable.isEmpty() || suitable.size() > MAX_CANDIDATES) {
      throw new TokenRejectedException(TokenReason.KEY_NOT_SUITABLE);
    }
    return suitable;
  }

  /** Which of these keys' algorithms take long with this provider; empty where none does. */
  Optional<Notice> advice(String issuer, SignatureProvider provider) {
    Set<SigningAlgorithm> used = EnumSet.noneOf(SigningAlgorithm.class);
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      if (keys.stream().anyMatch(key -> key.suits(algorithm))) {
        used.add(algorithm);
      }
    }
    return provider.advice(used).map(text -> new Notice(Notice.Kind.SIGNATURES_SLOW, issuer, text));
  }

  /** For notices: how many, without naming any. */
  String summary() {
    return unusable == 0 ? keys.size() + " keys" : keys.size() + " keys, " + unusable + " unusable";
  }

  @Override
  public String toString() {
    return summary();
  }
}
