package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The checked-in definitions are those of the official package. {@code -Dzt.regenerate=true} writes
 * them anew instead of comparing.
 */
class R4FilesTest {
  private final R4Files files = new R4Files(R4Definitions.read());

  @Test
  void checkedInDefinitionsAreTheOfficialOnes() throws IOException {
    compare("org/ztclinical/fhir/r4-types.txt", files.types());
    compare("org/ztclinical/fhir/r4-search-parameters.txt", files.searchParameters());
    compare("org/ztclinical/fhir/r4-elements.txt", files.elements());
    compare("org/ztclinical/smart/patient-compartment.txt", files.patientCompartment());
  }

  private static void compare(String name, String official) throws IOException {
    if (Boolean.getBoolean("zt.regenerate")) {
      Path file = Path.of(System.getProperty("zt.root"), "zt-core/src/main/resources", name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, official);
      return;
    }
    try (InputStream in = R4FilesTest.class.getResourceAsStream("/" + name)) {
      assertThat(in).as(name).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .as(name)
          .isEqualTo(official);
    }
  }
}
