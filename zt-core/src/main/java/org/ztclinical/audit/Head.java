package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** A head of the chain: 32 bytes. Immutable. */
final class Head {
  static final int SIZE = 32;

  /** Before the first segment. */
  static final Head ZERO = new Head(new byte[SIZE]);

  private final byte[] bytes;

  private Head(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the next bytes of a buffer. */
  static Head read(ByteBuffer in) {
    byte[] bytes = new byte[SIZE];
    in.get(bytes);
    return new Head(bytes);
  }

  /** The digest of what was given to it. */
  static Head digest(MessageDigest sha256) {
    return new Head(sha256.digest());
  }

  void writeTo(ByteBuffer out) {
    out.put(bytes);
  }

  void addTo(MessageDigest sha256) {
    sha256.update(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Head head && Arrays.equals(bytes, head.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Sixty-four lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(bytes);
  }
}
