package org.ztclinical.token;

import com.nimbusds.jose.JWSVerifier;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which JCA provider verifies signatures. The Java runtime's own verifies ES256 in about a
 * millisecond on Java 17, thirty times as long as RS256; native providers do in a twentieth of that
 * (see docs/performance.md). None is brought along: an application adds one and names it here, or
 * installs it first in {@link Security}.
 *
 * <p>A provider is tried with a key of each kind before it is used: what it does not verify stays
 * with the Java runtime, and {@link #describe()} says so. Immutable and safe for use by many
 * threads.
 */
public final class SignatureProvider {
  private static final byte[] PROBE = {'z', 't'};
  private static final SignatureProvider STANDARD = new SignatureProvider(null, Set.of());

  private final @Nullable Provider provider;
  private final Set<SigningAlgorithm> verified;

  private SignatureProvider(@Nullable Provider provider, Set<SigningAlgorithm> verified) {
    this.provider = provider;
    this.verified = verified;
  }

  /** The providers of the Java runtime, in their order. */
  public static SignatureProvider standard() {
    return STANDARD;
  }

  /**
   * This provider, for all algorithms that it verifies. Takes a few hundred milliseconds, once.
   *
   * @throws IllegalArgumentException when it verifies none of them
   */
  public static SignatureProvider of(Provider provider) {
    Set<SigningAlgorithm> verified = EnumSet.noneOf(SigningAlgorithm.class);
    KeyPair rsa = keys("RSA", 2_048);
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      KeyPair keys = algorithm.curve().isEmpty() ? rsa : keys("EC", bits(algorithm));
      if (verifies(provider, algorithm, keys)) {
        verified.add(algorithm);
      }
    }
    if (verified.isEmpty()) {
      throw new IllegalArgumentException(
          "the provider " + provider.getName() + " verifies no algorithm of access tokens");
    }
    return new SignatureProvider(provider, Collections.unmodifiableSet(verified));
  }

  private static int bits(SigningAlgorithm algorithm) {
    return Integer.parseInt(algorithm.curve().substring("P-".length()));
  }

  private static KeyPair keys(String kind, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime makes no keys of kind " + kind, e);
    }
  }

  /** As the Java runtime signs it, this provider verifies it, and not with another message. */
  private static boolean verifies(Provider provider, SigningAlgorithm algorithm, KeyPair keys) {
    try {
      Signature signer = Signature.getInstance(jcaName(algorithm));
      signer.initSign(keys.getPrivate());
      set(signer, algorithm);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      return check(provider, algorithm, keys, PROBE, signature)
          && !check(provider, algorithm, keys, new byte[] {'n', 'o'}, signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static boolean check(
      Provider provider, SigningAlgorithm algorithm, KeyPair keys, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(jcaName(algorithm), provider);
    verifier.initVerify(own(provider, keys.getPublic(), PublicKey.class));
    set(verifier, algorithm);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static void set(Signature signature, SigningAlgorithm algorithm)
      throws GeneralSecurityException {
    if (algorithm.name().startsWith("PS")) {
      signature.setParameter(pss(algorithm));
    }
  }

  private static AlgorithmParameterSpec pss(SigningAlgorithm algorithm) {
    int bits = hashBits(algorithm);
    String hash = "SHA-" + bits;
    return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1);
  }

  private static String jcaName(SigningAlgorithm algorithm) {
    String hash = "SHA" + hashBits(algorithm);
    if (algorithm.name().startsWith("PS")) {
      return "RSASSA-PSS";
    }
    return hash + (algorithm.curve().isEmpty() ? "withRSA" : "withECDSA");
  }

  private static int hashBits(SigningAlgorithm algorithm) {
    return Integer.parseInt(algorithm.name().substring(2));
  }

  boolean verifies(SigningAlgorithm algorithm) {
    return verified.contains(algorithm);
  }

  /** The key in this provider's own form, so that it need not convert it for each signature. */
  <K extends PublicKey> K own(K key, Class<K> kind) {
    return provider == null ? key : own(provider, key, kind);
  }

  private static <K extends PublicKey> K own(Provider provider, K key, Class<K> kind) {
    try {
      Key own = KeyFactory.getInstance(key.getAlgorithm(), provider).translateKey(key);
      return kind.isInstance(own) ? kind.cast(own) : key;
    } catch (GeneralSecurityException | RuntimeException e) {
      // A provider of signatures need not know a form of its own.
      return key;
    }
  }

  /** Has the verifier ask this provider and no other. */
  <V extends JWSVerifier> V applyTo(V verifier) {
    if (provider != null) {
      verifier.getJCAContext().setProvider(provider);
    }
    return verifier;
  }

  /** For the start-up log: who verifies what, and what could be faster. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    if (provider != null) {
      lines.add("signatures are verified by " + provider.getName() + ": " + verified);
    }
    advice(EnumSet.of(SigningAlgorithm.ES256, SigningAlgorithm.ES384)).ifPresent(lines::add);
    return List.copyOf(lines);
  }

  /** Which of these algorithms take long here, and what to do; empty where none does. */
  Optional<String> advice(Set<SigningAlgorithm> used) {
    Set<SigningAlgorithm> slow = EnumSet.noneOf(SigningAlgorithm.class);
    used.stream().filter(one -> !one.curve().isEmpty() && !verifies(one)).forEach(slow::add);
    if (slow.isEmpty() || !isSlow()) {
      return Optional.empty();
    }
    return Optional.of(
        slow
            + " are verified by this Java runtime's own provider, which takes a millisecond or"
            + " more for each; a native one takes a twentieth: signatureProvider(…)");
  }

  /** By Java 25 the runtime's own arithmetic on elliptic curves takes less than half as long. */
  private static boolean isSlow() {
    try {
      String own = Signature.getInstance("SHA256withECDSA").getProvider().getName();
      return own.equals("SunEC") && Runtime.version().feature() < 25;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return provider == null ? "the Java runtime's providers" : provider.getName();
  }
}
