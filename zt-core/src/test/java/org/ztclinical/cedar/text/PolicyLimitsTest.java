package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.SmallStack;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/** Bounds on what is read: in text of hostile shape, and at the edge of each limit. */
class PolicyLimitsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int TERMS = 50_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{a:",
        "{\"a\":",
        "!",
        "-",
        "- ",
        "!(",
        "-(",
        "if ",
        "if true then ",
        "if true then true else ",
        "ip(",
        "ip(ip(",
        "[].contains(",
        "a.",
        "principal.a.",
        "\"",
        "@",
        "1 + (",
        "true && (",
        "true || [",
        "[[",
        "principal has a.",
        "A::",
        "a::\"x\".",
        "principal.a(",
        "principal is A in (",
        "[1,",
        "{",
        "}",
        ")",
        "]",
        "permit(",
        "when {",
        "\\",
        "\"\\",
        "/",
        "//",
        "1",
        "a",
        "==",
        "&&",
        "?",
        "?principal",
        "\u00a0",
        "\ud83d"
      })
  void megabyteOfTheSameEndsInACleanErrorOnASmallStack(String unit) throws Exception {
    String many = unit.repeat(MEGABYTE / unit.length());

    for (String text : List.of("permit(principal,action,resource) when {" + many, many)) {
      CedarSyntaxException error = SmallStack.call(() -> errorOf(text));

      if (!unit.startsWith("/") && !unit.equals("\u00a0")) {
        assertThat(error).isNotNull();
        assertThat(error.fault())
            .isIn(Fault.LIMIT, Fault.MALFORMED, Fault.UNKNOWN, Fault.NOT_ALLOWED);
        assertThat(error.getMessage().length()).isLessThan(600);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".a",
        "[\"a\"]",
        ".isEmpty()",
        ".contains(1)",
        ".isIpv4()",
        " has a",
        " in principal",
        " == 1",
        " && true",
        " + 1",
        " * 1",
        " like \"*\"",
        " is A",
        " else true",
        ")",
        "]",
        "}"
      })
  void megabyteOfTheSameAfterAnOperandEndsInACleanErrorOrAChain(String unit) throws Exception {
    String text =
        "permit(principal,action,resource) when { principal"
            + unit.repeat(MEGABYTE / unit.length());

    CedarSyntaxException error = SmallStack.call(() -> errorOf(text));

    assertThat(error).isNotNull();
    assertThat(error.fault()).isIn(Fault.LIMIT, Fault.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "(,true,),128",
    "[,true,],127",
    "{a:,true,},127",
    "'if true then true else ',true,'',127",
    "'if ',true,' then true else true',127",
    "ip(,true,),127",
    "'',principal,.a,127",
    "'',principal,.isEmpty(),127",
    "[].contains(,true,),127",
    "!(,true,),127",
    "'1 + (',1,),127",
    "!!!!(,true,),31"
  })
  void nestingIsAllowedUpToTheLimitAndNotBeyond(String open, String inner, String close, int most)
      throws Exception {
    String allowed = open.repeat(most) + inner + close.repeat(most);
    String refused = open.repeat(most + 1) + inner + close.repeat(most + 1);

    Expr tree = SmallStack.call(() -> PolicyParser.parseExpression(allowed));

    assertThat(depth(tree)).isLessThanOrEqualTo(128);
    assertLimit(refused, CedarLimits.defaults());
  }

  @Test
  void nestingOfMixedKindsNeverMakesATreeDeeperThanTheLimit() throws CedarSyntaxException {
    CedarLimits limits = CedarLimits.defaults().withMaxDepth(20);
    String unit = "true || true && !([1 + 2 * -(";
    int deepest = 0;

    for (int n = 1; n < 20; n++) {
      String text = unit.repeat(n) + "1" + ")].a == 1)".repeat(n);
      try {
        deepest = Math.max(deepest, depth(PolicyParser.parseExpression(text, "t", limits)));
      } catch (CedarSyntaxException e) {
        assertThat(e.fault()).isEqualTo(Fault.LIMIT);
      }
    }

    assertThat(deepest).isBetween(10, 20);
  }

  @Test
  void hasPathCountsEachNameAsALevel() throws CedarSyntaxException {
    String names = String.join(".", Collections.nCopies(127, "a"));

    assertThat(PolicyParser.parseExpression("principal has " + names)).isInstanceOf(Expr.Has.class);
    assertLimit("principal has a." + names, CedarLimits.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {" && ", " || ", " + ", " - ", " * "})
  void chainOfFiftyThousandTermsIsOneNodeAndReadsBack(String operator) throws Exception {
    String text = String.join(operator, Collections.nCopies(TERMS, "context.a"));
    long start = System.nanoTime();

    Expr chain = SmallStack.call(() -> PolicyParser.parseExpression(text));
    String printed = SmallStack.call(() -> PolicyPrinter.print(chain));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(depth(chain)).isEqualTo(3);
    assertThat(PolicyParser.parseExpression(printed)).isEqualTo(chain);
  }

  @Test
  void chainsInParenthesesJoinInLinearTime() throws CedarSyntaxException {
    String half = String.join(" && ", Collections.nCopies(TERMS, "true"));

    Expr tree = PolicyParser.parseExpression("(".repeat(100) + half + ") && false".repeat(100));

    assertThat(tree)
        .asInstanceOf(type(Expr.And.class))
        .extracting(and -> and.operands().size())
        .isEqualTo(TERMS + 100);
  }

  @Test
  void membersBeyondTheLimitAreRejected() {
    CedarLimits limits = new CedarLimits(1_000_000, 128, 10, 10, 5);
    List<String> six = IntStream.range(0, 6).mapToObj(i -> "x" + i).toList();
    List<String> texts = new ArrayList<>();
    for (String operator : List.of(" && ", " || ", " + ", " * ")) {
      texts.add(String.join(operator, Collections.nCopies(6, "1")));
      texts.add("(1" + operator + "1" + operator + "1)" + (operator + "1").repeat(3));
    }
    texts.add("[1,1,1,1,1,1]");
    texts.add("ip(1,1,1,1,1,1)");
    texts.add(six.stream().map(x -> x + ":1").collect(Collectors.joining(",", "{", "}")));

    for (String text : texts) {
      assertLimit(text, limits);
      assertThatCode(() -> PolicyParser.parseExpression(text)).doesNotThrowAnyException();
    }
    String scope = "permit(principal,action,resource)";
    String annotations = six.stream().map(x -> "@" + x).collect(Collectors.joining());
    String actions = String.join(",", Collections.nCopies(6, "Action::\"a\""));
    assertPolicyLimit(annotations + " " + scope + ";", limits);
    assertPolicyLimit("permit(principal,action in [" + actions + "],resource);", limits);
    assertPolicyLimit(scope + " when { true }".repeat(6) + ";", limits);
  }

  @Test
  void policiesBeyondTheLimitAreRejected() throws CedarSyntaxException {
    CedarLimits limits = new CedarLimits(1_000_000, 128, 3, 10, 5);
    String policy = "permit(principal,action,resource);";
    String template = "permit(principal == ?principal,action,resource);";

    PolicySet three = PolicyParser.parse(policy + template + policy, "t", limits);

    assertThat(three.size() + three.templates().size()).isEqualTo(3);
    assertPolicyLimit(policy + template + policy + policy, limits);
    assertPolicyLimit("// " + "x".repeat(1_000_000), limits);
  }

  @Test
  void treesBuiltByHandOfAnyDepthArePrintedOnASmallStack() throws Exception {
    Expr deep = new Expr.Literal(CedarBool.of(true), Span.NONE);
    for (int i = 0; i < 40_000; i++) {
      deep = new Expr.Not(new Expr.SetLiteral(List.of(deep), Span.NONE), Span.NONE);
    }
    Expr tree = deep;

    String text = SmallStack.call(() -> PolicyPrinter.print(tree));

    assertThat(text).startsWith("![").hasSizeGreaterThan(100_000);
  }

  private static void assertLimit(String expression, CedarLimits limits) {
    assertThatThrownBy(() -> PolicyParser.parseExpression(expression, "t", limits))
        .as(expression)
        .asInstanceOf(type(CedarSyntaxException.class))
        .extracting(CedarSyntaxException::fault)
        .isEqualTo(Fault.LIMIT);
  }

  private static void assertPolicyLimit(String policies, CedarLimits limits) {
    assertThatThrownBy(() -> PolicyParser.parse(policies, "t", limits))
        .as(policies)
        .asInstanceOf(type(CedarSyntaxException.class))
        .extracting(CedarSyntaxException::fault)
        .isEqualTo(Fault.LIMIT);
  }

  private static CedarSyntaxException errorOf(String text) {
    try {
      PolicyParser.parse(text);
      return null;
    } catch (CedarSyntaxException e) {
      return e;
    }
  }

  private static int depth(Expr tree) {
    return tree.accept(new DepthOf());
  }
}
