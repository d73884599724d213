package org.ztclinical.samples.clinic.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void nothingSaidMeansTheUsualPortsOnLoopback() {
    ClinicSettings settings = CommandLine.parse();

    assertThat(settings.fhirBase()).isEqualTo("http://127.0.0.1:8080/fhir");
    assertThat(settings.issuer()).isEqualTo("http://127.0.0.1:9000");
    assertThat(settings.dataFolder())
        .isAbsolute()
        .endsWithRaw(java.nio.file.Path.of("samples", "clinic", "data"));
    assertThat(settings.policyFolder())
        .isAbsolute()
        .endsWithRaw(java.nio.file.Path.of("samples", "clinic", "policies"));
    assertThat(settings.patients()).isEmpty();
  }

  @Test
  void portZeroIsReplacedByTwoDifferentFreeOnes() {
    ClinicSettings settings = CommandLine.parse("--port=0", "--auth-port=0");

    assertThat(settings.fhirPort()).isPositive().isNotEqualTo(settings.authPort());
  }

  @Test
  void allOptionsMayComeInOneArgument() {
    ClinicSettings settings =
        CommandLine.parse("--port=8081 --patients=20 --data=a b/c --origins=http://localhost:1");

    assertThat(settings.fhirPort()).isEqualTo(8081);
    assertThat(settings.patients()).hasValue(20);
    assertThat(settings.dataFolder().toString())
        .endsWith("a b/c".replace('/', java.io.File.separatorChar));
    assertThat(settings.origins()).containsExactly("http://localhost:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot=1 | unknown option --prot=1",
        "--port=x | --port needs a whole number, as in --port=8080",
        "--port= | --port needs a value, as in --port=…",
        "--port=65536 | --port must be a port from 0 (any free one) to 65534",
        "--port=9000 | --port and --auth-port are both 9000; give the two servers different ports",
        "--patients=1 | --patients must be 2 or more: one to be, and another to be kept out of",
        "--origins=* | --origins needs origins such as http://localhost:3000, separated by commas"
      })
  void mistakesAreNamedWithTheRemedy(String argument, String message) {
    assertThatThrownBy(() -> CommandLine.parse(argument))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }
}
