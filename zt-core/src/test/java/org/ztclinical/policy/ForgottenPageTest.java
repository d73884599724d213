package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.ScopeAuthorizer;

/** A page whose token its owner drives out of memory while the page is decided on. */
class ForgottenPageTest {
  private static final ServerBase BASE = ServerBase.of("https://fhir.example/fhir");
  private static final String SHIELD =
      "@id(\"all\") permit (principal, action, resource);"
          + "@id(\"vip\") @reason(\"x\") forbid (principal, action, resource) when {"
          + " resource has patient && resource.patient == Fhir::Patient::\"vip\" };";

  private final ScopeAuthorizer scopes = ScopeAuthorizer.builder(BASE).build();
  private final PageBindings pages = new PageBindings(scopes);

  @Test
  void policiesDecideByWhatAPageContinuesThoughItIsForgottenMeanwhile() throws Exception {
    Permit first = search("/Encounter?patient=vip");
    pages.bind(List.of("t"), first);
    InstantSource forgetting =
        () -> {
          forget(first);
          return Instant.EPOCH;
        };

    Decision decision = shielded(forgetting).decide(request("/?_getpages=t"));

    assertThat(decision).isInstanceOf(Denial.class);
    assertThat(decision.reasons())
        .extracting(reason -> reason.code().code())
        .containsExactly("policy.forbidden");
    assertThat(shielded(() -> Instant.EPOCH).decide(request("/?_getpages=t")).reasons())
        .extracting(reason -> reason.code().code())
        .containsExactly("policy.page-not-bound");
  }

  @Test
  void linksOfAPageThatIsForgottenMeanwhileAreNobodys() throws Exception {
    Permit first = search("/Encounter?patient=vip");
    pages.bind(List.of("t"), first);
    Permit second = search("/?_getpages=t");
    forget(first);

    pages.bind(List.of("next"), second);

    assertThat(shielded(() -> Instant.EPOCH).decide(request("/?_getpages=next")).reasons())
        .extracting(reason -> reason.code().code())
        .containsExactly("policy.page-not-bound");
  }

  private Permit search(String path) throws Exception {
    return (Permit) DecisionPoint.builder(scopes, pages).build().decide(request(path));
  }

  /** As many pages as fill the owner's share. */
  private void forget(Permit permit) {
    pages.bind(IntStream.range(0, 1_000).mapToObj(i -> "other-" + i).toList(), permit);
  }

  private DecisionPoint shielded(InstantSource clock) throws Exception {
    PolicyStore store = Asked.load(PolicySource.of(new PolicyText("shield.cedar", SHIELD)));
    return DecisionPoint.builder(scopes, pages)
        .policies(store, PolicyInformation.of(BASE, clock))
        .build();
  }

  private static AccessRequest request(String path) throws Exception {
    return AccessRequest.outbound(
        new OutboundGrant(
            "https://as.example", "app", "u", List.of("user/*.cruds"), LaunchContext.none()),
        new RequestContext("r1", "192.0.2.1", Instant.EPOCH),
        FhirClassifier.create()
            .classify(CanonicalRequest.parse(HttpMethod.GET, path, Map.of(), Body.none()))
            .fold(
                known -> known,
                unknown -> {
                  throw new IllegalStateException(unknown.reason().text());
                }));
  }
}
