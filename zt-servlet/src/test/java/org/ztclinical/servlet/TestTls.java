package org.ztclinical.servlet;

import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Keys and certificates of one test run, for a server and for clients. The server takes any client
 * certificate, as one does that knows clients by self-signed ones (RFC 8705 §2.2): what is proven
 * is the key.
 */
final class TestTls {
  static final char[] PASSWORD = "test run only".toCharArray();

  private final KeyStore serverKeys;
  private final SSLContext serverContext;

  TestTls() throws Exception {
    Identity server = Identity.create("localhost");
    serverKeys = KeyStore.getInstance("PKCS12");
    serverKeys.load(null, PASSWORD);
    serverKeys.setKeyEntry(
        "server", server.key(), PASSWORD, new Certificate[] {server.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(serverKeys, PASSWORD);
    serverContext = SSLContext.getInstance("TLS");
    serverContext.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
  }

  KeyStore serverKeys() {
    return serverKeys;
  }

  SSLContext serverContext() {
    return serverContext;
  }

  /** What a client shows from now on, or nothing; sessions are resumed all the same. */
  static final class Client {
    private final AtomicReference<Optional<Identity>> shown =
        new AtomicReference<>(Optional.empty());
    private final SSLContext context;

    Client() throws GeneralSecurityException {
      context = SSLContext.getInstance("TLS");
      KeyManager keys = new Shown(shown);
      context.init(new KeyManager[] {keys}, new TrustManager[] {new AnyClient()}, null);
    }

    static Client showing(Identity identity) throws GeneralSecurityException {
      Client client = new Client();
      client.show(identity);
      return client;
    }

    void show(Identity identity) {
      shown.set(Optional.of(identity));
    }

    SSLSocketFactory sockets() {
      return context.getSocketFactory();
    }

    SSLContext context() {
      return context;
    }
  }

  /** A key and its self-signed certificate. */
  record Identity(PrivateKey key, X509Certificate certificate) {
    static Identity create(String name) throws Exception {
      Instant now = Instant.now();
      return create(name, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
    }

    static Identity create(String name, Instant from, Instant until)
        throws GeneralSecurityException, OperatorCreationException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=" + name);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              BigInteger.ONE,
              Date.from(from),
              Date.from(until),
              subject,
              pair.getPublic());
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new Identity(pair.getPrivate(), certificate);
    }

    @Override
    public String toString() {
      return "identity of a test";
    }
  }

  /** Accepts whoever proves a key. */
  public static final class AnyClient extends X509ExtendedTrustManager {
    /** For Tomcat, which makes one by name. */
    public AnyClient() {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Shows what it is told to show. */
  private static final class Shown extends X509ExtendedKeyManager {
    private final AtomicReference<Optional<Identity>> identity;

    Shown(AtomicReference<Optional<Identity>> identity) {
      this.identity = identity;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return identity.get().isPresent() ? "client" : null;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return identity.get().isPresent() ? "client" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {identity.get().orElseThrow().certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.get().orElseThrow().key();
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"client"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
