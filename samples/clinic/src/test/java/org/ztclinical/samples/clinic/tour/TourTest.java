package org.ztclinical.samples.clinic.tour;

import static org.assertj.core.api.Assertions.assertThat;

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
  void everyStopAnswersAsTheReadmeSays() throws Exception {
    String root = clinic.fhirBase().substring(0, clinic.fhirBase().length() - "/fhir".length());
    Tour tour = new Tour(root, clinic.issuer(), clinic.dataFolder(), System.out);

    assertThat(tour.walk()).isEmpty();
  }
}
