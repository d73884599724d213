package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

class PolicyPrinterTest {
  private static final Expr TRUE = new Expr.Literal(CedarBool.of(true), Span.NONE);
  private static final Expr PRINCIPAL = new Expr.Variable(Expr.Var.PRINCIPAL, Span.NONE);

  @Test
  void policyIsPrintedInLinesThatFit() throws CedarSyntaxException {
    String text =
        """
        @id("treating-staff-read")
        @break_glass
        permit (
          principal in Clinical::Role::"nurse",
          action in [Action::"read", Action::"search-type"],
          resource is Fhir::Observation
        )
        when { context.mfa }
        when {
          context.device.managed &&
          (context.zone == Clinical::Zone::"icu" ||
            context.zone == Clinical::Zone::"radiology") &&
          principal.panel.contains(resource.patient)
        }
        unless {
          if resource has label
            then ["restricted", "very restricted"].contains(resource.label)
            else context.purpose == "unknown" && principal has clearance.level
        };

        forbid (principal, action, resource is Fhir::Patient in ?resource);
        """;

    PolicySet set = PolicyParser.parse(text);

    assertThat(PolicyPrinter.print(set))
        .isEqualTo(
            text.replace(
                """
                  (context.zone == Clinical::Zone::"icu" ||
                    context.zone == Clinical::Zone::"radiology") &&
                """,
                """
                  (
                    context.zone == Clinical::Zone::"icu" ||
                    context.zone == Clinical::Zone::"radiology"
                  ) &&
                """));
  }

  @Test
  void setIsPrintedInTheOrderOfItsTextAndTellsItsLinks() throws CedarSyntaxException {
    String text =
        """
        permit (principal == ?principal, action, resource);

        permit (principal, action, resource);

        forbid (principal, action, resource in ?resource);
        """;
    PolicySet set =
        PolicyParser.parse(text)
            .link("policy0", "li\nnk", Map.of(Slot.PRINCIPAL, EntityUid.of("User", "a\nb")));

    assertThat(PolicyPrinter.print(set))
        .isEqualTo(
            text + "\n// \"li\\nnk\" is linked from \"policy0\", ?principal = User::\"a\\nb\"\n");
    assertThat(PolicyParser.parse(PolicyPrinter.print(set)).templates()).isEqualTo(set.templates());
  }

  static Stream<Arguments> byHand() {
    Expr one = number(1);
    return Stream.of(
        Arguments.of(
            new Expr.And(List.of(TRUE, Expr.And.of(TRUE, TRUE, Span.NONE)), Span.NONE),
            "true && (true && true)"),
        Arguments.of(
            new Expr.Or(List.of(TRUE, Expr.Or.of(TRUE, TRUE, Span.NONE)), Span.NONE),
            "true || (true || true)"),
        Arguments.of(
            new Expr.And(List.of(Expr.Or.of(TRUE, TRUE, Span.NONE), TRUE), Span.NONE),
            "(true || true) && true"),
        Arguments.of(new Expr.Negate(one, Span.NONE), "-(1)"),
        Arguments.of(new Expr.Negate(number(-1), Span.NONE), "-(-1)"),
        Arguments.of(new Expr.Not(number(-1), Span.NONE), "!(-1)"),
        Arguments.of(number(Long.MIN_VALUE), "-9223372036854775808"),
        Arguments.of(new Expr.GetAttribute(number(-1), "a", Span.NONE), "(-1).a"),
        Arguments.of(
            new Expr.Negate(new Expr.GetAttribute(one, "a", Span.NONE), Span.NONE), "-1.a"),
        Arguments.of(nots(5), "!!!!(!true)"),
        Arguments.of(nots(9), "!!!!(!!!!(!true))"),
        Arguments.of(
            new Expr.Not(new Expr.Negate(PRINCIPAL, Span.NONE), Span.NONE), "!(-principal)"),
        Arguments.of(new Expr.Has(nots(1), List.of("a"), Span.NONE), "!true has a"),
        Arguments.of(
            new Expr.Not(new Expr.Has(PRINCIPAL, List.of("a", "b"), Span.NONE), Span.NONE),
            "!(principal has a.b)"),
        Arguments.of(new Expr.Has(PRINCIPAL, List.of("if"), Span.NONE), "principal has \"if\""),
        Arguments.of(new Expr.GetAttribute(PRINCIPAL, "in", Span.NONE), "principal[\"in\"]"),
        Arguments.of(new Expr.GetAttribute(PRINCIPAL, "", Span.NONE), "principal[\"\"]"),
        Arguments.of(
            new Expr.Like(PRINCIPAL, new Pattern(List.of("*", "", "\"\\")), Span.NONE),
            "principal like \"\\***\\\"\\\\\""),
        Arguments.of(
            new Expr.Comparison(
                Expr.ComparisonOperator.EQUAL,
                new Expr.In(PRINCIPAL, PRINCIPAL, Span.NONE),
                new Expr.If(TRUE, TRUE, TRUE, Span.NONE),
                Span.NONE),
            "(principal in principal) == (if true then true else true)"),
        Arguments.of(
            Expr.Arithmetic.of(
                Expr.Arithmetic.of(one, Expr.ArithmeticOperator.MULTIPLY, one, Span.NONE),
                Expr.ArithmeticOperator.SUBTRACT,
                Expr.Arithmetic.of(one, Expr.ArithmeticOperator.SUBTRACT, number(-1), Span.NONE),
                Span.NONE),
            "1 * 1 - (1 - -1)"),
        Arguments.of(
            new Expr.ExtensionCall(
                ExtensionFunction.IS_IN_RANGE, List.of(PRINCIPAL, one, one), Span.NONE),
            "principal.isInRange(1, 1)"),
        Arguments.of(
            new Expr.Is(
                PRINCIPAL,
                Name.parse("A::B"),
                Optional.of(new Expr.SetLiteral(List.of(), Span.NONE)),
                Span.NONE),
            "principal is A::B in []"),
        Arguments.of(
            new Expr.RecordLiteral(
                List.of(new Expr.Field("a", one), new Expr.Field("a b", TRUE)), Span.NONE),
            "{a: 1, \"a b\": true}"));
  }

  @ParameterizedTest
  @MethodSource("byHand")
  void treeBuiltByHandIsPrintedWithTheParenthesesItNeeds(Expr tree, String text)
      throws CedarSyntaxException {
    assertThat(PolicyPrinter.print(tree)).isEqualTo(text);
    assertThat(PolicyParser.parseExpression(text)).isEqualTo(tree);
  }

  @Test
  void hasWithAPathThatNeedsQuotesIsPrintedAsWhatItSays() throws CedarSyntaxException {
    Expr has = new Expr.Has(nots(1), List.of("a", "b c", "d"), Span.NONE);
    Expr both = new Expr.Not(has, Span.NONE);

    assertThat(PolicyPrinter.print(both))
        .isEqualTo("!(!true has a && (!true).a has \"b c\" && (!true).a[\"b c\"] has d)");
    PolicyParser.parseExpression(PolicyPrinter.print(both));
  }

  @Test
  void whatHasNoFormInTheLanguageIsRejected() {
    Expr call = new Expr.ExtensionCall(ExtensionFunction.IS_IPV4, List.of(), Span.NONE);
    Expr growing = PRINCIPAL;
    for (int i = 0; i < 60; i++) {
      growing = new Expr.Has(growing, List.of("a", "b c"), Span.NONE);
    }
    Expr huge = growing;

    assertThatThrownBy(() -> PolicyPrinter.print(call))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PolicyPrinter.print(huge))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longChainIsBrokenAtItsOperators() throws CedarSyntaxException {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      terms.add("principal.someAttribute" + i + ".contains(" + i + ")");
    }
    String flat = String.join(" && ", terms);

    assertThat(PolicyPrinter.print(PolicyParser.parseExpression(flat)))
        .isEqualTo(String.join(" &&\n", terms));
  }

  private static Expr number(long value) {
    return new Expr.Literal(CedarLong.of(value), Span.NONE);
  }

  private static Expr nots(int count) {
    Expr tree = TRUE;
    for (int i = 0; i < count; i++) {
      tree = new Expr.Not(tree, Span.NONE);
    }
    return tree;
  }
}
