package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.ztclinical.walk.Clinic.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.identity.Identity;
import org.ztclinical.notice.Notice;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.relationship.RelationshipKind;
import org.ztclinical.relationship.RelationshipSource;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.testing.TestToken;

/** Policies that read what the user is to the patient, in the walk of a request. */
class RelationshipWalkTest {
  private static final String OBSERVATIONS =
      """
      {"resourceType":"Bundle","type":"searchset","entry":[
        {"resource":{"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/%s"}}},
        {"resource":{"resourceType":"Observation","id":"o2","subject":{"reference":"Patient/%s"}}}
      ]}""";
  private static final Map<String, List<String>> REASON =
      Map.of("access-justification", List.of("unconscious in trauma room 2"));

  @TempDir Path directory;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Notice> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void clinicianSeesPatientsTheyTreatAndOthersAfterAReason() throws Exception {
    try (Clinic clinic = byRelationship(this::treats)) {
      clinic.answering(OBSERVATIONS.formatted("mine", "mine"));
      String token = clinic.token("user/*.rs", physician());

      Guarded own = clinic.get(token, "/fhir/Observation?patient=mine");
      Guarded other = clinic.get(token, "/fhir/Observation?patient=other");
      clinic.answering(OBSERVATIONS.formatted("other", "other"));
      Guarded explained =
          clinic.send(
              HttpMethod.GET, token, "/fhir/Observation?patient=other", REASON, Body.none());

      assertThat(own.response().status()).isEqualTo(200);
      assertThat(text(own)).contains("o1", "o2");
      assertThat(decidedBy(own)).contains("treating-physicians-read");
      assertThat(other.response().status()).isEqualTo(403);
      assertThat(text(other)).contains("obligation.justification-required");
      assertThat(explained.response().status()).isEqualTo(200);
      assertThat(decidedBy(explained)).contains("break-glass-read");
    }
  }

  @Test
  void eachPatientIsAskedForOnceInOneRequest() throws Exception {
    try (Clinic clinic = byRelationship(this::treats)) {
      clinic.answering(OBSERVATIONS.formatted("mine", "mine"));

      clinic.get(
          clinic.token("user/*.rs", physician()),
          "/fhir/Observation?patient=mine&_include=Observation:encounter");

      assertThat(asked).containsExactly("dr mine");
    }
  }

  @Test
  void whatIsFoundOfAnotherPatientStays() throws Exception {
    try (Clinic clinic = byRelationship(this::treats)) {
      clinic.answering(OBSERVATIONS.formatted("mine", "other"));

      Guarded guarded =
          clinic.get(clinic.token("user/*.rs", physician()), "/fhir/Observation?patient=mine");

      assertThat(text(guarded)).contains("o1").doesNotContain("o2");
    }
  }

  @Test
  void aLateSourceIsUnknownAndDeniesWithinTheDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RelationshipSource hanging =
        (user, patient) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Optional.of(Set.of(RelationshipKind.CARE_TEAM));
        };
    UnaryOperator<ZeroTrustBuilder> settings =
        builder ->
            builder
                .policies(
                    BaselinePolicies.ESSENTIALS,
                    BaselinePolicies.MFA,
                    BaselinePolicies.BY_RELATIONSHIP)
                .relationships(hanging)
                .factDeadline(Duration.ofMillis(100), 4)
                .notices(told::add);
    try (Clinic clinic = new Clinic(directory, settings)) {
      Guarded guarded =
          clinic.get(clinic.token("user/*.rs", physician()), "/fhir/Observation?patient=mine");

      assertThat(guarded.outcome()).isInstanceOf(Denial.class);
      assertThat(clinic.runs).hasValue(0);
      assertThat(told).extracting(Notice::kind).contains(Notice.Kind.FACTS_LATE);
      assertThat(told.toString()).doesNotContain("mine");
    }
  }

  @Test
  void aSourceThatKnowsNothingIsNotAskedAboutEveryPatientOfABroadAnswer() throws Exception {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      entries.append(i == 0 ? "" : ",").append(observation("p" + i));
    }
    RelationshipSource silent =
        (user, patient) -> {
          asked.add(patient);
          return Optional.empty();
        };
    try (Clinic clinic = withPolicy(silent, SHIELD)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + entries + "]}");

      Guarded guarded =
          clinic.get(clinic.token("user/*.rs", physician()), "/fhir/Observation?code=1");

      assertThat(text(guarded)).doesNotContain("Patient/p");
      assertThat(asked).hasSize(3);
    }
  }

  private static String observation(String patient) {
    return "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"of-"
        + patient
        + "\",\"subject\":{\"reference\":\"Patient/"
        + patient
        + "\"}}}";
  }

  private static final String SHIELD =
      """
      @id("all")
      permit (principal, action, resource);

      @id("treating-only")
      @reason("only who treats the patient")
      forbid (principal in Clinical::Role::"physician", action, resource is Fhir::Observation)
      when { resource has patient }
      unless {
        context.relationshipKinds.contains(Clinical::RelationshipKind::"care-team")
      };
      """;

  @Test
  void aPolicyCanAskForOneKind() throws Exception {
    try (Clinic clinic = withPolicy(this::treats, SHIELD)) {
      clinic.answering(OBSERVATIONS.formatted("mine", "seen-once"));

      Guarded guarded =
          clinic.get(clinic.token("user/*.rs", physician()), "/fhir/Observation?code=1");

      assertThat(text(guarded)).contains("o1").doesNotContain("o2");
    }
  }

  @Test
  void nobodyIsAskedWhereNoPolicyThatMayApplyReadsTheAnswer() throws Exception {
    try (Clinic clinic = withPolicy(this::treats, SHIELD)) {
      clinic.get(
          clinic.token("user/*.rs", t -> t.roles("nurse")), "/fhir/Observation?patient=mine");
      clinic.get(clinic.token("user/*.rs", physician()), "/fhir/Condition?patient=mine");
      clinic.get(clinic.token("system/*.rs", service()), "/fhir/Observation?patient=mine");

      assertThat(asked).isEmpty();
    }
  }

  @Test
  void theOwnRecordNeedsNoSource() throws Exception {
    String policy =
        """
        @id("self")
        permit (principal, action, resource)
        when { context.relationship == Clinical::Relationship::"self" };
        """;
    try (Clinic clinic = withPolicy(this::treats, policy)) {
      clinic.answering("{\"resourceType\":\"Patient\",\"id\":\"123\"}");
      String token = clinic.token("patient/*.rs", t -> t.patient("123").fhirUser("Patient/123"));

      assertThat(clinic.get(token, "/fhir/Patient/123").response().status()).isEqualTo(200);
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void relationshipsWithoutPoliciesAreAMistake() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Clinic(directory, builder -> builder.relationships(this::treats)))
        .withMessageContaining("relationships");
  }

  private Optional<Set<RelationshipKind>> treats(Identity user, String patient) {
    asked.add(user.fhirUser().map(person -> person.id()).orElse("?") + " " + patient);
    return switch (patient) {
      case "mine" -> Optional.of(Set.of(RelationshipKind.CARE_TEAM));
      case "seen-once" -> Optional.of(Set.of(RelationshipKind.APPOINTMENT));
      default -> Optional.of(Set.of());
    };
  }

  private Clinic byRelationship(RelationshipSource source) {
    return new Clinic(
        directory,
        builder ->
            builder
                .policies(
                    BaselinePolicies.ESSENTIALS,
                    BaselinePolicies.MFA,
                    BaselinePolicies.BY_RELATIONSHIP,
                    BaselinePolicies.BREAK_GLASS)
                .relationships(source)
                .notices(told::add));
  }

  private Clinic withPolicy(RelationshipSource source, String policy) {
    return new Clinic(
        directory,
        builder ->
            builder
                .policies(PolicySource.of(new PolicyText("walk.cedar", policy)))
                .relationships(source));
  }

  private static UnaryOperator<TestToken> physician() {
    return token -> token.roles("physician").fhirUser("Practitioner/dr").mfa();
  }

  private static UnaryOperator<TestToken> service() {
    return token -> token.subject("backend").client("backend").without("fhirUser");
  }

  private static List<String> decidedBy(Guarded guarded) {
    return ((Decision) guarded.outcome()).decidedBy().policies();
  }
}
