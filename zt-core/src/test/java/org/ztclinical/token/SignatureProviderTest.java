package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class SignatureProviderTest {
  @Test
  void aProviderIsUsedForWhatItVerifiesAndForNothingElse() {
    SignatureProvider curves = SignatureProvider.of(Security.getProvider("SunEC"));

    assertThat(curves.verifies(SigningAlgorithm.ES256)).isTrue();
    assertThat(curves.verifies(SigningAlgorithm.ES512)).isTrue();
    assertThat(curves.verifies(SigningAlgorithm.RS256)).isFalse();
    assertThat(curves.verifies(SigningAlgorithm.PS256)).isFalse();
    assertThat(curves.describe().get(0)).contains("SunEC").contains("ES256").doesNotContain("RS");
  }

  @Test
  void aProviderOfEverythingIsUsedForEverything() {
    SignatureProvider all = SignatureProvider.of(new BouncyCastleProvider());

    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      assertThat(all.verifies(algorithm)).as(algorithm.name()).isTrue();
    }
    assertThat(all).hasToString("BC");
  }

  @Test
  void aKeyIsConvertedOnceWhereTheProviderHasAFormOfItsOwn() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();

    RSAPublicKey own =
        SignatureProvider.of(new BouncyCastleProvider()).own(key, RSAPublicKey.class);

    assertThat(own.getClass().getName()).startsWith("org.bouncycastle.");
    assertThat(own.getModulus()).isEqualTo(key.getModulus());
    SignatureProvider curves = SignatureProvider.of(Security.getProvider("SunEC"));
    assertThat(curves.own(key, RSAPublicKey.class)).isSameAs(key);
    assertThat(SignatureProvider.standard().own(key, RSAPublicKey.class)).isSameAs(key);
  }

  @Test
  void aProviderThatVerifiesNothingOrEverythingSentIsRefused() {
    assertThatThrownBy(() -> SignatureProvider.of(Security.getProvider("SunJCE")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SunJCE");
    assertThatThrownBy(() -> SignatureProvider.of(new Liar()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutOneTheJavaRuntimeVerifies() {
    assertThat(SignatureProvider.standard().verifies(SigningAlgorithm.ES256)).isFalse();
    assertThat(SignatureProvider.standard()).hasToString("the Java runtime's providers");
    boolean slow = Runtime.version().feature() < 25;
    assertThat(SignatureProvider.standard().describe()).hasSize(slow ? 1 : 0);
  }

  /** Says yes to every signature. */
  private static final class Liar extends Provider {
    private static final long serialVersionUID = 1L;

    Liar() {
      super("Liar", "1", "a provider of a test");
      for (String name :
          new String[] {"SHA256withECDSA", "SHA256withRSA", "RSASSA-PSS", "SHA384withECDSA"}) {
        put("Signature." + name, YesToAll.class.getName());
      }
    }
  }

  /** Made by name. */
  public static final class YesToAll extends SignatureSpi {
    /** For the provider. */
    public YesToAll() {}

    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[0];
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      return null;
    }
  }
}
