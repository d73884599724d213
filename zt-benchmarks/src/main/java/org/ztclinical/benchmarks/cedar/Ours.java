package org.ztclinical.benchmarks.cedar;

import java.util.function.UnaryOperator;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Our engine as one among the others. */
final class Ours implements DecisionEngine {
  private final Authorizer authorizer;
  private final Entities entities = QuestionsAsCedar.entities();
  private final AuthorizationRequest[] requests =
      QuestionsAsCedar.requests().toArray(AuthorizationRequest[]::new);

  /** With policies made now. */
  Ours() {
    this(RulesAsCedar.policies());
  }

  /** With the policies in this text. */
  Ours(String policies) {
    authorizer = authorizer(policies);
  }

  @Override
  public boolean allows(int question) {
    return authorizer.authorize(requests[question], entities).isAllowed();
  }

  /** An authorizer of these policies. */
  static Authorizer authorizer(String policies) {
    return authorizer(policies, UnaryOperator.identity());
  }

  /** An authorizer of these policies with options. */
  static Authorizer authorizer(String policies, UnaryOperator<Authorizer.Builder> options) {
    try {
      return options.apply(Authorizer.builder(PolicyParser.parse(policies))).build();
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
