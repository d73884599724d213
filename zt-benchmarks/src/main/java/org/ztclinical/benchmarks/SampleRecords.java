package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Invented FHIR resources of usual size, about one kilobyte each, as UTF-8 JSON. They describe
 * nobody.
 */
final class SampleRecords {
  /** The only patient. */
  static final String PATIENT = "patient-1";

  private SampleRecords() {}

  /** The patient. */
  static byte[] patient() {
    return utf8(
        """
        {"resourceType":"Patient","id":"patient-1","meta":{"versionId":"3",\
        "lastUpdated":"2026-02-11T09:30:12.417+00:00","profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]},\
        "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Sample Patient</div>"},\
        "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR",\
        "display":"Medical Record Number"}]},"system":"https://hospital.example/mrn","value":"sample-1"}],\
        "active":true,"name":[{"use":"official","family":"Sample","given":["Patient","One"]}],\
        "telecom":[{"system":"phone","value":"555-0100","use":"home"}],"gender":"female","birthDate":"1961-07-04",\
        "address":[{"line":["1 Example Street"],"city":"Exampleton","state":"MA","postalCode":"00000","country":"US"}],\
        "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]},\
        "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en-US"}]},"preferred":true}],\
        "generalPractitioner":[{"reference":"Practitioner/practitioner-1"}]}""");
  }

  /** A search result with so many observations of the patient. */
  static byte[] observations(int count) {
    String entries =
        IntStream.range(0, count).mapToObj(SampleRecords::entry).collect(Collectors.joining(","));
    return utf8(
        "{\"resourceType\":\"Bundle\",\"id\":\"sample-page\",\"type\":\"searchset\",\"total\":"
            + count
            + ",\"link\":[{\"relation\":\"self\",\"url\":\""
            + "https://fhir.example/fhir/Observation?patient=patient-1\"}],\"entry\":["
            + entries
            + "]}");
  }

  private static String entry(int number) {
    return String.format(
        Locale.ROOT,
        """
        {"fullUrl":"https://fhir.example/fhir/Observation/observation-%1$d","resource":{"resourceType":"Observation",\
        "id":"observation-%1$d","meta":{"versionId":"1","lastUpdated":"2026-02-11T09:30:12.417+00:00",\
        "profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-vital-signs"]},"status":"final",\
        "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category",\
        "code":"vital-signs","display":"Vital signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"8867-4",\
        "display":"Heart rate"}],"text":"Heart rate"},"subject":{"reference":"Patient/patient-1"},\
        "encounter":{"reference":"Encounter/encounter-%1$d"},"effectiveDateTime":"2026-02-11T09:%2$02d:00+00:00",\
        "issued":"2026-02-11T09:30:12.417+00:00","performer":[{"reference":"Practitioner/practitioner-1"}],\
        "valueQuantity":{"value":%3$d,"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"},\
        "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",\
        "code":"N","display":"Normal"}]}],"note":[{"text":"Measured at rest."}]},"search":{"mode":"match"}}""",
        number,
        number % 60,
        60 + number % 40);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
