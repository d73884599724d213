package org.ztclinical.cedar.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;
import org.ztclinical.cedar.RandomPolicies;
import org.ztclinical.cedar.SmallStack;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.ast.TemplateLink;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** What is written in JSON reads back as what was written. */
class PolicyJsonRoundTripTest {
  private static final int RUNS = 4_000;

  @Test
  void randomPoliciesAndTemplatesReadBackAsTheyWere() throws Exception {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomPolicies random = RandomPolicies.seeded(seed);
      Policy policy = random.policy("policy 0");
      Template template = random.template("policy1");

      assertThat(PolicyJson.parsePolicy("policy 0", PolicyJson.write(policy)))
          .as("seed %d", seed)
          .isEqualTo(policy);
      assertThat(PolicyJson.parseTemplate("policy1", PolicyJson.write(template)))
          .as("seed %d", seed)
          .isEqualTo(template);
    }
  }

  @Test
  void randomPolicySetsWithLinksReadBackAsTheyWere() throws Exception {
    for (long seed = 0; seed < RUNS / 10; seed++) {
      RandomPolicies random = RandomPolicies.seeded(seed);
      Template template = random.template("t");
      PolicySet set =
          PolicySet.of(
              random.policySet((int) (seed % 5)).policies(),
              List.of(template),
              List.of(link(template, "l1", "a"), link(template, "l2", "b")));

      PolicySet again = PolicyJson.parsePolicySet(PolicyJson.write(set));

      assertThat(again).as("seed %d", seed).isEqualTo(set);
      assertThat(again.policies()).isEqualTo(set.policies());
    }
  }

  private static TemplateLink link(Template template, String newId, String id) {
    Map<Slot, EntityUid> values = new EnumMap<>(Slot.class);
    template.slots().forEach(slot -> values.put(slot, EntityUid.of("A::B", id)));
    return new TemplateLink(template.id(), newId, values);
  }

  @Test
  void policiesOfTheCasesReadBackAsTheyWere() throws Exception {
    CedarCases cases = CedarCases.require();
    List<String> paths = cases.paths("", ".cedar");

    for (String path : paths) {
      PolicySet policies = PolicyParser.parse(cases.text(path));

      assertThat(PolicyJson.parsePolicySet(PolicyJson.write(policies)))
          .as(path)
          .isEqualTo(policies);
    }

    assertThat(paths).isNotEmpty();
  }

  @Test
  void chainsOfTwoThousandTermsReadBackOnASmallStack() throws Exception {
    for (String operator : List.of("&&", "||", "+", "*")) {
      String text = String.join(" " + operator + " ", Collections.nCopies(2_000, "1"));
      Expr chain = PolicyParser.parseExpression(text);

      assertReadsBack(chain);
    }
    assertReadsBack(PolicyParser.parseExpression("1 - 2 + 3 - (4 - 5) + 6 * 7 * (8 * 9)"));
  }

  /** Writes and reads on a small stack; the trees are compared on the test's own. */
  private static void assertReadsBack(Expr expression) throws Exception {
    AtomicReference<Expr> again = new AtomicReference<>();
    Throwable thrown =
        SmallStack.run(
            () -> {
              String json = PolicyJson.write(expression);
              again.set(PolicyJson.parseExpression(json, CedarLimits.defaults()));
              return null;
            });

    assertThat(thrown).isNull();
    assertThat(again.get()).isEqualTo(expression);
  }

  @Test
  void longerChainsAreNotWritten() throws Exception {
    String text = String.join(" && ", Collections.nCopies(50_000, "true"));
    Expr chain = PolicyParser.parseExpression(text);

    assertThatThrownBy(() -> PolicyJson.write(chain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the expression nests deeper than 4096 levels of JSON, as long chains do; write it in"
                + " Cedar's own syntax");
  }

  @Test
  void treesBuiltByHandOfAnyDepthEndInAnErrorOnASmallStack() throws Exception {
    Expr deep = new Expr.Variable(Expr.Var.CONTEXT, Span.NONE);
    for (int i = 0; i < 100_000; i++) {
      deep =
          i % 2 == 0
              ? new Expr.Not(deep, Span.NONE)
              : new Expr.SetLiteral(List.of(deep), Span.NONE);
    }
    Expr tree = deep;

    assertThat(SmallStack.run(() -> PolicyJson.write(tree)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFormAtTheDepthLimitReadsBackOnASmallStack() throws Exception {
    Expr one = PolicyParser.parseExpression("1");
    List<UnaryOperator<Expr>> forms =
        List.of(
            e -> new Expr.Not(e, Span.NONE),
            e -> new Expr.Negate(e, Span.NONE),
            e -> new Expr.SetLiteral(List.of(one, e), Span.NONE),
            e -> new Expr.RecordLiteral(List.of(new Expr.Field("a", e)), Span.NONE),
            e -> new Expr.GetAttribute(e, "a b", Span.NONE),
            e -> new Expr.Has(e, List.of("a"), Span.NONE),
            e -> new Expr.Comparison(Expr.ComparisonOperator.EQUAL, one, e, Span.NONE),
            e -> new Expr.In(e, one, Span.NONE),
            e -> new Expr.Is(one, Name.parse("T"), Optional.of(e), Span.NONE),
            e -> new Expr.Like(e, new Pattern(List.of("", "")), Span.NONE),
            e -> new Expr.BinaryCall(Expr.BinaryMethod.GET_TAG, one, e, Span.NONE),
            e -> new Expr.IsEmpty(e, Span.NONE),
            e -> new Expr.ExtensionCall(ExtensionFunction.IP, List.of(e), Span.NONE),
            e -> new Expr.If(one, one, e, Span.NONE),
            e -> new Expr.And(List.of(one, e), Span.NONE),
            e -> new Expr.Arithmetic(one, List.of(plus(e)), Span.NONE));

    for (UnaryOperator<Expr> form : forms) {
      Expr tree = one;
      for (int i = 1; i < CedarLimits.defaults().maxDepth(); i++) {
        tree = form.apply(tree);
      }
      String tooDeep = PolicyJson.write(form.apply(tree));

      assertReadsBack(tree);
      assertThat(SmallStack.run(() -> PolicyJson.parseExpression(tooDeep, CedarLimits.defaults())))
          .isInstanceOf(CedarSyntaxException.class)
          .hasMessageContaining("expressions are nested deeper than 128");
    }
  }

  private static Expr.Step plus(Expr operand) {
    return new Expr.Step(Expr.ArithmeticOperator.ADD, operand);
  }
}
