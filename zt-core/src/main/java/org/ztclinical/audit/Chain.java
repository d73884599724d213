package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash chain: the head after a frame is SHA-256 over the head before it and the frame's
 * content. Not thread-safe: one writer or one reader owns it.
 */
final class Chain {
  private final MessageDigest sha256 = sha256();
  private Head head;

  Chain(Head head) {
    this.head = head;
  }

  /** The head now. */
  Head head() {
    return head;
  }

  /** Steps over a content and gives the new head. */
  Head step(ByteBuffer content) {
    head.addTo(sha256);
    sha256.update(content.duplicate());
    head = Head.digest(sha256);
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
