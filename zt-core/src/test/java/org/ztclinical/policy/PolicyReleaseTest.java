package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.access.Obligation;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSelection;
import org.ztclinical.smart.PatientCompartment;

/** Which resources of an answer are released, when a policy tells resources of one type apart. */
class PolicyReleaseTest {
  private static final ServerBase BASE = ServerBase.of("https://fhir.example/r4");
  private static final String READ =
      "@id(\"read\") permit (principal, action in Fhir::Action::\"read-like\", resource);";
  private static final String VIP =
      """
      @id("vip")
      @obligation("justify")
      permit (principal, action in Fhir::Action::"read-like", resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  private static final String CONTAINED =
      "[{\"resourceType\":\"Practitioner\",\"id\":\"x\"},"
          + "{\"resourceType\":\"Patient\",\"id\":\"y\"}]";
  private static final String READ_FOR_A_REASON =
      READ.replace("permit", "@obligation(\"justify\") permit");

  @Test
  void aDutyForOnePatientIsNotSkippedBecauseAnotherPermitCoversTheType() throws Exception {
    Release release = new Release(READ + VIP);

    assertThat(release.decided.uniformTypes()).isEmpty();
    assertThat(release.lets("vip")).isFalse();
    assertThat(release.lets("other")).isTrue();
  }

  @Test
  void whatTheDecisionObligesToIsReleased() throws Exception {
    Release release = new Release(READ_FOR_A_REASON + VIP);

    assertThat(release.decided.obligations()).containsExactly(Obligation.of("justify"));
    assertThat(release.lets("vip")).isTrue();
    assertThat(release.lets("other")).isTrue();
  }

  @Test
  void aDutyThatCannotBeTheirsCostsNoQuestion() throws Exception {
    String ofOthers = VIP.replace("(principal,", "(principal in Clinical::Role::\"other\",");

    assertThat(new Release(READ + ofOthers).decided.uniformTypes()).containsExactly("Observation");
    assertThat(new Release(READ_FOR_A_REASON).decided.uniformTypes())
        .containsExactly("Observation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fhir::Patient::\"vip\" has patient",
        "Fhir::Patient::\"vip\" has patient && Fhir::Patient::\"vip\".patient has patient",
        "context.launch has patient && context.launch.patient has patient",
        "context has launch.patient.patient",
        "principal is Clinical::User && principal has patient && principal.patient has patient",
      })
  void anEntityThatIsReadMayBeTheOneAskedFor(String condition) throws Exception {
    assertThat(new Release(READ + forbid(condition)).decided.uniformTypes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal is Clinical::User && principal has patient",
        "context.launch has patient",
        "context has launch.patient",
        "context.launch has patient && context.launch.patient == Fhir::Patient::\"vip\"",
        "resource is Fhir::Patient",
      })
  void whatIsTheSameForAllOfATypeCostsNoQuestion(String condition) throws Exception {
    assertThat(new Release(READ + forbid(condition)).decided.uniformTypes())
        .containsExactly("Observation");
  }

  @Test
  void aResourceOfAnyTypeThatRefersToWhatItContainsIsDecidedByWhatIsReadOfIt() throws Exception {
    Release release =
        new Release(
            READ + forbid("resource has patient && resource.patient == Fhir::Patient::\"vip\""));
    int paths = 0;
    for (String type : ResourceTypes.all()) {
      for (SearchParameter parameter : PatientCompartment.official().parameters(type)) {
        for (ElementPath path : parameter.paths()) {
          assertThat(release.lets(type, at(path, "#x") + ",\"contained\":" + CONTAINED))
              .as("%s.%s of a practitioner", type, path)
              .isTrue();
          assertThat(release.lets(type, at(path, "#y") + ",\"contained\":" + CONTAINED))
              .as("%s.%s of a patient", type, path)
              .isFalse();
          paths++;
        }
      }
    }
    assertThat(paths).isGreaterThanOrEqualTo(100);
  }

  @Test
  void aBinaryIsDecidedByItsContextAsItIsRead() throws Exception {
    Release release =
        new Release(
            READ + forbid("resource has patient && resource.patient == Fhir::Patient::\"vip\""));
    String context = "\"securityContext\":{\"reference\":\"Patient/%s\"}";

    assertThat(release.lets("Binary", context.formatted("other"))).isTrue();
    assertThat(release.lets("Binary", context.formatted("vip"))).isFalse();
  }

  /** A member that leads to one reference. */
  private static String at(ElementPath path, String reference) {
    String value = "{\"reference\":\"" + reference + "\"}";
    for (int i = path.members().size() - 1; i >= 0; i--) {
      String member = "\"" + path.members().get(i) + "\":" + value;
      value = i == 0 ? member : "{" + member + "}";
    }
    return value;
  }

  private static String forbid(String condition) {
    return "@id(\"f\") @reason(\"x\") forbid (principal, action, resource) when {%s};"
        .formatted(condition);
  }

  /** A search over observations that does not say of whom, decided by policies. */
  private static final class Release {
    final Answer decided;
    private final PolicyRelease filter;

    Release(String policies) throws PolicyLoadException {
      PolicyStore store = Asked.load(PolicySource.of(new PolicyText("a.cedar", policies)));
      Inquiry inquiry = Asked.inquiry(store);
      Set<Touch> touched = new LinkedHashSet<>();
      touched.add(Touch.anyOf(Interaction.SEARCH_TYPE, "Observation"));
      decided = inquiry.ask(touched, Set.of());
      assertThat(decided.allowed()).isTrue();
      filter = new PolicyRelease(inquiry, Asked.finder(BASE), touched, decided);
    }

    /** Read as an answer is read: no more of it than the filter says that it reads. */
    boolean lets(String type, String members) throws Exception {
      byte[] resource =
          "{\"resourceType\":\"%s\",\"id\":\"1\",%s}"
              .formatted(type, members)
              .getBytes(StandardCharsets.UTF_8);
      JsonSelection selection = JsonSelection.of(filter.reads(type).orElseThrow());
      return filter
          .refuses(
              JsonReader.of(JsonLimits.forResources())
                  .readObject(resource, 0, resource.length, selection))
          .isEmpty();
    }

    boolean lets(String patient) throws Exception {
      String observation =
          """
          {"resourceType":"Observation","id":"1","status":"final",
           "subject":{"reference":"Patient/%s"}}
          """
              .formatted(patient);
      return filter
          .refuses(
              JsonReader.of(JsonLimits.forResources())
                  .readObject(observation.getBytes(StandardCharsets.UTF_8)))
          .isEmpty();
    }
  }
}
