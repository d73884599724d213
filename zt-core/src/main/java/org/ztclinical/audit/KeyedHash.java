package org.ztclinical.audit;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, of which the two blocks that depend on the key alone are
 * computed once: for the short inputs of pseudonyms that is half of the work. Holds nothing from
 * which the key could be had back; prints nothing. Thread-safe: each computation works on copies.
 */
final class KeyedHash {
  static final int BYTES = 32;

  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest inner;
  private final MessageDigest outer;

  private KeyedHash(MessageDigest inner, MessageDigest outer) {
    this.inner = inner;
    this.outer = outer;
  }

  static KeyedHash of(byte[] key) {
    byte[] block = Arrays.copyOf(key.length > BLOCK ? Chain.sha256().digest(key) : key, BLOCK);
    KeyedHash hash = new KeyedHash(begun(block, INNER), begun(block, OUTER));
    Arrays.fill(block, (byte) 0);
    return hash;
  }

  private static MessageDigest begun(byte[] block, byte pad) {
    byte[] padded = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      padded[i] = (byte) (block[i] ^ pad);
    }
    MessageDigest digest = Chain.sha256();
    digest.update(padded);
    Arrays.fill(padded, (byte) 0);
    // Some providers' digests cannot be copied: say so at the start, not at the first patient.
    return copy(digest);
  }

  /** The same key, with these bytes in front of every input. */
  KeyedHash after(byte[] prefix) {
    MessageDigest further = copy(inner);
    further.update(prefix);
    return new KeyedHash(further, outer);
  }

  /** The hash of the input; of several arrays as if they were one. */
  byte[] of(byte[] first, byte[] second) {
    try {
      byte[] result = new byte[BYTES];
      MessageDigest digest = copy(inner);
      digest.update(first);
      digest.update(second);
      digest.digest(result, 0, BYTES);
      digest = copy(outer);
      digest.update(result);
      digest.digest(result, 0, BYTES);
      return result;
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the Java platform has no cloneable SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "keyed hash [redacted]";
  }
}
