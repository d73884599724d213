package org.ztclinical.tls;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How it is found out that a peer's certificate was revoked (RFC 5280 §6.3, RFC 6960). A
 * certificate of which nothing can be found out is refused, unless {@link #acceptWhenUnknown} is
 * said. Immutable.
 *
 * <p>OCSP responders are asked over the network during the handshake. How long the Java runtime
 * waits is a setting of the process ({@code com.sun.security.ocsp.timeout}, 15 seconds without it):
 * set it to 2 where handshakes must not wait.
 */
public final class RevocationPolicy {
  private static final RevocationPolicy OFF = new RevocationPolicy(false, Set.of(), List.of());

  private final boolean on;
  private final Set<Option> options;
  private final List<Path> lists;

  private RevocationPolicy(boolean on, Set<Option> options, List<Path> lists) {
    this.on = on;
    this.options = Set.copyOf(options);
    this.lists = List.copyOf(lists);
  }

  /** Nothing is asked: for certificates that live for hours, as SPIFFE's do. */
  public static RevocationPolicy off() {
    return OFF;
  }

  /** Certificate revocation lists in PEM files, which are read again with the other files. */
  public static RevocationPolicy lists(Path... files) {
    if (files.length == 0) {
      throw new IllegalArgumentException("name at least one file of revocation lists");
    }
    return new RevocationPolicy(
        true, EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK), List.of(files));
  }

  /** The responder that the certificate names, for every certificate but the anchor. */
  public static RevocationPolicy ocsp() {
    return new RevocationPolicy(true, EnumSet.of(Option.NO_FALLBACK), List.of());
  }

  /** The responder first, and the lists of these files when it does not answer. */
  public static RevocationPolicy ocspThenLists(Path... files) {
    return new RevocationPolicy(true, Set.of(), lists(files).lists);
  }

  /** Asks about the peer's own certificate only, not about those that issued it. */
  public RevocationPolicy endEntityOnly() {
    return with(Option.ONLY_END_ENTITY);
  }

  /**
   * Accepts a certificate of which nothing can be found out. Whoever blocks the network decides.
   */
  public RevocationPolicy acceptWhenUnknown() {
    return with(Option.SOFT_FAIL);
  }

  private RevocationPolicy with(Option option) {
    if (!on) {
      throw new IllegalStateException("nothing is asked: begin with lists, ocsp or ocspThenLists");
    }
    Set<Option> more = EnumSet.of(option);
    more.addAll(options);
    return new RevocationPolicy(true, more, lists);
  }

  boolean isOn() {
    return on;
  }

  List<Path> files() {
    return lists;
  }

  List<java.security.cert.X509CRL> readLists() throws TlsException {
    List<java.security.cert.X509CRL> all = new ArrayList<>();
    for (Path file : lists) {
      all.addAll(PemFile.read(file).revocationLists());
    }
    return all;
  }

  /** A checker of its own for each use: they keep the state of one validation. */
  PKIXRevocationChecker checker() throws NoSuchAlgorithmException {
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(options.isEmpty() ? Set.of() : EnumSet.copyOf(options));
    return checker;
  }
}
