package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

class PolicyParserTest {
  private static final String ANY = "permit(principal, action, resource);";

  @Test
  void wholePolicyIsRead() throws CedarSyntaxException {
    Policy policy =
        only(
            """
            // comment
            @id("p") @flag @if("\\u{41}")
            forbid ( principal is A :: B in G::"g", action in [ Action::"r", N::Action::"w", ],
              resource == R::"x", )
            when { true } unless { false } when { context.x }; // end""");

    assertThat(policy.id()).isEqualTo("policy0");
    assertThat(policy.effect()).isEqualTo(Effect.FORBID);
    assertThat(policy.annotations())
        .containsExactly(Map.entry("id", "p"), Map.entry("flag", ""), Map.entry("if", "A"));
    assertThat(policy.principal())
        .isEqualTo(new ScopeConstraint.IsIn(Name.parse("A::B"), uid("G", "g")));
    assertThat(policy.action())
        .isEqualTo(
            new ActionConstraint.In(
                List.of(EntityUid.of("Action", "r"), EntityUid.of("N::Action", "w"))));
    assertThat(policy.resource()).isEqualTo(new ScopeConstraint.Equal(uid("R", "x")));
    assertThat(policy.conditions())
        .extracting(Condition::kind)
        .containsExactly(Condition.Kind.WHEN, Condition.Kind.UNLESS, Condition.Kind.WHEN);
    assertThat(policy.at()).hasToString("2:1");
    assertThat(policy.conditions().get(2).at()).hasToString("5:32");
    assertThat(policy.conditions().get(2).body().at()).hasToString("5:39");
  }

  @Test
  void everyFormOfScopeIsRead() throws CedarSyntaxException {
    assertThat(only("permit(principal, action, resource);").action())
        .isEqualTo(new ActionConstraint.Any());
    assertThat(only("permit(principal, action == Action::\"a\", resource);").action())
        .isEqualTo(new ActionConstraint.Equal(EntityUid.of("Action", "a")));
    assertThat(only("permit(principal, action in Action::\"a\", resource);").action())
        .isEqualTo(only("permit(principal, action in [Action::\"a\"], resource);").action());
    assertThat(only("permit(principal, action in [], resource);").action())
        .isEqualTo(new ActionConstraint.In(List.of()));
    assertThat(only("permit(principal in G::\"g\", action, resource);").principal())
        .isEqualTo(new ScopeConstraint.In(uid("G", "g")));
    assertThat(only("permit(principal is resource, action, resource);").principal())
        .isEqualTo(new ScopeConstraint.Is(Name.parse("resource")));
  }

  @Test
  void policyWithSlotIsATemplateAndTheyAreNumberedTogether() throws CedarSyntaxException {
    PolicySet set =
        PolicyParser.parse(
            "permit(principal == ?principal, action, resource is R in ?resource);"
                + ANY
                + "forbid(principal, action, resource in ?resource) when { true };");

    assertThat(set.policies()).extracting(Policy::id).containsExactly("policy1");
    assertThat(set.templates()).extracting(Template::id).containsExactly("policy0", "policy2");
    assertThat(set.templates())
        .extracting(Template::slots)
        .containsExactly(Set.of(Slot.PRINCIPAL, Slot.RESOURCE), Set.of(Slot.RESOURCE));
  }

  @Test
  void idsComeFromTheAnnotationWhereTheCallerSaysSo() throws CedarSyntaxException {
    PolicySet set =
        PolicyParser.parseNamed(
            "@id(\"a\")" + ANY + ANY + "@id(\"\")" + ANY + "@id " + ANY,
            "x.cedar",
            CedarLimits.defaults());

    assertThat(set.policies())
        .extracting(Policy::id)
        .containsExactly("a", "policy1", "policy2", "policy3");
  }

  @Test
  void idsComeFromTheNamingOfTheCaller() throws CedarSyntaxException {
    PolicySet set =
        PolicyParser.parse(
            ANY + ANY, "x.cedar", CedarLimits.defaults(), (index, annotations) -> "x#" + index);

    assertThat(set.policies()).extracting(Policy::id).containsExactly("x#0", "x#1");
  }

  @ParameterizedTest
  @CsvSource({"@id(\"policy1\"),''", "@id(\"a\"),@x @id(\"a\")"})
  void idGivenTwiceIsRejectedAtTheSecond(String first, String second) {
    String text = first + ANY + "\n" + second + ANY;

    assertThatThrownBy(() -> PolicyParser.parseNamed(text, "x.cedar", CedarLimits.defaults()))
        .asInstanceOf(type(CedarSyntaxException.class))
        .satisfies(
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.DUPLICATE);
              assertThat(e.place()).isEqualTo("x.cedar:2:1");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "// nothing", "// nothing\r\n\u00a0"})
  void textWithoutPoliciesIsAnEmptySet(String text) throws CedarSyntaxException {
    assertThat(PolicyParser.parse(text)).isEqualTo(PolicySet.empty());
  }

  /** What is read as the same tree; the right side names the structure with parentheses. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          true || false && true             ~ true || (false && true)
          (true && false) && true           ~ true && false && true
          1 + 2 * 3 - 4                     ~ 1 + (2 * 3) - 4
          (1 + 2) + 3                       ~ 1 + 2 + 3
          1 + 2 == 3                        ~ (1 + 2) == 3
          1 == 2 && 3 == 4                  ~ (1 == 2) && (3 == 4)
          !principal has x                  ~ (!principal) has x
          !principal.x                      ~ !(principal.x)
          -principal.n + 1                  ~ (-(principal.n)) + 1
          -1.n == 1                         ~ (-(1.n)) == 1
          !true in [true]                   ~ (!true) in [true]
          principal in resource && true     ~ (principal in resource) && true
          principal is A in resource || 1   ~ (principal is A in resource) || 1
          principal has a.b && true         ~ (principal has a.b) && true
          "a" like "*" || true              ~ ("a" like "*") || true
          if 1 then 2 else 3 + 4            ~ if 1 then 2 else (3 + 4)
          if 1 then 2 else if 3 then 4 else 5 ~ if 1 then 2 else (if 3 then 4 else 5)
          (((principal)))                   ~ principal
          principal["a"]                    ~ principal.a
          principal.a.b["c"].contains(1)    ~ ((principal.a).b).c.contains(1)
          0009                              ~ 9
          - 9                               ~ -9
          [1,]                              ~ [1]
          {"a": 1,}                         ~ {a: 1}
          ip("a",)                          ~ ip("a")
          A :: B :: "x"                     ~ A::B::"x"
          principal has "a"                 ~ principal has a
          """)
  void operatorsBindAsTheGrammarSays(String text, String same) throws CedarSyntaxException {
    assertThat(PolicyParser.parseExpression(text)).isEqualTo(PolicyParser.parseExpression(same));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          true && (false && true)  ~ true && false && true
          1 + (2 + 3)              ~ 1 + 2 + 3
          2 * (3 * 4)              ~ 2 * 3 * 4
          true || (false || true)  ~ true || false || true
          -(1)                     ~ -1
          (-1).n                   ~ -1.n
          principal has a.b        ~ principal has a && principal.a has b
          principal is A in A::"x" ~ principal is A && principal in A::"x"
          """)
  void treesThatAreWrittenDifferentlyStayDifferent(String text, String other)
      throws CedarSyntaxException {
    assertThat(PolicyParser.parseExpression(text))
        .isNotEqualTo(PolicyParser.parseExpression(other));
  }

  @Test
  void spansCoverWhatWasWritten() throws CedarSyntaxException {
    String text = "a::\"x\" in (principal.g) && !(1 + 2 == 3) || if";
    String whole = text.replace(" || if", "");

    Expr.And and = (Expr.And) PolicyParser.parseExpression(whole);
    Expr.In in = (Expr.In) and.operands().get(0);
    Expr.Not not = (Expr.Not) and.operands().get(1);

    assertThat(written(whole, and)).isEqualTo(whole);
    assertThat(written(whole, in)).isEqualTo("a::\"x\" in (principal.g)");
    assertThat(written(whole, in.entity())).isEqualTo("a::\"x\"");
    assertThat(written(whole, in.group())).isEqualTo("principal.g");
    assertThat(written(whole, not)).isEqualTo("!(1 + 2 == 3)");
    assertThat(written(whole, not.operand())).isEqualTo("1 + 2 == 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal in principal is User",
        "principal like \"a\" == true",
        "(if)",
        "[,]",
        "{,}",
        "ip(,)",
        "ip",
        "principal.(a)",
        "(principal.isIpv4)()",
        "ip(\"x\")(1)",
        "principal[\"contains\"](1)",
        "a::b",
        "principal has a.\"b\"",
        "principal has (a)",
        "principal is (User)",
        "{(a): 1}",
        "{a::b: 1}",
        "{1: 1}",
        "principal has a[\"b\"]",
        "if true then true else true + 1 == 2 == 3",
        "1 + if true then 1 else 2",
        "!if 1 then 2 else 3",
        "-if 1 then 2 else 3",
        "principal.__cedar",
        "__cedar::x::\"a\"",
        "principal is __cedar::T",
        "true::\"x\"",
        "?principal",
        "1 == 2 in 3",
        "@a",
        "principal..a",
        ".a",
        "1 2",
        "1 -",
        "- -",
        "\"a\" \"b\"",
        "[1",
        "{a: 1",
        "ip(1",
        "(1))",
        "principal.a.b(1)",
        "1 && && 2",
        "principal is",
        "1 like \"a\"b",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999",
        "-9223372036854775808.a",
        "\ufeff1"
      })
  void whatIsNotInTheGrammarIsRejected(String text) {
    assertThatThrownBy(() -> PolicyParser.parseExpression(text))
        .isInstanceOf(CedarSyntaxException.class);
  }

  private static String written(String text, Expr expression) {
    return text.substring(expression.at().start(), expression.at().end());
  }

  private static Policy only(String text) throws CedarSyntaxException {
    PolicySet set = PolicyParser.parse(text);
    assertThat(set.policies()).hasSize(1);
    return set.policies().get(0);
  }

  private static ScopeConstraint.Uid uid(String type, String id) {
    return new ScopeConstraint.Uid(EntityUid.of(type, id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permit(principal == User\"a\", action, resource);",
        "permit(principal in N::Group\"a\", action, resource);",
        "permit(principal is User in Group \"a\", action, resource);",
        "permit(principal, action == Action\"a\", resource);",
        "permit(principal, action in [Action::\"a\", Action\"b\"], resource);",
        "permit(principal, action, resource) when { User\"a\" == principal };",
        "permit(principal, action, resource) when { principal in [Group::n \"a\"] };",
        "permit(principal, action, resource) when { principal is User \"a\" };"
      })
  void theIdOfAnEntityStandsAfterADoubleColon(String text) {
    assertThatThrownBy(() -> PolicyParser.parse(text)).isInstanceOf(CedarSyntaxException.class);
  }
}
