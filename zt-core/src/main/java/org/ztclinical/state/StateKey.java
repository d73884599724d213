package org.ztclinical.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Under what a fact is kept: its purpose in clear, and the SHA-256 of purpose and parts, so that a
 * store holds no identifier. Equal exactly when purpose and every part are equal; whose it is does
 * not count for that. Immutable.
 *
 * <p>A hash hides what cannot be guessed. Whoever can read the store and knows an identifier can
 * still ask whether something is kept for it.
 */
public final class StateKey {
  private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern TEXT = Pattern.compile("[a-z][a-z0-9-]{0,31}:[0-9a-f]{64}");

  private final String text;
  private final String owner;

  private StateKey(String text, String owner) {
    this.text = text;
    this.owner = owner;
  }

  /**
   * The key of these parts.
   *
   * @param purpose what is kept there, as in {@code justified}: at most 32 lower-case letters,
   *     digits and hyphens; keys of different purposes never meet
   * @param parts anything; their boundaries count, so that {@code "a","b"} is not {@code "ab"}
   */
  public static StateKey of(String purpose, String... parts) {
    if (!PURPOSE.matcher(purpose).matches()) {
      throw new IllegalArgumentException("a purpose is a lower-case word of at most 32 characters");
    }
    MessageDigest sha256 = sha256();
    add(sha256, purpose);
    for (String part : parts) {
      add(sha256, part);
    }
    return new StateKey(purpose + ":" + HexFormat.of().formatHex(sha256.digest()), "");
  }

  /**
   * The same key, which takes room of somebody's share: whoever can put as many facts as wanted
   * into a store must not be able to fill it for all.
   *
   * @param parts who that is; hashed like the key
   */
  public StateKey ownedBy(String... parts) {
    return new StateKey(text, of("owner", parts).text);
  }

  /**
   * The key that prints like this, for providers that hear of a change; empty for text that no key
   * prints. It is nobody's.
   */
  public static Optional<StateKey> parse(String text) {
    return TEXT.matcher(text).matches() ? Optional.of(new StateKey(text, "")) : Optional.empty();
  }

  StateKey withoutOwner() {
    return new StateKey(text, "");
  }

  /** Purpose, colon, 64 hexadecimal digits; for providers. */
  public String text() {
    return text;
  }

  /** Whose share it takes room of, hashed; empty where it is nobody's. For providers. */
  public Optional<String> owner() {
    return owner.isEmpty() ? Optional.empty() : Optional.of(owner);
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
  public boolean equals(Object other) {
    return other instanceof StateKey key && text.equals(key.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
