package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which keys of a set may verify, and which of them for one token. */
class KeySetTest {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);

  @Test
  void rsaKeysHaveFrom2048To8192Bits() {
    for (int bits : new int[] {2_048, 3_072, 8_192}) {
      assertThat(isUsable(rsa(bits, F4, ""))).as("%d bits", bits).isTrue();
    }
    for (int bits : new int[] {1_024, 2_047, 8_193}) {
      assertThat(isUsable(rsa(bits, F4, ""))).as("%d bits", bits).isFalse();
    }
  }

  @Test
  void exponentsAreOddAndFrom65537To64Bits() {
    BigInteger longest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    for (BigInteger sane : new BigInteger[] {F4, F4.add(BigInteger.TWO), longest}) {
      assertThat(isUsable(rsa(2_048, sane, ""))).as(sane.toString()).isTrue();
    }
    for (BigInteger other :
        new BigInteger[] {
          BigInteger.ONE,
          BigInteger.valueOf(3),
          F4.subtract(BigInteger.TWO),
          F4.add(BigInteger.ONE),
          longest.add(BigInteger.TWO)
        }) {
      assertThat(isUsable(rsa(2_048, other, ""))).as(other.toString()).isFalse();
    }
  }

  @Test
  void aKeyForSomethingElseOrAPrivateOneIsLeftOut() {
    for (String fine : new String[] {"\"use\":\"sig\"", "\"key_ops\":[\"verify\"]"}) {
      assertThat(isUsable(rsa(2_048, F4, fine))).as(fine).isTrue();
    }
    for (String other :
        new String[] {
          "\"use\":\"enc\"",
          "\"key_ops\":[\"encrypt\"]",
          "\"use\":\"sig\",\"key_ops\":[\"sign\"]",
          "\"d\":\"AQAB\""
        }) {
      assertThat(isUsable(rsa(2_048, F4, other))).as(other).isFalse();
    }
    assertThat(isUsable("{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}")).isFalse();
  }

  @Test
  void aSetHas64KeysAtMost() {
    assertThat(KeySet.parse(set(64, "\"kid\":\"k%d\"")).size()).isEqualTo(64);
    assertThatIllegalArgumentException().isThrownBy(() -> KeySet.parse(set(65, "\"kid\":\"k%d\"")));
  }

  @Test
  void aDocumentOfMoreThan256KibIsNoSet() {
    String one = set(1, "\"kid\":\"k%d\"");
    String padded = one + " ".repeat(KeySet.MAX_BYTES - one.length());

    assertThat(KeySet.parse(padded).size()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> KeySet.parse(padded + " "));
  }

  @Test
  void fourKeysOfOneIdAreTriedAndFiveAreNot() throws Exception {
    Optional<String> same = Optional.of("same");

    assertThat(KeySet.parse(set(4, "\"kid\":\"same\"")).candidates(same, SigningAlgorithm.RS256))
        .hasSize(4);
    refused(TokenReason.KEY_NOT_SUITABLE, set(5, "\"kid\":\"same\""), same);
  }

  @Test
  void withoutAnIdOneKeyMustBeMeant() throws Exception {
    assertThat(
            KeySet.parse(set(1, "\"kid\":\"k%d\""))
                .candidates(Optional.empty(), SigningAlgorithm.RS256))
        .hasSize(1);
    refused(TokenReason.KEY_ID_MISSING, set(2, "\"kid\":\"k%d\""), Optional.empty());
    refused(TokenReason.UNKNOWN_KEY, set(2, "\"kid\":\"k%d\""), Optional.of("k9"));
    refused(
        TokenReason.KEY_NOT_SUITABLE,
        set(2, "\"kid\":\"k%d\",\"alg\":\"PS256\""),
        Optional.of("k1"));
  }

  @Test
  void setsAreTheSameWhenTheirKeysAre() {
    KeySet set = KeySet.parse(set(2, "\"kid\":\"k%d\""));

    assertThat(set.hasSameKeys(KeySet.parse(set(2, "\"kid\":\"k%d\"")))).isTrue();
    assertThat(set.hasSameKeys(KeySet.parse(set(3, "\"kid\":\"k%d\"")))).isFalse();
    assertThat(set.hasSameKeys(KeySet.parse(set(2, "\"kid\":\"x%d\"")))).isFalse();
    assertThat(set).hasToString("2 keys");
    assertThat(KeySet.parse(set(3, "\"kid\":\"k%d\"").replaceFirst("RSA", "oct")))
        .hasToString("2 keys, 1 unusable");
    assertThat(set.knows("k1")).isTrue();
    assertThat(set.knows("k2")).isFalse();
  }

  private static void refused(TokenReason reason, String set, Optional<String> keyId) {
    assertThatThrownBy(() -> KeySet.parse(set).candidates(keyId, SigningAlgorithm.RS256))
        .isInstanceOfSatisfying(
            TokenRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static boolean isUsable(String jwk) {
    return VerificationKey.parse(jwk).isPresent();
  }

  /** So many keys, each with these members, in which a number may stand. */
  private static String set(int count, String members) {
    return IntStream.range(0, count)
        .mapToObj(i -> rsa(2_048, F4, members.formatted(i)))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  /** A key by its size alone: nobody has the primes, and nothing is verified with it. */
  private static String rsa(int bits, BigInteger exponent, String members) {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    String more = members.isEmpty() ? "" : "," + members;
    return "{\"kty\":\"RSA\",\"n\":\""
        + url(modulus)
        + "\",\"e\":\""
        + url(exponent)
        + "\""
        + more
        + "}";
  }

  private static String url(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    byte[] magnitude = Arrays.copyOfRange(bytes, sign, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
  }
}
