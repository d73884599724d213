package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;
import org.ztclinical.cedar.CedarCases.EdgeExpression;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** The expressions whose meaning implementers get wrong: which of them parse at all. */
class EdgeExpressionsParseTest {
  @Test
  void expressionsParseExactlyWhereTheReferenceParsesThem() throws IOException {
    List<EdgeExpression> edges = CedarCases.edgeExpressions();
    List<String> faults = new ArrayList<>();

    for (EdgeExpression edge : edges) {
      boolean wanted = !edge.expected().equals("parse-error");
      if (parses(edge.policy()) != wanted) {
        faults.add(edge.expected() + " " + edge.expression());
      }
    }

    System.out.printf(
        "edge expressions that parse as expected: %d/%d%n",
        edges.size() - faults.size(), edges.size());
    assertThat(edges).isNotEmpty();
    assertThat(faults).isEmpty();
  }

  private static boolean parses(String policy) {
    try {
      return PolicyParser.parse(policy).size() == 1;
    } catch (CedarSyntaxException e) {
      return false;
    }
  }
}
