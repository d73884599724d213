package org.ztclinical.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What some tokens of one issuer have in common, in 128 bits: the first half of the SHA-256 of
 * issuer and parts. It names them without saying who or what they are; whoever knows an identifier
 * can still ask whether it is meant.
 *
 * @param high the first 64 bits
 * @param low the second 64 bits
 */
public record Handle(long high, long low) {
  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}");

  /**
   * The handle of an issuer's tokens with all these parts; of all its tokens where there is none.
   *
   * @param parts an empty text stands for tokens without that part
   */
  public static Handle of(String issuer, Map<HandlePart, String> parts) {
    MessageDigest sha256 = sha256();
    add(sha256, issuer);
    for (HandlePart part : HandlePart.values()) {
      String value = parts.get(part);
      if (value != null) {
        sha256.update((byte) part.bit());
        add(sha256, value);
      }
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    return new Handle(hash.getLong(), hash.getLong());
  }

  /** Reads what {@link #text} wrote; empty for anything else. */
  public static Optional<Handle> parse(String text) {
    return TEXT.matcher(text).matches()
        ? Optional.of(
            new Handle(
                Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16)))
        : Optional.empty();
  }

  /** 32 hexadecimal digits. */
  public String text() {
    String digits = Long.toHexString(high);
    String more = Long.toHexString(low);
    return "0".repeat(16 - digits.length()) + digits + "0".repeat(16 - more.length()) + more;
  }

  private static void add(MessageDigest digest, String part) {
    byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
    digest.update(utf8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Handle handle && high == handle.high && low == handle.low;
  }

  @Override
  public String toString() {
    return text();
  }
}
