package org.ztclinical.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.token.SignatureProvider;

/**
 * Who verifies signatures in a run, ours and the bare ones alike: the Java runtime, or the provider
 * of the profile {@code fast-provider} where {@link #FAST} is set in the JVM that measures.
 */
final class ChosenProvider {
  /** The system property that has the fast provider verify. */
  static final String FAST = "zt.benchmarks.fast";

  private static final String TYPE =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final @Nullable Provider provider;

  private ChosenProvider(@Nullable Provider provider) {
    this.provider = provider;
  }

  /**
   * The one of this run.
   *
   * @throws IllegalStateException when the fast one is asked for and is not there
   */
  static ChosenProvider ofThisRun() {
    if (!Boolean.getBoolean(FAST)) {
      return new ChosenProvider(null);
    }
    return new ChosenProvider(
        fast()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no fast provider for this system in this build: add -Pfast-provider")));
  }

  /** The fast provider, if this build has it for this system. */
  static Optional<Provider> fast() {
    try {
      Provider fast = (Provider) Class.forName(TYPE).getField("INSTANCE").get(null);
      // Where its native library does not load, it is there and verifies nothing.
      return Optional.of(fast).filter(p -> p.getService("Signature", "SHA256withECDSA") != null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** As an application names it. */
  SignatureProvider forTokens() {
    return provider == null ? SignatureProvider.standard() : SignatureProvider.of(provider);
  }

  /** As JCA gives it. */
  Signature signature(String algorithm) throws GeneralSecurityException {
    return provider == null
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, provider);
  }

  /** This key in the provider's own form, so that nothing need be converted for each signature. */
  PublicKey own(PublicKey key) throws GeneralSecurityException {
    return provider == null
        ? key
        : (PublicKey) KeyFactory.getInstance(key.getAlgorithm(), provider).translateKey(key);
  }

  @Override
  public String toString() {
    return provider == null ? "the Java runtime" : provider.getName();
  }
}
