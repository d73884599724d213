package org.ztclinical.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.DecidedBy;
import org.ztclinical.access.Duties;
import org.ztclinical.access.Obligation;
import org.ztclinical.access.RouteCall;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.policy.PolicyJudgement.Judged;
import org.ztclinical.smart.ReleaseTerms;

/**
 * What one generation of policies says about a request on a route of the application's own: one
 * question, about the action and the resource that the route declares.
 *
 * @param granted the terms if it is permitted
 */
record RouteJudgement(RouteCall call, ReleaseTerms granted) {

  Judged judge(Inquiry inquiry) {
    if (!inquiry.budget().takeToDecide()) {
      return Judged.denied(Inquiry.tooWide(), false);
    }
    Response response =
        inquiry.askAs(AppSchema.action(call.route()), AppSchema.resource(call), call.patient());
    return response.isAllowed() ? permitted(response, inquiry) : denied(response, inquiry);
  }

  private Judged permitted(Response response, Inquiry inquiry) {
    List<Obligation> obligations =
        response.determining().stream()
            .flatMap(permit -> inquiry.policies().terms(permit.id()).obligations().stream())
            .toList();
    return new Judged(
        Optional.of(granted),
        DecidedBy.policies(response.determining().stream().map(Policy::id).toList()),
        inquiry.failures(response),
        Duties.of(obligations),
        false);
  }

  private static Judged denied(Response response, Inquiry inquiry) {
    return Judged.denied(Answer.denied(ids(response), inquiry.whyNot(response), false), false);
  }

  private static Set<String> ids(Response response) {
    return new LinkedHashSet<>(response.determiningIds());
  }
}
