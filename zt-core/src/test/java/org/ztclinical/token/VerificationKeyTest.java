package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who verifies a signature, and what becomes of it when that one cannot. */
class VerificationKeyTest {
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static volatile boolean broken;
  private static KeyPair pair;
  private static SignatureProvider counting;

  @BeforeAll
  static void makeKeys() throws Exception {
    pair = ec();
    broken = false;
    counting = SignatureProvider.of(new Counting());
  }

  @BeforeEach
  void nobodyWasAsked() {
    broken = false;
    ASKED.set(0);
  }

  @Test
  void theProviderThatWasNamedVerifies() throws Exception {
    assertThat(key(counting).verifies(SigningAlgorithm.ES256, signed(pair))).isTrue();
    assertThat(ASKED).hasValue(1);
    assertThat(
            key(SignatureProvider.standard())
                .using(counting)
                .verifies(SigningAlgorithm.ES256, signed(pair)))
        .isTrue();
    assertThat(ASKED).hasValue(2);
  }

  @Test
  void withoutOneItIsNotAsked() throws Exception {
    assertThat(key(SignatureProvider.standard()).verifies(SigningAlgorithm.ES256, signed(pair)))
        .isTrue();
    assertThat(ASKED).hasValue(0);
  }

  @Test
  void whatTheProviderRefusesOrCannotReadIsNoSignature() throws Exception {
    KeyPair stranger = ec();
    assertThat(key(counting).verifies(SigningAlgorithm.ES256, signed(stranger))).isFalse();

    broken = true;

    assertThat(key(counting).verifies(SigningAlgorithm.ES256, signed(pair))).isFalse();
    assertThat(ASKED).hasValue(2);
  }

  @Test
  void aKeyThatCannotVerifyTheAlgorithmVerifiesNothing() throws Exception {
    VerificationKey key = key(SignatureProvider.standard());

    assertThat(key.suits(SigningAlgorithm.ES256)).isTrue();
    for (SigningAlgorithm other :
        new SigningAlgorithm[] {
          SigningAlgorithm.ES384, SigningAlgorithm.ES512, SigningAlgorithm.RS256
        }) {
      assertThat(key.suits(other)).as(other.name()).isFalse();
      assertThat(key.verifies(other, signed(pair))).as(other.name()).isFalse();
    }
  }

  private static KeyPair ec() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static VerificationKey key(SignatureProvider provider) {
    String jwk = new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).build().toString();
    return VerificationKey.parse(jwk, provider).orElseThrow();
  }

  private static CompactToken signed(KeyPair by) throws Exception {
    String input = "e30.e30";
    Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(by.getPrivate());
    signer.update(input.getBytes(StandardCharsets.US_ASCII));
    String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    return CompactToken.parse(input + "." + signature);
  }

  /** Verifies ES256 as the Java runtime does, and counts. */
  private static final class Counting extends Provider {
    private static final long serialVersionUID = 1L;

    Counting() {
      super("Counting", "1", "a provider of a test");
      put("Signature.SHA256withECDSA", CountingSpi.class.getName());
    }
  }

  /** Made by name. */
  public static final class CountingSpi extends SignatureSpi {
    private final Signature real;

    /** For the provider. */
    public CountingSpi() throws GeneralSecurityException {
      real = Signature.getInstance("SHA256withECDSA", "SunEC");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      ASKED.incrementAndGet();
      if (broken) {
        throw new InvalidKeyException("this provider reads no more keys");
      }
      real.initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      throw new InvalidKeyException("it verifies only");
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      real.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
      real.update(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      throw new SignatureException("it verifies only");
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      return real.verify(signature);
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, @Nullable Object value) {}

    @Override
    @Deprecated
    protected @Nullable Object engineGetParameter(String name) {
      return null;
    }
  }
}
