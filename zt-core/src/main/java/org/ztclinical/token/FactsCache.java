package org.ztclinical.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about tokens that verified, by the SHA-256 of their text. It never holds a
 * decision, a refusal or a token. Each use checks the times again, and that the issuer's keys are
 * still those that verified the token.
 */
final class FactsCache {
  static final Duration LIFE = Duration.ofMinutes(5);

  private final MessageDigest prototype;
  private final Cache<Key, Facts> facts;

  FactsCache(int size) {
    this.prototype = sha256();
    this.facts =
        Caffeine.newBuilder()
            .maximumSize(size)
            .expireAfterWrite(LIFE)
            .executor(Runnable::run)
            .build();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Key keyOf(String token) {
    // Characters beyond Latin-1 become '?', which no token that was stored contains.
    byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer hash = ByteBuffer.wrap(digest().digest(bytes));
    return new Key(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  /** A copy of one that was never used is cheaper than a look-up among providers. */
  private MessageDigest digest() {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      return sha256();
    }
  }

  /** What is known and still holds at this moment. */
  @Nullable VerifiedToken find(Key key, long nowMillis) {
    Facts found = facts.getIfPresent(key);
    if (found == null || !found.holdsAt(nowMillis)) {
      return null;
    }
    if (!found.issuerKeys().isCurrent(found.keys())) {
      return null;
    }
    return found.token();
  }

  void keep(Key key, Facts found) {
    facts.put(key, found);
  }

  /**
   * @param from first millisecond of validity
   * @param until first millisecond at which the token must be verified anew
   */
  record Facts(VerifiedToken token, IssuerKeys issuerKeys, KeySet keys, long from, long until) {
    boolean holdsAt(long nowMillis) {
      return from <= nowMillis && nowMillis < until;
    }
  }

  /** A SHA-256 in four numbers. */
  record Key(long a, long b, long c, long d) {
    @Override
    public int hashCode() {
      return Long.hashCode(a);
    }
  }
}
