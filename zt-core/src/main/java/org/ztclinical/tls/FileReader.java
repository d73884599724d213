package org.ztclinical.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Reads all files of a context into one reading, or says what is wrong with which. */
final class FileReader {
  private final TlsFiles files;
  private final InstantSource clock;

  FileReader(TlsFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
  }

  Reading first() throws TlsException {
    List<X509CRL> lists = files.revocation().readLists();
    return Reading.first(key(), trust(lists), lists);
  }

  Reading after(Reading last) throws TlsException {
    List<X509CRL> lists = files.revocation().readLists();
    return last.next(key(), trust(lists), lists);
  }

  private Optional<OwnKey> key() throws TlsException {
    Optional<KeySource> source = files.own();
    if (source.isEmpty()) {
      return Optional.empty();
    }
    OwnKey key = source.get().read();
    if (!CertificateIdentity.of(key.chain().get(0)).isValidAt(clock.instant())) {
      throw new TlsException(
          TlsException.Kind.NOT_VALID_NOW,
          source.get().files().get(0).toString(),
          "the certificate has ended or has not begun");
    }
    return Optional.of(key);
  }

  private X509ExtendedTrustManager trust(List<X509CRL> lists) throws TlsException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (Path file : files.anchors()) {
      for (X509Certificate certificate : PemFile.read(file).certificates()) {
        anchors.add(new TrustAnchor(certificate, null));
      }
    }
    try {
      return anchors.isEmpty() ? nobody() : pkix(anchors, lists);
    } catch (GeneralSecurityException e) {
      throw new TlsException(
          TlsException.Kind.RUNTIME, files.toString(), "the Java runtime refuses this trust");
    }
  }

  /** Without a file of trusted certificates nobody is trusted, not whom the Java runtime trusts. */
  private static X509ExtendedTrustManager nobody() throws GeneralSecurityException, TlsException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    try {
      empty.load(null, null);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("nothing was read", e);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(empty);
    return extended(factory.getTrustManagers());
  }

  private X509ExtendedTrustManager pkix(Set<TrustAnchor> anchors, List<X509CRL> lists)
      throws GeneralSecurityException, TlsException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    RevocationPolicy revocation = files.revocation();
    parameters.setRevocationEnabled(revocation.isOn());
    if (revocation.isOn()) {
      parameters.addCertPathChecker(revocation.checker());
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return extended(factory.getTrustManagers());
  }

  private static X509ExtendedTrustManager extended(TrustManager[] managers) throws TlsException {
    @Nullable X509ExtendedTrustManager found = null;
    for (TrustManager manager : managers) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        found = extended;
      }
    }
    if (found == null) {
      throw new TlsException(
          TlsException.Kind.RUNTIME, "TLS", "the Java runtime has no extended trust manager");
    }
    return found;
  }
}
