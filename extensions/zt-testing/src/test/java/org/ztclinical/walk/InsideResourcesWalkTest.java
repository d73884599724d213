package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;

/** What is inside the resources of an answer, where policies decide by the patient. */
class InsideResourcesWalkTest {
  private static final String POLICIES =
      """
      @id("staff") permit (principal in Clinical::Role::"staff", action, resource);
      @id("vip")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  private static final String CONTAINING =
      "{'resourceType':'Observation','id':'o1','contained':[{'resourceType':'Practitioner',"
          + "'id':'pr'}],'subject':{'reference':'Patient/p1'},'performer':[{'reference':'#pr'}]}";
  private static final String PLAIN =
      "{'resourceType':'Observation','id':'o2','subject':{'reference':'Patient/p1'}}";

  @TempDir Path directory;

  @Test
  void whatRefersToAContainedPractitionerLeaves() throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.answering(json(CONTAINING));
      assertThat(get(clinic, "Observation/o1").response().status()).isEqualTo(200);

      clinic.answering(json(list("searchset", CONTAINING, PLAIN)));
      assertThat(text(get(clinic, "Observation?code=x"))).contains("o1", "o2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'parameter':[{'name':'x','resource':%s}],'resourceType':'Parameters'}",
        "{'resourceType':'Parameters','parameter':[{'name':'x','resource':%s}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'x','part':[{'name':'y','resource':%s}]}]}",
      })
  void ofAListParametersLeaveWhenAllInsideThemMay(String parameters) throws Exception {
    String shielded = PLAIN.replace("o2", "SECRET").replace("p1", "vip");
    try (Clinic clinic = clinic()) {
      for (String type : List.of("searchset", "history")) {
        clinic.answering(json(list(type, parameters.formatted(PLAIN), CONTAINING)));
        assertThat(text(get(clinic, "Observation?code=x"))).contains("o1", "o2");

        clinic.answering(json(list(type, parameters.formatted(shielded), CONTAINING)));
        assertThat(text(get(clinic, "Observation?code=x"))).contains("o1").doesNotContain("SECRET");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Parameters','parameter':{'name':'x','resource':%s}}",
        "{'resourceType':'Parameters','parameter':[{'name':'x','part':{'name':'y','resource':%s}}]}",
      })
  void parametersThatAreWrittenOtherwiseStay(String parameters) throws Exception {
    try (Clinic clinic = clinic()) {
      clinic.answering(json(list("searchset", parameters.formatted(PLAIN), CONTAINING)));

      assertThat(text(get(clinic, "Observation?code=x"))).contains("o1").doesNotContain("o2");
    }
  }

  private static String list(String type, String... resources) {
    return "{'resourceType':'Bundle','type':'%s','entry':[{'resource':%s}]}"
        .formatted(type, String.join("},{'resource':", resources));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static Guarded get(Clinic clinic, String path) throws Exception {
    String token = clinic.token("user/*.cruds", t -> t.claim("roles", List.of("staff")));
    return clinic.get(token, "/fhir/" + path);
  }

  private Clinic clinic() {
    return new Clinic(
        directory,
        settings -> settings.policies(PolicySource.of(new PolicyText("p.cedar", POLICIES))));
  }
}
