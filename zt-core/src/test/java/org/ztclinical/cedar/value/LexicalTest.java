package org.ztclinical.cedar.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.SchemaType;

/** What can be written down and read again. */
class LexicalTest {
  private static final Expr CONTEXT = new Expr.Variable(Expr.Var.CONTEXT, Span.NONE);
  private static final CedarValue TAG = CedarBool.TRUE;
  private static final ScopeConstraint ANYONE = new ScopeConstraint.Any();

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void halfOfASurrogatePairIsInNoValueAndNoPolicy(String text) {
    assertRefused(() -> CedarString.of(text));
    assertRefused(() -> EntityUid.of("User", text));
    assertRefused(() -> new Pattern(List.of("a", text)));
    assertRefused(() -> new Expr.Has(CONTEXT, List.of(text), Span.NONE));
    assertRefused(() -> new Expr.GetAttribute(CONTEXT, text, Span.NONE));
    assertRefused(() -> new Expr.Field(text, CONTEXT));
    assertRefused(() -> CedarRecord.of(Map.of(text, CedarBool.TRUE)));
    assertRefused(() -> CedarRecord.empty().with(text, CedarBool.TRUE));
    assertRefused(() -> Entity.of(EntityUid.of("User", "a")).withTags(Map.of(text, TAG)));
    assertRefused(() -> policy(text, Map.of()));
    assertRefused(() -> policy("p", Map.of("reason", text)));
    assertRefused(() -> template(text, Map.of()));
    assertRefused(() -> template("t", Map.of("reason", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00"})
  void andInNoSchema(String text) {
    SchemaType.Attribute flag =
        new SchemaType.Attribute(new SchemaType.Primitive(ValueKind.BOOL), true);

    assertRefused(() -> new SchemaType.RecordOf(Map.of(text, flag)));
    assertRefused(() -> entityType(Optional.of(Set.of("a", text)), Map.of()));
    assertRefused(() -> entityType(Optional.empty(), Map.of("doc", text)));
    assertRefused(
        () ->
            new ActionDefinition(
                EntityUid.of("Action", "read"),
                Set.of(),
                Set.of(),
                Set.of(),
                SchemaType.RecordOf.empty(),
                Map.of("doc", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "1", "é"})
  void theKeyOfAnAnnotationIsAWord(String key) {
    for (Runnable making :
        List.<Runnable>of(
            () -> policy("p", Map.of(key, "")),
            () -> template("t", Map.of(key, "")),
            () -> entityType(Optional.empty(), Map.of(key, "")))) {
      assertThatThrownBy(making::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the key of an annotation is a word");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "é", "\ud83d\ude00", "a\ud83d\ude00b\ud83d\ude00"})
  void wholeCharactersAre(String text) {
    assertThat(CedarString.of(text).value()).isEqualTo(text);
    assertThat(EntityUid.of("User", text).id()).isEqualTo(text);
    assertThat(CedarRecord.of(Map.of(text, CedarBool.TRUE)).has(text)).isTrue();
  }

  private static Policy policy(String id, Map<String, String> annotations) {
    return new Policy(
        id,
        Effect.PERMIT,
        annotations,
        ANYONE,
        new ActionConstraint.Any(),
        ANYONE,
        List.of(),
        Optional.empty(),
        Span.NONE);
  }

  private static Template template(String id, Map<String, String> annotations) {
    return new Template(
        id,
        Effect.PERMIT,
        annotations,
        new ScopeConstraint.Equal(Slot.PRINCIPAL),
        new ActionConstraint.Any(),
        ANYONE,
        List.of(),
        Span.NONE);
  }

  private static EntityTypeDefinition entityType(
      Optional<Set<String>> enumIds, Map<String, String> annotations) {
    return new EntityTypeDefinition(
        Name.parse("User"),
        SchemaType.RecordOf.empty(),
        Optional.empty(),
        Set.of(),
        enumIds,
        annotations);
  }

  private static void assertRefused(Runnable making) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("half of a surrogate pair is not a character");
  }
}
