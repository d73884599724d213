package org.ztclinical.samples.clinic.synthea;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyntheticClinicTest {

  @Test
  void everyReferenceLeadsToAnEarlierResource() {
    for (int patients : new int[] {2, 12, 47}) {
      Set<String> known = new HashSet<>();
      for (SyntheticResource resource : SyntheticClinic.ofFirst(patients).resources()) {
        assertThat(known.containsAll(resource.references())).as(resource.reference()).isTrue();
        assertThat(known.add(resource.reference())).as(resource.reference()).isTrue();
      }
    }
  }

  @Test
  void nothingAboutOtherPatientsComesAlong() {
    Set<String> chosen =
        SyntheticPatients.first(3).stream()
            .map(SyntheticPatients.Person::reference)
            .collect(Collectors.toSet());

    List<SyntheticResource> resources = SyntheticClinic.ofFirst(3).resources();

    assertThat(resources)
        .allSatisfy(resource -> assertThat(resource.patient().stream()).isSubsetOf(chosen));
    assertThat(resources).filteredOn(r -> r.type().equals("Patient")).hasSize(3);
  }

  @Test
  void practitionersBringTheirRoles() {
    List<SyntheticResource> resources = SyntheticClinic.ofFirst(3).resources();

    long practitioners =
        resources.stream()
            .filter(r -> r.type().equals("Practitioner") && r.providerNumber().isPresent())
            .count();
    assertThat(resources)
        .filteredOn(r -> r.type().equals("PractitionerRole"))
        .hasSize((int) practitioners);
  }

  @Test
  void moreThanThereAreMeansAll() {
    assertThat(SyntheticPatients.first(Integer.MAX_VALUE)).hasSize(47);
  }

  @Test
  void patientWithLoginIsAlive() {
    for (int count : new int[] {2, 12, 47}) {
      var person = SyntheticPatients.withLogin(SyntheticPatients.first(count));

      assertThat(person.alive()).isTrue();
      assertThat(person.birthDate()).isGreaterThan("1930");
    }
  }
}
