package org.ztclinical.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  @Test
  void itIsTheHmacOfThePlatform() throws Exception {
    for (long seed = 1; seed <= 2_000; seed++) {
      Random random = new Random(seed);
      byte[] key = bytes(random, 1 + random.nextInt(150));
      byte[] prefix = bytes(random, random.nextInt(150));
      byte[] first = bytes(random, random.nextInt(150));
      byte[] second = bytes(random, random.nextInt(150));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(prefix);
      mac.update(first);
      mac.update(second);

      byte[] hash = KeyedHash.of(key).after(prefix).of(first, second);

      assertThat(hash).as("seed %d", seed).isEqualTo(mac.doFinal());
    }
  }

  @Test
  void oneInputLeavesNothingBehindForTheNext() {
    KeyedHash keyed = KeyedHash.of("k".repeat(32).getBytes(StandardCharsets.US_ASCII));
    byte[] text = {1, 2, 3};

    byte[] before = keyed.of(text, text);
    byte[] other = keyed.after(text).of(text, new byte[0]);

    assertThat(other).isEqualTo(before);
    assertThat(keyed.of(text, text)).isEqualTo(before);
    assertThat(keyed).hasToString("keyed hash [redacted]");
  }

  @Test
  void pseudonymsOfOneAnswerAreTheSameAsOneByOne() {
    Pseudonyms pseudonyms = Pseudonyms.withKey(new byte[Pseudonyms.KEY_BYTES]);
    ResourcePseudonyms ofAnswer = pseudonyms.resourcesOf("https://fhir.example/fhir");

    for (String id : new String[] {"1", "2", "1", "\u00fc", ""}) {
      assertThat(ofAnswer.of("Observation", id))
          .isEqualTo(pseudonyms.resource("https://fhir.example/fhir", "Observation", id));
      assertThat(ofAnswer.patient(id))
          .isEqualTo(ofAnswer.of("Patient", id))
          .isEqualTo(pseudonyms.resource("https://fhir.example/fhir", "Patient", id));
    }
    assertThat(ofAnswer.of("Observation", "1")).isNotEqualTo(ofAnswer.of("Condition", "1"));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
