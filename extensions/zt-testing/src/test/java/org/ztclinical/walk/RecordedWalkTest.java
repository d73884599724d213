package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.Peer;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** What every record says, whatever came of the request. */
class RecordedWalkTest {
  @TempDir Path directory;

  @Test
  void everyDecisionIsRecordedWithItsRequestAndItsAddress() throws Exception {
    String batch =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
            + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/123\"}},"
            + "{\"request\":{\"method\":\"GET\",\"url\":\"Observation/1\"}},"
            + "{\"request\":{\"method\":\"GET\",\"url\":\"NoSuchType/1\"}}]}";
    try (Clinic clinic = new Clinic(directory, settings -> settings)) {
      String token = clinic.token("user/Patient.rs", t -> t);
      clinic.get(token, "/fhir/Patient/123");
      clinic.get(token, "/fhir/Observation/1");
      clinic.get(token, "/fhir/NoSuchType/1");
      clinic.send(HttpMethod.POST, token, "/fhir", Clinic.json(batch));
      clinic.zeroTrust.close();
    }

    List<DecisionRecord> decisions = decisions();
    assertThat(decisions).hasSizeGreaterThanOrEqualTo(6);
    assertThat(decisions)
        .allSatisfy(decision -> assertThat(decision.requestId()).isEqualTo("test-1"))
        .allSatisfy(decision -> assertThat(decision.peer()).isNotEqualTo(Peer.unknown()));
  }

  @Test
  void aPreflightIsRecordedAmongWhatNeedsNoCredential() throws Exception {
    Map<String, List<String>> preflight =
        Map.of(
            "Origin", List.of("https://app.example"),
            "Access-Control-Request-Method", List.of("GET"));
    try (Clinic clinic =
        new Clinic(directory, settings -> settings.allowOrigin("https://app.example"))) {
      clinic.send(HttpMethod.OPTIONS, "", "/fhir/Patient/1", preflight, Body.none());

      assertThat(clinic.rejections()).anyMatch(line -> line.contains("cors-preflight"));
    }
  }

  private List<DecisionRecord> decisions() throws Exception {
    List<DecisionRecord> decisions = new ArrayList<>();
    AuditReader.forEach(
        directory,
        entry -> {
          if (entry.record() instanceof DecisionRecord decision) {
            decisions.add(decision);
          }
        });
    return decisions;
  }
}
