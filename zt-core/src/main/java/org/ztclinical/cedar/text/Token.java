package org.ztclinical.cedar.text;

import org.ztclinical.cedar.value.Span;

/**
 * A word, number, string or mark of a Cedar text.
 *
 * @param kind what it is
 * @param text as written; of a string what stands between the quotes, escapes not yet resolved
 *     ({@link Tokens#string} and {@link Tokens#pattern} do that)
 * @param at where it stands, quotes included
 */
public record Token(Kind kind, String text, Span at) {
  /** What a token is. */
  public enum Kind {
    /** Letters, digits and underscores, reserved or not: a keyword is a word too. */
    WORD("a name"),
    /** Decimal digits, without sign. */
    NUMBER("a number"),
    STRING("a string"),
    AT("@"),
    DOT("."),
    COMMA(","),
    SEMICOLON(";"),
    COLON(":"),
    DOUBLE_COLON("::"),
    OPEN_PARENTHESIS("("),
    CLOSE_PARENTHESIS(")"),
    OPEN_BRACKET("["),
    CLOSE_BRACKET("]"),
    OPEN_BRACE("{"),
    CLOSE_BRACE("}"),
    ASSIGN("="),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    NOT("!"),
    AND("&&"),
    OR("||"),
    AMPERSAND("&"),
    BAR("|"),
    PLUS("+"),
    MINUS("-"),
    STAR("*"),
    SLASH("/"),
    PERCENT("%"),
    QUESTION("?"),
    /** After the last token; comes again and again. */
    END("the end of the text");

    private final String symbol;

    Kind(String symbol) {
      this.symbol = symbol;
    }

    /** How a mark is written; for what is not a mark, a noun with its article. */
    public String symbol() {
      return symbol;
    }

    /** Whether it is always written the same way. */
    public boolean isMark() {
      return this != WORD && this != NUMBER && this != STRING && this != END;
    }
  }

  /** Whether it is of this kind. */
  public boolean is(Kind other) {
    return kind == other;
  }

  /** Whether it is this word. */
  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  /** The token in a message, as in {@code expected ), found `foo`}; long ones are cut. */
  public String described() {
    return switch (kind) {
      case END -> kind.symbol();
      case STRING -> "a string";
      default -> "`" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "`";
    };
  }
}
