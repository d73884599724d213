package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases.EdgeExpression;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** The single expressions whose value the reference engine told. */
final class CedarEdgeExpressionsTest {
  private static final EntityUid USER = EntityUid.of("User", "a");
  private static final EntityUid GROUP = EntityUid.of("G", "g1");

  private static final Entities ENTITIES =
      Entities.of(
          Entity.of(
              USER,
              CedarRecord.of(Map.of("n", CedarLong.of(5), "s", CedarString.of("hi"))),
              Set.of(GROUP)));

  private static final AuthorizationRequest REQUEST =
      AuthorizationRequest.of(USER, EntityUid.of("Action", "x"), EntityUid.of("Doc", "d"));

  @Test
  void everyExpressionHasTheValueOfTheReference() throws Exception {
    List<EdgeExpression> expressions = CedarCases.edgeExpressions();
    List<String> faults = new ArrayList<>();

    for (EdgeExpression each : expressions) {
      String actual = evaluate(each);
      if (!actual.equals(each.expected())) {
        faults.add(each.expression() + " is " + actual + ", not " + each.expected());
      }
    }
    System.out.printf("edge expressions: %d, mismatches %d%n", expressions.size(), faults.size());

    assertThat(expressions).hasSizeGreaterThan(200);
    assertThat(faults).isEmpty();
  }

  private static String evaluate(EdgeExpression each) {
    PolicySet policies;
    try {
      policies = PolicyParser.parse(each.policy());
    } catch (CedarSyntaxException e) {
      return "parse-error";
    }
    Response response = Authorizer.of(policies).authorize(REQUEST, ENTITIES);
    return response.errors().isEmpty() ? String.valueOf(response.isAllowed()) : "eval-error";
  }
}
