package org.ztclinical.floors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the plan of the house. A wrong import fails here, with the names of both rooms. */
class FloorsTest {
  private static final JavaClasses CLASSES = House.production();

  @Test
  void everyRoomImportsOnlyRoomsOnLowerFloors() {
    assertThat(House.wrongImports(CLASSES)).isEmpty();
  }

  @Test
  void everyRoomHasAFloor() {
    assertThat(House.unplannedRooms(CLASSES)).isEmpty();
  }

  @Test
  void roomsDoNotFormCycles() {
    slices().matching("org.ztclinical.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void aSeededWrongImportIsFound() {
    JavaClasses seeded =
        new ClassFileImporter().importClasses(org.ztclinical.reason.SeededWrongImport.class);

    assertThat(House.wrongImports(seeded))
        .singleElement()
        .asString()
        .contains("room reason may not import room enforce");
  }

  @Test
  void nimbusIsImportedInTokenAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.ztclinical..")
        .and()
        .resideOutsideOfPackages(
            "org.ztclinical.token..",
            "org.ztclinical.testing..",
            "org.ztclinical.samples..",
            "org.ztclinical.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(CLASSES);
  }

  @Test
  void hapiIsImportedInTheClientItsServerModuleAndSamplesAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.ztclinical..")
        .and()
        .resideOutsideOfPackages(
            "org.ztclinical.fhirclient..",
            "org.ztclinical.hapiserver..",
            "org.ztclinical.samples..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ca.uhn.fhir..", "org.hl7.fhir..")
        .check(CLASSES);
  }

  @Test
  void servletsAreImportedInTheServletModuleAndSamplesAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.ztclinical..")
        .and()
        .resideOutsideOfPackages("org.ztclinical.servlet..", "org.ztclinical.samples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.servlet..")
        .check(CLASSES);
  }

  @Test
  void onlyTheDecisionPointIssuesPermits() {
    assertThat(callersOf("org.ztclinical.access.Permit", "issue"))
        .containsExactly("org.ztclinical.policy.DecisionPoint");
  }

  @Test
  void onlyWhoServesOpenRoutesIssuesPublicAccess() {
    assertThat(callersOf("org.ztclinical.access.PublicAccess", "issue"))
        .containsExactly("org.ztclinical.enforce.OpenRoutes");
  }

  /** Whoever makes an identity of a token must prove its sender: that is one place. */
  @Test
  void onlyWhoProvesSendersMakesIdentitiesOfTokens() {
    assertThat(callersOf("org.ztclinical.identity.IdentityResolver", "resolve"))
        .filteredOn(caller -> !caller.startsWith("org.ztclinical.testing."))
        .containsExactly("org.ztclinical.enforce.Callers");
    assertThat(callersOf("org.ztclinical.session.SenderConstraint", "prove"))
        .containsExactly("org.ztclinical.enforce.Callers");
  }

  @Test
  void everyRoomSaysWhatItIsFor() {
    Set<String> rooms = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    Set<String> described =
        CLASSES.stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    rooms.removeIf(name -> name.startsWith("org.ztclinical.benchmarks"));
    assertThat(described).containsAll(rooms);
  }

  /** The classes that call the method or refer to it. */
  private static Set<String> callersOf(String owner, String method) {
    return CLASSES.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(access -> access.getTargetOwner().getName().equals(owner))
        .filter(access -> access.getName().equals(method))
        .map(access -> access.getOriginOwner().getName())
        .collect(Collectors.toSet());
  }
}
