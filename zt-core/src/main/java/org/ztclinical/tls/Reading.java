package org.ztclinical.tls;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
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
  private final List<X509CRL> lists;
  private final @Nullable Reading before;

  private Reading(
      long number,
      @Nullable OwnKey key,
      X509ExtendedTrustManager trust,
      List<X509CRL> lists,
      @Nullable Reading before) {
    this.number = number;
    this.key = key;
    this.trust = trust;
    this.lists = List.copyOf(lists);
    this.before = before;
  }

  static Reading first(Optional<OwnKey> key, X509ExtendedTrustManager trust, List<X509CRL> lists) {
    return new Reading(1, key.orElse(null), trust, lists, null);
  }

  Reading next(Optional<OwnKey> newKey, X509ExtendedTrustManager newTrust, List<X509CRL> newLists) {
    Reading withoutHistory = new Reading(number, key, trust, lists, null);
    return new Reading(number + 1, newKey.orElse(null), newTrust, newLists, withoutHistory);
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

  /** Whether a list of its issuer names it, however old the list is. */
  boolean isListed(X509Certificate certificate) {
    return lists.stream().anyMatch(list -> list.getRevokedCertificate(certificate) != null);
  }
}
