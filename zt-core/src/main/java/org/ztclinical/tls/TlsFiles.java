package org.ztclinical.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files a TLS context is made of: our own certificate and key, and whom we trust. Each method
 * returns a changed copy. Immutable; prints no password.
 */
public final class TlsFiles {
  private static final TlsFiles NONE =
      new TlsFiles(null, List.of(), RevocationPolicy.off(), PeerRule.anyTrusted());

  private final @Nullable KeySource own;
  private final List<Path> anchors;
  private final RevocationPolicy revocation;
  private final PeerRule peers;

  private TlsFiles(
      @Nullable KeySource own, List<Path> anchors, RevocationPolicy revocation, PeerRule peers) {
    this.own = own;
    this.anchors = List.copyOf(anchors);
    this.revocation = revocation;
    this.peers = peers;
  }

  /** Our certificate, with those that issued it, and its private key in PKCS #8, both as PEM. */
  public static TlsFiles pem(Path certificates, Path privateKey) {
    return NONE.own(new KeySource.Pem(certificates, privateKey, null));
  }

  /** The same, with the private key encrypted (PBES2, RFC 8018). */
  public static TlsFiles pem(Path certificates, Path privateKey, char[] password) {
    return NONE.own(new KeySource.Pem(certificates, privateKey, password.clone()));
  }

  /** Our certificates and private key from a PKCS #12 store with exactly one private key. */
  public static TlsFiles pkcs12(Path store, char[] password) {
    return NONE.own(new KeySource.Pkcs12(store, password.clone()));
  }

  /**
   * What a SPIFFE agent's helper writes into a directory: {@code svid.pem}, {@code svid_key.pem}
   * and the trust domain's {@code svid_bundle.pem}. Peers must have an id of this trust domain.
   */
  public static TlsFiles spiffe(Path directory, String trustDomain) {
    return pem(directory.resolve("svid.pem"), directory.resolve("svid_key.pem"))
        .trust(directory.resolve("svid_bundle.pem"))
        .peers(PeerRule.spiffe(trustDomain));
  }

  /** No certificate of our own: for clients that only look at the server's. */
  public static TlsFiles trustOnly(Path... pemFiles) {
    return NONE.trust(pemFiles);
  }

  /** Peers' certificates must lead to one of the certificates in these PEM files. */
  public TlsFiles trust(Path... pemFiles) {
    if (pemFiles.length == 0) {
      throw new IllegalArgumentException("name at least one file of trusted certificates");
    }
    List<Path> all = new ArrayList<>(anchors);
    all.addAll(List.of(pemFiles));
    return new TlsFiles(own, all, revocation, peers);
  }

  /** How revoked certificates are found out; {@link RevocationPolicy#off()} without this call. */
  public TlsFiles revocation(RevocationPolicy policy) {
    return new TlsFiles(own, anchors, Objects.requireNonNull(policy, "policy"), peers);
  }

  /** Which of the peers that lead to a trusted certificate are meant; all without this call. */
  public TlsFiles peers(PeerRule rule) {
    return new TlsFiles(own, anchors, revocation, Objects.requireNonNull(rule, "rule"));
  }

  private TlsFiles own(KeySource source) {
    return new TlsFiles(source, anchors, revocation, peers);
  }

  Optional<KeySource> own() {
    return Optional.ofNullable(own);
  }

  List<Path> anchors() {
    return anchors;
  }

  RevocationPolicy revocation() {
    return revocation;
  }

  PeerRule peers() {
    return peers;
  }

  /** All files that are read. */
  List<Path> all() {
    List<Path> all = new ArrayList<>(anchors);
    all.addAll(revocation.files());
    own().ifPresent(source -> all.addAll(source.files()));
    return all;
  }

  @Override
  public String toString() {
    return "TlsFiles" + all();
  }
}
