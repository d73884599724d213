package org.ztclinical.cedar.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;

/** What can be written down and read again. */
class LexicalTest {
  private static final Expr CONTEXT = new Expr.Variable(Expr.Var.CONTEXT, Span.NONE);

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void halfOfASurrogatePairIsInNoValueAndNoPolicy(String text) {
    assertRefused(() -> CedarString.of(text));
    assertRefused(() -> EntityUid.of("User", text));
    assertRefused(() -> new Pattern(List.of("a", text)));
    assertRefused(() -> new Expr.Has(CONTEXT, List.of(text), Span.NONE));
    assertRefused(() -> new Expr.GetAttribute(CONTEXT, text, Span.NONE));
    assertRefused(() -> new Expr.Field(text, CONTEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "é", "\ud83d\ude00", "a\ud83d\ude00b\ud83d\ude00"})
  void wholeCharactersAre(String text) {
    assertThat(CedarString.of(text).value()).isEqualTo(text);
    assertThat(EntityUid.of("User", text).id()).isEqualTo(text);
  }

  private static void assertRefused(Runnable making) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("half of a surrogate pair is not a character");
  }
}
