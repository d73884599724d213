package org.ztclinical.samples.clinic.tomcat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/**
 * A second port of a server, over TLS: it asks for a client certificate and goes on without one, so
 * that what needs one is decided by who is asked, and not by the connection (RFC 8705).
 */
public final class MutualTlsPort {

  private MutualTlsPort() {}

  /** The connector, to be added to a server. */
  public static Connector of(int port, DemoCertificates certificates) {
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", ClinicSettings.HOST);
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    host.setProtocols("+TLSv1.2+TLSv1.3");
    host.setCertificateVerification("optional");
    host.setTrustStore(trusted(certificates));
    SSLHostConfigCertificate own =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    own.setCertificateKeystore(certificates.server());
    own.setCertificateKeystorePassword(DemoCertificates.PASSWORD);
    own.setCertificateKeyAlias("own");
    host.addCertificate(own);
    connector.addSslHostConfig(host);
    return connector;
  }

  private static KeyStore trusted(DemoCertificates certificates) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      Certificate client = certificates.client();
      trusted.setCertificateEntry("client", client);
      return trusted;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a store in memory can be made", e);
    }
  }
}
