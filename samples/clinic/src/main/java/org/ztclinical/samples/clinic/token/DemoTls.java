package org.ztclinical.samples.clinic.token;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The back end's side of TLS: its key and certificate, and the certificate of the servers, from the
 * store that the clinic made for it.
 */
public final class DemoTls {
  private static final char[] PASSWORD = "demo-only".toCharArray();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private DemoTls() {}

  /** The store in a clinic's data folder. */
  public static Path store(Path dataFolder) {
    return dataFolder.resolve("keys").resolve("analytics-tls.p12");
  }

  /** A client that shows the certificate when a server asks for one. */
  public static HttpClient withCertificate(Path store) {
    return client(store, true);
  }

  /** A client of somebody who has no certificate, and trusts the servers all the same. */
  public static HttpClient withoutCertificate(Path store) {
    return client(store, false);
  }

  private static HttpClient client(Path file, boolean showing) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(showing ? keys.getKeyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(tls).connectTimeout(TIMEOUT).build();
    } catch (IOException e) {
      throw new TokenRefusedException("no certificate at " + file + "; the clinic makes it", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the demo certificate is broken; delete " + file, e);
    }
  }
}
