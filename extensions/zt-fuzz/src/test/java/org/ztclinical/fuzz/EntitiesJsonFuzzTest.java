package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Any bytes as entities in JSON. */
class EntitiesJsonFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void whateverComesIsReadOrRefused(byte[] bytes) throws CedarSyntaxException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Entities entities;
    try {
      entities = EntitiesJson.parse(text);
    } catch (CedarSyntaxException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    Entities again = EntitiesJson.parse(EntitiesJson.write(entities));
    assertThat(again.all()).containsExactlyElementsOf(entities.all());
  }
}
