package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.policy.PolicyJudgement.Judged;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.ScopeDecision;

/** How many questions one request can raise to policies. */
class QuestionBudgetTest {
  private static final ServerBase BASE = ServerBase.of("https://fhir.example/r4");

  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());

  /** As many as a bundle may have. */
  private static final int ENTRIES = 10_000;

  private static final String ALL = "@id(\"all\") permit (principal, action, resource);";

  private Inquiry inquiry =
      new Inquiry(policies(ALL), Asked.circumstances(), PatientCompartment.official());

  @Test
  void theLargestBundleOfSmallEntriesIsDecided() throws Exception {
    Judged judged = judge(ENTRIES, i -> "Observation/" + i);

    assertThat(refused(judged)).isZero();
    assertThat(inquiry.budget().askedToDecide()).isEqualTo(1 + ENTRIES);
  }

  @Test
  void entriesThatReachTheSameAreAskedAboutOnce() throws Exception {
    Judged judged = judge(ENTRIES, i -> "Encounter?_include=*&code=" + i);

    assertThat(refused(judged)).isZero();
    assertThat(inquiry.budget().askedToDecide()).isLessThan(200);
  }

  @Test
  void allEntriesOfABundleShareOneBudget() throws Exception {
    Judged judged = judge(ENTRIES, i -> "Encounter?_include=*&patient=" + patients(i, 65));

    assertThat(inquiry.budget().askedToDecide()).isEqualTo(QuestionBudget.TO_DECIDE);
    assertThat(refused(judged)).isGreaterThan(9_900).isLessThan(ENTRIES);
    assertThat(judged.reasons())
        .extracting(reason -> reason.code().code())
        .containsExactly("policy.too-wide");
  }

  @Test
  void askingAgainAsIfOtherwiseAuthenticatedTakesFromTheSameBudget() throws Exception {
    AccessRequest batch = batch(200, i -> "Encounter?_include=*&patient=" + patients(i, 65));
    Reach reach =
        new Reach(
            batch,
            new PageBindings(ScopeAuthorizer.builder(BASE).build()),
            Continuation.NONE,
            Asked.finder(BASE));

    for (int i = 0; i < 5; i++) {
      Circumstances stronger = inquiry.circumstances().authenticated(i % 2 == 0, true);
      new PolicyJudgement(batch, granted(batch), reach, inquiry.under(stronger), false).judge();
    }

    assertThat(inquiry.budget().askedToDecide()).isEqualTo(QuestionBudget.TO_DECIDE);
  }

  @Test
  void anEntryThatIsTooWideByItselfCostsNothing() throws Exception {
    Judged judged = judge(10, i -> "Encounter?_include=*&patient=" + patients(i, 200));

    assertThat(judged.terms()).isEmpty();
    assertThat(inquiry.budget().askedToDecide()).isEqualTo(1);
  }

  @Test
  void whatIsMoreThanMayBeAskedAboutAnAnswerStays() throws Exception {
    String shield =
        "@id(\"f\") @reason(\"x\") forbid (principal, action, resource) when {"
            + " resource has patient && resource.patient == Fhir::Patient::\"vip\" };";
    inquiry =
        new Inquiry(policies(ALL + shield), Asked.circumstances(), PatientCompartment.official());
    Set<Touch> touched = Set.of(Touch.anyOf(Interaction.SEARCH_TYPE, "Appointment"));
    Answer decided = inquiry.ask(touched, Set.of());
    PolicyRelease release = new PolicyRelease(inquiry, Asked.finder(BASE), touched, decided);

    assertThat(release.refuses(JSON.readObject(appointment(3)))).isEmpty();
    assertThat(inquiry.budget().askedToRelease()).isEqualTo(3);
    assertThat(release.refuses(JSON.readObject(appointment(QuestionBudget.TO_RELEASE))))
        .map(Reason::code)
        .contains(PolicyReason.TOO_WIDE);
    assertThat(inquiry.budget().askedToRelease()).isEqualTo(QuestionBudget.TO_RELEASE);
    assertThat(release.refuses(JSON.readObject(appointment(1))))
        .map(Reason::code)
        .contains(PolicyReason.TOO_WIDE);
  }

  private static byte[] appointment(int participants) {
    String who =
        IntStream.range(0, participants)
            .mapToObj(i -> "{\"actor\":{\"reference\":\"Patient/" + i + "\"}}")
            .collect(Collectors.joining(","));
    return ("{\"resourceType\":\"Appointment\",\"id\":\"1\",\"participant\":[" + who + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Judged judge(int entries, IntFunction<String> url) throws Exception {
    AccessRequest batch = batch(entries, url);
    Reach reach =
        new Reach(
            batch,
            new PageBindings(ScopeAuthorizer.builder(BASE).build()),
            Continuation.NONE,
            Asked.finder(BASE));
    return new PolicyJudgement(batch, granted(batch), reach, inquiry, false).judge();
  }

  private static long refused(Judged judged) {
    return judged.terms().orElseThrow().entries().stream()
        .filter(ScopeDecision.NotCovered.class::isInstance)
        .count();
  }

  private static String patients(int entry, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> entry + "-" + i)
        .collect(Collectors.joining(","));
  }

  private static AccessRequest batch(int count, IntFunction<String> url) throws Exception {
    String entries =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"request\":{\"method\":\"GET\",\"url\":\"" + url.apply(i) + "\"}}")
            .collect(Collectors.joining(","));
    Body body =
        Body.of(
            "application/fhir+json",
            ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}")
                .getBytes(StandardCharsets.UTF_8));
    return AccessRequest.outbound(
        new OutboundGrant(
            "https://as.example", "a", "u", List.of("user/*.cruds"), LaunchContext.none()),
        new RequestContext("r1", "192.0.2.1", Instant.EPOCH),
        FhirClassifier.create()
            .classify(CanonicalRequest.parse(HttpMethod.POST, "/", Map.of(), body))
            .fold(
                known -> known,
                unknown -> {
                  throw new IllegalStateException(unknown.reason().text());
                }));
  }

  private static ReleaseTerms granted(AccessRequest request) {
    return ScopeAuthorizer.builder(BASE)
        .build()
        .decide(request.fhir(), request.scopes(), request.launch())
        .terms()
        .orElseThrow();
  }

  private static LoadedPolicies policies(String text) {
    try {
      return Asked.load(PolicySource.of(new PolicyText("a.cedar", text))).current();
    } catch (PolicyLoadException e) {
      throw new IllegalStateException(e);
    }
  }
}
