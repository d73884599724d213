package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Expr.ArithmeticOperator;
import org.ztclinical.cedar.ast.Expr.BinaryMethod;
import org.ztclinical.cedar.ast.Expr.ComparisonOperator;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** Long and deep policies decide or are refused; none exhausts a small stack. */
final class AuthorizerLimitsTest {
  private static final Span AT = Span.NONE;
  private static final Expr TRUE = literal(CedarBool.TRUE);
  private static final Expr ONE = literal(CedarLong.of(1));
  private static final Expr TEXT = literal(CedarString.of("a"));
  private static final Expr UID = literal(EntityUid.of("A", "a"));
  private static final Expr CONTEXT = new Expr.Variable(Expr.Var.CONTEXT, AT);

  private static final AuthorizationRequest REQUEST =
      AuthorizationRequest.of(
          EntityUid.of("User", "a"),
          EntityUid.of("Action", "x"),
          EntityUid.of("Doc", "d"),
          CedarRecord.of(Map.of("b", CedarBool.TRUE, "n", CedarLong.of(0))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "context.b && ;true",
        "!context.b || ;true",
        "context.n + ;0 == 0",
        "context.n - ;0 == 0",
        "context.n * ;0 == 0"
      })
  void chainsOfFiftyThousandTermsDecide(String chain) throws Exception {
    String[] parts = chain.split(";");
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { "
                + parts[0].repeat(50_000)
                + parts[1]
                + " };");

    assertThat(SmallStack.run(() -> assertThat(decides(policies)).isTrue())).isNull();
  }

  static Stream<Arguments> nestings() {
    return Stream.of(
        nesting("not", e -> new Expr.Not(e, AT)),
        nesting("negate", e -> new Expr.Negate(e, AT)),
        nesting("and", e -> new Expr.And(List.of(TRUE, e), AT)),
        nesting("or", e -> new Expr.Or(List.of(literal(CedarBool.FALSE), e), AT)),
        nesting("if", e -> new Expr.If(e, TRUE, TRUE, AT)),
        nesting("then", e -> new Expr.If(TRUE, e, TRUE, AT)),
        nesting(
            "plus",
            e -> new Expr.Arithmetic(ONE, List.of(new Expr.Step(ArithmeticOperator.ADD, e)), AT)),
        nesting("equal", e -> new Expr.Comparison(ComparisonOperator.EQUAL, TRUE, e, AT)),
        nesting("less", e -> new Expr.Comparison(ComparisonOperator.LESS, ONE, e, AT)),
        nesting("in", e -> new Expr.In(UID, e, AT)),
        nesting("is", e -> new Expr.Is(e, Name.parse("A"), Optional.empty(), AT)),
        nesting("is in", e -> new Expr.Is(UID, Name.parse("A"), Optional.of(e), AT)),
        nesting("like", e -> new Expr.Like(e, new Pattern(List.of("a", "b")), AT)),
        nesting("has", e -> new Expr.Has(e, List.of("a", "b"), AT)),
        nesting("attribute", e -> new Expr.GetAttribute(e, "b", AT)),
        nesting("contains", e -> new Expr.BinaryCall(BinaryMethod.CONTAINS, e, ONE, AT)),
        nesting("tag", e -> new Expr.BinaryCall(BinaryMethod.GET_TAG, UID, e, AT)),
        nesting("empty", e -> new Expr.IsEmpty(e, AT)),
        nesting("set", e -> new Expr.SetLiteral(List.of(e), AT)),
        nesting("record", e -> new Expr.RecordLiteral(List.of(new Expr.Field("a", e)), AT)),
        nesting("call", e -> new Expr.ExtensionCall(ExtensionFunction.DECIMAL, List.of(e), AT)));
  }

  private static Arguments nesting(String name, UnaryOperator<Expr> around) {
    return Arguments.of(name, around);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nestings")
  void everyKindNestsAsDeepAsTheLimitAndNoDeeper(String name, UnaryOperator<Expr> around)
      throws Exception {
    for (Expr innermost : List.of(TRUE, CONTEXT, TEXT, new Expr.GetAttribute(CONTEXT, "b", AT))) {
      int inside = innermost instanceof Expr.GetAttribute ? 2 : 1;
      PolicySet deepest = nested(innermost, around, 128 - inside);
      PolicySet tooDeep = nested(innermost, around, 128 - inside + 1);

      Throwable thrown = SmallStack.run(() -> decides(deepest));

      assertThat(thrown).isNull();
      assertThatThrownBy(() -> Authorizer.of(tooDeep)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static PolicySet nested(Expr innermost, UnaryOperator<Expr> around, int times) {
    Expr nested = innermost;
    for (int i = 0; i < times; i++) {
      nested = around.apply(nested);
    }
    Condition condition = new Condition(Condition.Kind.WHEN, nested, AT);
    return PolicySet.of(List.of(Policies.with(Effect.PERMIT, condition)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"if true then ( ; ) else false", "[ ; ]", "{a: ; }", "ip( ; )", " ; .a"})
  void whatThePolicyParserTakesAtItsDeepestIsTaken(String around) throws Exception {
    String[] parts = around.split(";");
    Optional<PolicySet> deepest = Optional.empty();
    int depth = 0;
    for (; depth <= 200; depth++) {
      try {
        String text = parts[0].repeat(depth) + "context" + parts[1].repeat(depth);
        deepest =
            Optional.of(
                PolicyParser.parse("permit(principal, action, resource) when { " + text + " };"));
      } catch (org.ztclinical.cedar.value.CedarSyntaxException e) {
        break;
      }
    }
    PolicySet policies = deepest.orElseThrow();

    assertThat(depth).isBetween(60, 140);
    assertThat(SmallStack.run(() -> decides(policies))).isNull();
  }

  @Test
  void aValueDeeperThanAnyThatCanBeMadeIsAnErrorOfThePolicy() throws Exception {
    CedarValue deep = CedarLong.of(1);
    for (int i = 2; i < CedarLimits.MAX_VALUE_DEPTH; i++) {
      deep = CedarSet.of(deep);
    }
    CedarValue deepest = deep;
    CedarRecord context = CedarRecord.of(Map.of("d", deepest));
    assertThat(context.depth()).isEqualTo(CedarLimits.MAX_VALUE_DEPTH);
    assertThatThrownBy(() -> CedarSet.of(context)).isInstanceOf(IllegalArgumentException.class);

    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { [[context.d]] == [] };"
                + "permit(principal, action, resource) when { {a: {b: context.d}} == {} };");
    Response response =
        Authorizer.of(policies)
            .authorize(
                AuthorizationRequest.of(
                    REQUEST.principal(), REQUEST.action(), REQUEST.resource(), context),
                Entities.empty());

    assertThat(response.errors())
        .extracting(PolicyError::error)
        .containsExactly(CedarError.LIMIT, CedarError.LIMIT);
  }

  /** Sixty tests inside each other: asking for each entity twice would take longer than life. */
  @Test
  void anEntityThatIsAskedForItsTypeAndItsGroupIsComputedOnce() throws Exception {
    String entity = "principal";
    for (int i = 0; i < 60; i++) {
      entity = "(if " + entity + " is User in Team::\"t\" then principal else resource)";
    }
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { " + entity + " == principal };");
    Entities entities =
        Entities.of(Entity.of(REQUEST.principal()).withParents(Set.of(EntityUid.of("Team", "t"))));
    Authorizer interpreted = Authorizer.builder(policies).interpretOnly().build();
    Authorizer compiled = Authorizer.builder(policies).compileAtOnce().build();

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(interpreted.authorize(REQUEST, entities).isAllowed()).isTrue();
          assertThat(compiled.authorize(REQUEST, entities).isAllowed()).isTrue();
          assertThat(interpreted.explain(REQUEST, entities)).hasSize(1);
        });
  }

  /** A pattern and a text at which trying every place would take days. */
  @Test
  void likeIsLinearInTheWorstCase() throws Exception {
    String text = "a".repeat(1_000_000);
    String piece = "a".repeat(20_000) + "b";
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { context.s like \"*"
                + piece
                + "*"
                + piece
                + "*\" };"
                + "permit(principal, action, resource) when { context.s like \"*aab*aab*\" };");
    AuthorizationRequest request =
        AuthorizationRequest.of(
            REQUEST.principal(),
            REQUEST.action(),
            REQUEST.resource(),
            CedarRecord.of(Map.of("s", CedarString.of(text))));
    long start = System.nanoTime();

    assertThat(Authorizer.of(policies).authorize(request, Entities.empty()).isAllowed()).isFalse();

    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  private static boolean decides(PolicySet policies) {
    Authorizer interpreted = Authorizer.builder(policies).interpretOnly().build();
    Authorizer compiled = Authorizer.builder(policies).compileAtOnce().build();
    interpreted.explain(REQUEST, Entities.empty());
    boolean allowed = interpreted.authorize(REQUEST, Entities.empty()).isAllowed();
    assertThat(compiled.authorize(REQUEST, Entities.empty()).isAllowed()).isEqualTo(allowed);
    return allowed;
  }

  private static Expr literal(CedarValue value) {
    return new Expr.Literal(value, AT);
  }
}
