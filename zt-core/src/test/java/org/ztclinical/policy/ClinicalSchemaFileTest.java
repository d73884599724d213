package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The checked-in schema is what the generator makes of the resource types and interactions. {@code
 * -Dzt.regenerate=true} writes it anew instead of comparing.
 */
class ClinicalSchemaFileTest {
  private static final String NAME = "org/ztclinical/policy/clinical.cedarschema";

  @Test
  void theCheckedInSchemaIsTheGeneratedOne() throws IOException {
    if (Boolean.getBoolean("zt.regenerate")) {
      Path file = Path.of(System.getProperty("zt.root"), "zt-core/src/main/resources", NAME);
      Files.createDirectories(file.getParent());
      Files.writeString(file, ClinicalSchemaFile.text());
      return;
    }
    try (InputStream in = ClinicalSchemaFileTest.class.getResourceAsStream("/" + NAME)) {
      assertThat(in).as(NAME).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(ClinicalSchemaFile.text());
    }
  }
}
