package org.ztclinical.samples.clinic.synthea;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the synthetic set that ships with the sample: one file a type, one resource a line. */
final class SyntheaFiles {

  /** The types in an order in which each refers to earlier ones only. */
  private static final List<String> TYPES =
      List.of(
          "Organization",
          "Location",
          "Practitioner",
          "PractitionerRole",
          "Medication",
          "Patient",
          "Encounter",
          "Condition",
          "AllergyIntolerance",
          "Immunization",
          "Observation",
          "Procedure",
          "MedicationRequest",
          "CareTeam",
          "CarePlan",
          "DiagnosticReport",
          "DocumentReference");

  private final ObjectMapper json = new ObjectMapper();

  List<SyntheticResource> readAll() {
    List<SyntheticResource> all = new ArrayList<>();
    for (String type : TYPES) {
      all.addAll(read(type + ".ndjson.gz"));
    }
    return all;
  }

  List<SyntheticResource> read(String file) {
    try (BufferedReader lines = open(file)) {
      List<SyntheticResource> resources = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          resources.add(SyntheticResource.of(json.readTree(line)));
        }
      }
      return resources;
    } catch (IOException e) {
      throw new UncheckedIOException("the sample's file " + file + " cannot be read", e);
    }
  }

  private static BufferedReader open(String file) throws IOException {
    InputStream raw = SyntheaFiles.class.getResourceAsStream("/synthea/" + file);
    if (raw == null) {
      throw new IOException("the sample was built without synthea/" + file);
    }
    InputStream content = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    return new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
  }
}
