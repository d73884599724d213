package org.ztclinical.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges peers by the trust of the moment, and then by the rule for who is meant. */
final class ReloadedTrust extends X509ExtendedTrustManager {
  private final Supplier<Reading> current;
  private final PeerRule peers;

  ReloadedTrust(Supplier<Reading> current, PeerRule peers) {
    this.current = current;
    this.peers = peers;
  }

  private X509ExtendedTrustManager trust() {
    return current.get().trust();
  }

  private void isMeant(X509Certificate[] chain) throws CertificateException {
    // A list that is out of date tells nothing of others, but what it names stays revoked.
    if (Arrays.stream(chain).anyMatch(current.get()::isListed)) {
      throw new CertificateException("a certificate of the peer was revoked");
    }
    boolean meant;
    try {
      meant = peers.admits(CertificateIdentity.of(chain[0]));
    } catch (IllegalArgumentException e) {
      meant = false;
    }
    if (!meant) {
      throw new CertificateException("the peer's certificate is trusted, but not this peer here");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust().checkClientTrusted(chain, authType, socket);
    isMeant(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust().checkServerTrusted(chain, authType, socket);
    isMeant(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust().checkClientTrusted(chain, authType, engine);
    isMeant(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust().checkServerTrusted(chain, authType, engine);
    isMeant(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust().checkClientTrusted(chain, authType);
    isMeant(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust().checkServerTrusted(chain, authType);
    isMeant(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust().getAcceptedIssuers();
  }
}
