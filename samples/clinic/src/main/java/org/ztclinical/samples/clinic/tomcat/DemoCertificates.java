package org.ztclinical.samples.clinic.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The servers' certificate and that of the analytics back end, both self-signed: made at the first
 * start by the JDK's keytool, and kept in the data folder, readable by its owner only. Each side's
 * store holds its own key, and the other's certificate as the one that is trusted.
 */
public final class DemoCertificates {
  /** The password of the stores, which is no secret: the files' permissions protect the keys. */
  public static final String PASSWORD = "demo-only";

  /** The back end's store in the data folder, PKCS #12. */
  public static final Path CLIENT = Path.of("keys", "analytics-tls.p12");

  private static final Path SERVER = Path.of("keys", "server-tls.p12");
  private static final Path SERVER_PEM = Path.of("keys", "server-certificate.pem");
  private static final String OWN = "own";
  private static final String OTHER = "other";
  private static final int SECONDS = 60;

  private final KeyStore server;

  private DemoCertificates(KeyStore server) {
    this.server = server;
  }

  /** Reads them, or makes them. */
  public static DemoCertificates in(Path dataFolder) {
    try {
      Path file = dataFolder.resolve(SERVER);
      if (!Files.exists(file) || !Files.exists(dataFolder.resolve(CLIENT))) {
        create(dataFolder);
      }
      return new DemoCertificates(read(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the demo certificates cannot be read or made", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the demo certificates are broken; delete keys/*-tls.p12", e);
    }
  }

  /** The servers' key, and the certificate of the one client that is known. */
  KeyStore server() {
    return server;
  }

  /** The certificate of the analytics back end. */
  public X509Certificate client() {
    try {
      return (X509Certificate) server.getCertificate(OTHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a store that was read is readable", e);
    }
  }

  private static void create(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder.resolve(SERVER).getParent());
    KeyStore server = made(folder.resolve(SERVER), "clinic", "-ext", "san=ip:127.0.0.1");
    KeyStore client = made(folder.resolve(CLIENT), "analytics");
    Certificate ofServer = server.getCertificate(OWN);
    server.setCertificateEntry(OTHER, client.getCertificate(OWN));
    client.setCertificateEntry(OTHER, ofServer);
    write(server, folder.resolve(SERVER));
    write(client, folder.resolve(CLIENT));
    Files.writeString(
        folder.resolve(SERVER_PEM),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(ofServer.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static KeyStore made(Path file, String name, String... more)
      throws IOException, GeneralSecurityException {
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-genkeypair", "-alias", OWN, "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-dname", "CN=" + name, "-validity", "3650", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!keytool.waitFor(SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool makes no certificate: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return read(file);
  }

  private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void write(KeyStore store, Path file)
      throws IOException, GeneralSecurityException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }
}
