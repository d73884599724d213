package org.ztclinical.tls;

import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of the files gave. It knows the one before it, for handshakes that are under way
 * while files are read, but not the one before that.
 */
final class Reading {
  private final long number;
  private final @Nullable OwnKey key;
  private final X509ExtendedTrustManager trust;
  private final @Nullable Reading before;

  private Reading(
      long number, @Nullable OwnKey key, X509ExtendedTrustManager trust, @Nullable Reading before) {
    this.number = number;
    this.key = key;
    this.trust = trust;
    this.before = before;
  }

  static Reading first(Optional<OwnKey> key, X509ExtendedTrustManager trust) {
    return new Reading(1, key.orElse(null), trust, null);
  }

  Reading next(Optional<OwnKey> newKey, X509ExtendedTrustManager newTrust) {
    Reading withoutHistory = new Reading(number, key, trust, null);
    return new Reading(number + 1, newKey.orElse(null), newTrust, withoutHistory);
  }

  String name() {
    return Long.toString(number);
  }

  long number() {
    return number;
  }

  Optional<Reading> named(String name) {
    if (name.equals(name())) {
      return Optional.of(this);
    }
    return Optional.ofNullable(before).filter(older -> older.name().equals(name));
  }

  Optional<OwnKey> key() {
    return Optional.ofNullable(key);
  }

  X509ExtendedTrustManager trust() {
    return trust;
  }
}
