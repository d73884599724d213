package org.ztclinical.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash chain: the head after a frame is SHA-256 over the head before it and the frame's
 * content. Not thread-safe: one writer or one reader owns it.
 */
final class Chain {
  /** Bytes of a head. */
  static final int HEAD = 32;

  private final MessageDigest sha256 = sha256();
  private byte[] head;

  Chain(byte[] head) {
    this.head = head.clone();
  }

  /** The head now; the caller must not change it. */
  byte[] head() {
    return head;
  }

  /** Steps over a content and gives the new head. */
  byte[] step(byte[] buffer, int offset, int length) {
    sha256.update(head);
    sha256.update(buffer, offset, length);
    head = sha256.digest();
    return head;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
