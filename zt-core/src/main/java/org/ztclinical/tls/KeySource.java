package org.ztclinical.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where our own certificate and key come from. Prints no password. */
interface KeySource {
  OwnKey read() throws TlsException;

  List<Path> files();

  /** Two PEM files. */
  final class Pem implements KeySource {
    private final Path certificates;
    private final Path privateKey;
    private final char @Nullable [] password;

    Pem(Path certificates, Path privateKey, char @Nullable [] password) {
      this.certificates = certificates;
      this.privateKey = privateKey;
      this.password = password;
    }

    @Override
    public OwnKey read() throws TlsException {
      return OwnKey.of(
          certificates,
          PemFile.read(certificates).certificates(),
          PemFile.read(privateKey).privateKey(password));
    }

    @Override
    public List<Path> files() {
      return List.of(certificates, privateKey);
    }
  }

  /** A PKCS #12 store. */
  final class Pkcs12 implements KeySource {
    private final Path store;
    private final char[] password;

    Pkcs12(Path store, char[] password) {
      this.store = store;
      this.password = password;
    }

    @Override
    public OwnKey read() throws TlsException {
      byte[] bytes = SmallFile.read(store);
      try {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(bytes), password);
        return only(keys);
      } catch (IOException | GeneralSecurityException e) {
        throw new TlsException(
            TlsException.Kind.PASSWORD,
            store.toString(),
            "does not open: the password is wrong, or it is no PKCS #12 store");
      }
    }

    private OwnKey only(KeyStore keys) throws GeneralSecurityException, TlsException {
      List<String> names = new ArrayList<>();
      for (String name : Collections.list(keys.aliases())) {
        if (keys.isKeyEntry(name)) {
          names.add(name);
        }
      }
      if (names.size() != 1
          || !(keys.getKey(names.get(0), password) instanceof PrivateKey privateKey)) {
        throw new TlsException(
            TlsException.Kind.MALFORMED, store.toString(), "needs exactly one private key");
      }
      List<X509Certificate> chain = new ArrayList<>();
      Certificate[] certificates = keys.getCertificateChain(names.get(0));
      for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
        chain.add((X509Certificate) certificate);
      }
      return OwnKey.of(store, chain, privateKey);
    }

    @Override
    public List<Path> files() {
      return List.of(store);
    }
  }
}
