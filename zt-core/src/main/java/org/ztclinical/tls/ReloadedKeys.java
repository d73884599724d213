package org.ztclinical.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the key of the moment in every handshake. A handshake asks for certificates and key one
 * after the other by a name; the name is of one reading of the files, so that it never gets the
 * certificate of one and the key of the next.
 */
final class ReloadedKeys extends X509ExtendedKeyManager {
  private final Supplier<Reading> current;

  ReloadedKeys(Supplier<Reading> current) {
    this.current = current;
  }

  private @Nullable String name(String... keyTypes) {
    Reading reading = current.get();
    OwnKey key = reading.key().orElse(null);
    if (key == null) {
      return null;
    }
    String ours = key.chain().get(0).getPublicKey().getAlgorithm();
    for (String type : keyTypes) {
      // In TLS 1.2 a server asks for EC_EC or EC_RSA: the key's kind and its issuer's.
      if (type.equals(ours) || type.startsWith(ours + "_")) {
        return reading.name();
      }
    }
    return null;
  }

  private @Nullable OwnKey of(@Nullable String name) {
    Reading reading = current.get();
    if (name == null) {
      return null;
    }
    return reading.named(name).flatMap(Reading::key).orElse(null);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return name(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return name(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return name(keyTypes);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return name(keyType);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    String name = name(keyType);
    return name == null ? null : new String[] {name};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return getClientAliases(keyType, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    OwnKey key = of(alias);
    return key == null ? null : key.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    OwnKey key = of(alias);
    return key == null ? null : key.privateKey();
  }
}
