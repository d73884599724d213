package org.ztclinical.benchmarks.cedar;

import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Our engine as one among the others. */
final class Ours implements DecisionEngine {
  private final Authorizer authorizer = authorizer(RulesAsCedar.policies());
  private final Entities entities = QuestionsAsCedar.entities();
  private final AuthorizationRequest[] requests =
      QuestionsAsCedar.requests().toArray(AuthorizationRequest[]::new);

  @Override
  public boolean allows(int question) {
    return authorizer.authorize(requests[question], entities).isAllowed();
  }

  /** An authorizer of these policies. */
  static Authorizer authorizer(String policies) {
    try {
      return Authorizer.of(PolicyParser.parse(policies));
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException("the rules are not Cedar", e);
    }
  }

  /** The schema that the rules keep to. */
  static Schema schema() {
    try {
      return SchemaParser.parse(RulesAsCedar.schema());
    } catch (CedarSyntaxException e) {
      throw new IllegalStateException("the schema is none", e);
    }
  }
}
