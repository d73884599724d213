package org.ztclinical;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.enforce.Routes;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.policy.DecisionPoint;
import org.ztclinical.request.TargetUri;
import org.ztclinical.session.DpopRule;
import org.ztclinical.session.ExternalUrls;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.token.SignatureProvider;

/** What a builder was told about how senders prove what their tokens are bound to. */
final class SenderSettings {
  private DpopRule dpop = DpopRule.standard();
  private SignatureProvider signatures = SignatureProvider.standard();
  private final List<SenderConstraintRule> required = new ArrayList<>();
  private Optional<String> applicationUrl = Optional.empty();

  void require(SenderConstraintRule rule) {
    required.add(Objects.requireNonNull(rule, "rule"));
  }

  void require(DecisionPoint.Builder decisions, AppRoutes declared) {
    for (SenderConstraintRule rule : required) {
      declared.requireActions("requireSenderConstraint", rule.reach().actions());
      decisions.requireSenderConstraint(rule);
    }
  }

  void dpop(DpopRule rule) {
    dpop = Objects.requireNonNull(rule, "rule");
  }

  void signatures(SignatureProvider provider) {
    signatures = Objects.requireNonNull(provider, "provider");
  }

  SignatureProvider signatures() {
    return signatures;
  }

  void applicationUrl(String url) {
    if (TargetUri.parse(url).isEmpty()) {
      throw new IllegalArgumentException(
          "applicationUrl: an absolute http or https URL, as in https://ehr.example.org/app");
    }
    applicationUrl = Optional.of(url);
  }

  SenderConstraint build(
      Routes routes, ServerBase base, InstantSource clock, NoticeListener notices) {
    ExternalUrls derived = ExternalUrls.of(routes.fhirBase(), base);
    ExternalUrls urls = applicationUrl.map(derived::rootAt).orElse(derived);
    if (!routes.own().isEmpty() && !urls.knowsRoot()) {
      throw new IllegalStateException(
          "route: clients call it by a URL that the FHIR base URL does not tell;"
              + " call applicationUrl(url)");
    }
    return SenderConstraint.of(urls, dpop, clock, notices, signatures);
  }
}
