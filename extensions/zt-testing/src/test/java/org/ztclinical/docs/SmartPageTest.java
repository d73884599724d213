package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.json.JsonObject;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.Permission;
import org.ztclinical.token.TrustedIssuer;

/** The example of docs/smart.md, and its table. */
class SmartPageTest {
  private static final Path PAGE = Path.of(System.getProperty("zt.root"), "docs", "smart.md");

  @TempDir Path auditDirectory;

  @Test
  void whatCanBeConfiguredCanBeConfigured() {
    String issuer = "https://login.example.org";
    String fhirBase = "https://ehr.example.org/fhir";
    URI jwksUri = URI.create("https://login.example.org/jwks");
    PatchPreview preview = PatchPreview.none();
    Repository repository = new Repository();
    ZeroTrust zeroTrust;
    zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(TrustedIssuer.of(issuer, fhirBase).jwksUri(jwksUri))
            .fhirServer("/fhir", fhirBase)
            // Patients' apps may read what is nobody's record.
            .shareWithPatients("Practitioner", "Organization", "Location")
            // Tasks and devices of a patient are part of the record, beside what FHIR R4 says.
            .patientCompartment(
                PatientCompartment.official().with("Task", "patient").with("Device", "patient"))
            // What is stored now; confined writes need it.
            .resourceLookup(repository::find)
            // What a FHIRPath or XML Patch would make of it.
            .patchPreview(preview)
            // Operations, each with its stated meaning; all others are denied.
            .allowOperation(OperationRule.patientEverything())
            .allowOperation(
                OperationRule.ofType("Observation", "lastn")
                    .needing("Observation", Permission.READ, Permission.SEARCH)
                    .answersFrom("Observation"))
            // Exports, and where this server keeps their status and files.
            .bulkExport(BulkRoutes.hapi())
            // Search parameters of this server that FHIR R4 does not define.
            .searchParameters("Patient", "ward")
            .auditIn(auditDirectory)
            .build();

    try (zeroTrust) {
      assertThat(zeroTrust.describe())
          .anyMatch(layer -> layer.contains("scopes and compartments enforced"));
    }
  }

  @Test
  void theTableNamesEveryInteraction() throws Exception {
    String page = Files.readString(PAGE);
    String table =
        page.substring(
            page.indexOf("## What each interaction needs"), page.indexOf("## Positions taken"));

    for (Interaction interaction : Interaction.values()) {
      assertThat(table.lines().filter(line -> line.startsWith("|")))
          .as(interaction.code())
          .anyMatch(line -> line.split("\\|")[1].contains("`" + interaction.code() + "`"));
    }
  }

  private static final class Repository {
    Optional<JsonObject> find(String type, String id) {
      return Optional.empty();
    }
  }
}
