package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Check;
import org.ztclinical.access.Mode;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/** Whose record a write touched, or was looked up for, stands in the audit record. */
class PatientAuditWalkTest extends ShieldedPatientWalk {
  @Test
  void eachPatientOfAWriteStandsInTheAuditRecord() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      stored.of("Observation", "p2s", "p2");
      write(clinic, HttpMethod.PUT, "/fhir/Observation/p2s", "p1");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/p2s", "");

      List<String> permits =
          clinic.log().stream().filter(line -> line.contains(" permit ")).toList();

      assertThat(permits).hasSize(2);
      assertThat(patients(permits.get(0))).hasSize(2);
      assertThat(patients(permits.get(1))).hasSize(1);
      assertThat(patients(permits.get(0))).containsAll(patients(permits.get(1)));
    }
  }

  @Test
  void whoseRecordWasLookedUpStandsInTheAuditRecordOfARefusalToo() throws Exception {
    String delete = "{'request':{'method':'DELETE','url':'Observation/%s'}}";
    try (Clinic clinic = clinic(STAFF, VIP)) {
      write(clinic, HttpMethod.POST, "/fhir/Observation", "vip");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/vips", "");
      send(clinic, HttpMethod.GET, "/fhir/Patient/vip", "");
      send(
          clinic,
          HttpMethod.POST,
          "/fhir",
          "{'resourceType':'Bundle','type':'batch','entry':["
              + delete.formatted("vips")
              + ","
              + delete.formatted("others")
              + "]}");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/others", "");
      write(clinic, HttpMethod.DELETE, "/fhir/Observation/absent", "");

      List<List<String>> patients =
          clinic.log().stream()
              .filter(line -> line.contains(" decision "))
              .map(PatientAuditWalkTest::patients)
              .toList();

      List<String> vip = patients.get(0);
      List<String> p1 = patients.get(5);
      assertThat(vip).hasSize(1);
      assertThat(p1).hasSize(1).isNotEqualTo(vip);
      assertThat(patients).containsExactly(vip, vip, vip, p1, vip, p1, List.of());
    }
  }

  @Test
  void whoseRecordWasLookedUpForScopesOrInPoliciesThatOnlyObserveStandsThereToo() throws Exception {
    UnaryOperator<ZeroTrustBuilder> observing =
        settings -> settings.mode(Check.POLICY, Mode.OBSERVE);
    try (Clinic clinic = clinic(observing, STAFF, VIP)) {
      String confined = clinic.token("patient/*.cruds", token -> token.patient("p1"));
      clinic.send(HttpMethod.DELETE, token(clinic), "/fhir/Observation/vips", Body.none());
      clinic.send(HttpMethod.DELETE, confined, "/fhir/Observation/vips", Body.none());

      List<String> decisions =
          clinic.log().stream().filter(line -> line.contains(" decision ")).toList();

      assertThat(decisions).hasSize(2);
      assertThat(patients(decisions.get(0))).hasSize(1);
      assertThat(patients(decisions.get(1))).isEqualTo(patients(decisions.get(0)));
    }
  }

  private static List<String> patients(String line) {
    String value = line.replaceAll(".*patients=(\\S+).*", "$1");
    return value.startsWith("unknown") ? List.of() : List.of(value.split(","));
  }
}
