package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Span;

final class AuthorizerTest {
  private static final EntityUid NURSE = EntityUid.of("Role", "nurse");
  private static final EntityUid ANN = EntityUid.of("User", "ann");
  private static final EntityUid READ = EntityUid.of("Action", "read");
  private static final EntityUid CHART = EntityUid.of("Chart", "c1");
  private static final Entities ENTITIES = Entities.of(Entity.of(ANN).withParents(Set.of(NURSE)));
  private static final AuthorizationRequest REQUEST =
      AuthorizationRequest.of(ANN, READ, CHART, CedarRecord.of(Map.of("mfa", CedarBool.TRUE)));

  private static final String PERMIT = "permit(principal in Role::\"nurse\", action, resource);";
  private static final String FORBID = "forbid(principal, action, resource) when {context.mfa};";
  private static final String ERRING_PERMIT =
      "permit(principal, action, resource) when {context.nothing};";
  private static final String ERRING_FORBID =
      "forbid(principal, action, resource) when {context.nothing};";

  @Test
  void noPolicyMeansDeniedByNone() throws Exception {
    Response response = decide(ErrorHandling.STANDARD, "");

    assertThat(response.decision()).isEqualTo(Decision.DENY);
    assertThat(response.determining()).isEmpty();
  }

  @Test
  void aSatisfiedForbidOverridesPermits() throws Exception {
    Response response = decide(ErrorHandling.STANDARD, PERMIT + FORBID + PERMIT + FORBID);

    assertThat(response.isAllowed()).isFalse();
    assertThat(response.determiningIds()).containsExactly("policy1", "policy3");
  }

  @Test
  void unlessMustBeFalse() throws Exception {
    Response response =
        decide(
            ErrorHandling.STANDARD,
            "permit(principal, action, resource) unless {context.mfa};"
                + "permit(principal, action, resource) unless {!context.mfa};");

    assertThat(response.determiningIds()).containsExactly("policy1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STANDARD           | PERMIT,ERRING_FORBID,ERRING_PERMIT        | ALLOW | policy0",
        "FORBID_ERRORS_DENY | PERMIT,ERRING_FORBID,ERRING_PERMIT        | DENY  | policy1",
        "ERRORS_DENY        | PERMIT,ERRING_FORBID,ERRING_PERMIT        | DENY  | policy1,policy2",
        "STANDARD           | PERMIT,ERRING_PERMIT                      | ALLOW | policy0",
        "FORBID_ERRORS_DENY | PERMIT,ERRING_PERMIT                      | ALLOW | policy0",
        "ERRORS_DENY        | PERMIT,ERRING_PERMIT                      | DENY  | policy1",
        "FORBID_ERRORS_DENY | ERRING_FORBID,FORBID,PERMIT               | DENY  | policy0,policy1",
        "STANDARD           | ERRING_FORBID,FORBID,PERMIT               | DENY  | policy1",
        "STANDARD           | ERRING_PERMIT                             | DENY  | ''",
        "FORBID_ERRORS_DENY | ERRING_PERMIT                             | DENY  | ''",
      })
  void errorsCountAsChosen(ErrorHandling handling, String set, Decision decision, String ids)
      throws Exception {
    String text =
        set.replace("ERRING_PERMIT", ERRING_PERMIT)
            .replace("ERRING_FORBID", ERRING_FORBID)
            .replaceAll("\\bPERMIT\\b", PERMIT)
            .replaceAll("\\bFORBID\\b", FORBID)
            .replace(";,", ";");

    Response response = decide(handling, text);

    assertThat(response.decision()).isEqualTo(decision);
    assertThat(String.join(",", response.determiningIds())).isEqualTo(ids);
    assertThat(response.errors())
        .extracting(PolicyError::error)
        .isNotEmpty()
        .containsOnly(CedarError.ATTRIBUTE_MISSING);
  }

  @Test
  void aPreparedRequestIsOnlyForItsAuthorizer() throws Exception {
    PolicySet policies = PolicyParser.parse(PERMIT);
    PreparedRequest prepared = Authorizer.of(policies).prepare(REQUEST, ENTITIES);

    assertThatThrownBy(() -> Authorizer.of(policies).decide(prepared))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void explainsWhatBecameOfEveryPolicy() throws Exception {
    PolicySet policies =
        PolicyParser.parse(
            """
            permit(principal in Role::"nurse", action, resource);
            permit(principal == User::"bob", action == Action::"x", resource);
            permit(principal, action == Action::"write", resource);
            permit(principal, action, resource is Photo);
            permit(principal, action, resource)
              when { context.mfa } unless { context.mfa };
            forbid(principal, action, resource)
              when { true && context.nothing == 1 };
            """);

    assertThat(Authorizer.of(policies).explain(REQUEST, ENTITIES))
        .extracting(PolicyExplanation::toString)
        .containsExactly(
            "policy0: satisfied at 1:1",
            "policy1: the scope is for another principal at 2:1",
            "policy2: the scope is for another action at 3:1",
            "policy3: the scope is for another resource at 4:1",
            "policy4: a condition is not met, condition 2 at 6:24",
            "policy5: a condition cannot be evaluated, condition 1,"
                + " there is no such attribute at 8:18");
  }

  @Test
  void aTreeNestedDeeperThanTheLimitIsRefused() {
    Expr deep = new Expr.Variable(Expr.Var.CONTEXT, Span.NONE);
    for (int i = 0; i < 100_000; i++) {
      deep = new Expr.Not(deep, Span.NONE);
    }
    Condition condition = new Condition(Condition.Kind.WHEN, deep, Span.NONE);
    PolicySet policies = PolicySet.of(List.of(Policies.with(Effect.PERMIT, condition)));

    assertThatThrownBy(() -> Authorizer.of(policies))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("policy p nests more than 128 expressions");
  }

  /** Decides in all three ways, which must agree. */
  private static Response decide(ErrorHandling handling, String text) throws Exception {
    Authorizer authorizer =
        Authorizer.builder(PolicyParser.parse(text)).errorHandling(handling).build();
    PreparedRequest prepared = authorizer.prepare(REQUEST, ENTITIES);
    Response response = authorizer.authorize(REQUEST, ENTITIES);

    assertThat(authorizer.decide(prepared)).isEqualTo(response.isAllowed());
    assertThat(authorizer.authorize(prepared)).hasToString(response.toString());
    return response;
  }
}
