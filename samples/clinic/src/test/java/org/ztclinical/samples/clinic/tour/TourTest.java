package org.ztclinical.samples.clinic.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ztclinical.samples.clinic.RunningClinic;

/** The tour of the README, against a real clinic: every answer and its audit line are checked. */
@ExtendWith(RunningClinic.Parameter.class)
class TourTest {
  private final RunningClinic clinic;

  TourTest(RunningClinic clinic) {
    this.clinic = clinic;
  }

  @Test
  void everyStopAnswersAndIsRecordedAsItMustBe() throws Exception {
    String root = clinic.fhirBase().substring(0, clinic.fhirBase().length() - "/fhir".length());
    Tour tour = new Tour(root, clinic.issuer(), clinic.dataFolder(), System.out);

    assertThat(tour.walk("")).isEmpty();
  }

  @Test
  void theReadmeShowsEveryStopWithItsAnswerAndItsRecord() throws Exception {
    String[] shown = Files.readString(Path.of("README.md")).split("(?m)^### ", -1);

    int number = 0;
    for (Stop stop : Stops.of("$OWN", "$OTHER")) {
      number++;
      assertThat(shown[number])
          .startsWith(number + ". " + stop.title() + "\n")
          .contains("HTTP " + stop.status(), asShown(stop.path()), stop.logged());
      assertThat(stop.logged()).isNotEmpty();
    }
    assertThat(shown).hasSize(number + 1);
  }

  /** As a shell takes it between double quotes. */
  private static String asShown(String path) {
    return path.replace("$everything", "\\$everything").replace("/fhir", "$FHIR");
  }
}
