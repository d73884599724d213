package org.ztclinical.cedar.text;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/**
 * The tokens of a policy or schema text, read one after another with a look at the next two. Reads
 * the text once and keeps nothing; every error knows its place. For one thread.
 *
 * <p>Tokens of the Cedar policy and schema grammars, 4.5.
 */
public final class Tokens {
  private final SourceText source;
  private final CedarLimits limits;
  private final Scanner scanner;
  private @Nullable Token first;
  private @Nullable Token second;
  private Span last = Span.of(0, 0, 1, 1);

  private Tokens(SourceText source, CedarLimits limits) {
    this.source = source;
    this.limits = limits;
    this.scanner = new Scanner(source);
  }

  /**
   * The tokens of a text.
   *
   * @param sourceName what messages call the text, as {@code baseline.cedar}
   * @throws CedarSyntaxException when the text is longer than the limits allow
   */
  public static Tokens of(String text, String sourceName, CedarLimits limits)
      throws CedarSyntaxException {
    Objects.requireNonNull(limits, "limits");
    SourceText source = new SourceText(sourceName, text);
    if (text.length() > limits.maxCharacters()) {
      throw source.error(
          Fault.LIMIT,
          Span.of(0, 1, 1, 1),
          "the text has %d characters; the limit is %d"
              .formatted(text.length(), limits.maxCharacters()));
    }
    return new Tokens(source, limits);
  }

  /** The limits under which the text is read. */
  public CedarLimits limits() {
    return limits;
  }

  /** The next token, which stays. */
  public Token peek() throws CedarSyntaxException {
    if (first == null) {
      first = scanner.next();
    }
    return first;
  }

  /** The token after the next one, which stays. */
  public Token peekSecond() throws CedarSyntaxException {
    Token before = peek();
    if (before.is(Kind.END)) {
      return before;
    }
    if (second == null) {
      second = scanner.next();
    }
    return second;
  }

  /** Takes the next token. */
  public Token next() throws CedarSyntaxException {
    Token token = peek();
    first = second;
    second = null;
    last = token.at();
    return token;
  }

  /** Where the token taken last stands; before the first, the start of the text. */
  public Span last() {
    return last;
  }

  /** Whether the next token is of this kind. */
  public boolean at(Kind kind) throws CedarSyntaxException {
    return peek().kind() == kind;
  }

  /** Whether the next token is this word. */
  public boolean atWord(String word) throws CedarSyntaxException {
    return peek().isWord(word);
  }

  /** Takes the next token if it is of this kind, and says whether. */
  public boolean take(Kind kind) throws CedarSyntaxException {
    boolean there = at(kind);
    if (there) {
      next();
    }
    return there;
  }

  /** Takes the next token if it is this word, and says whether. */
  public boolean takeWord(String word) throws CedarSyntaxException {
    boolean there = atWord(word);
    if (there) {
      next();
    }
    return there;
  }

  /**
   * Takes the next token, which must be of this kind.
   *
   * @param where completes the message, as in {@code "after the scope"}; may be empty
   */
  public Token expect(Kind kind, String where) throws CedarSyntaxException {
    if (!at(kind)) {
      String wanted = kind.isMark() ? "`" + kind.symbol() + "`" : kind.symbol();
      throw unexpected(where.isEmpty() ? wanted : wanted + " " + where);
    }
    return next();
  }

  /** The error that the next token is not what is expected: {@code expected X, found `y`}. */
  public CedarSyntaxException unexpected(String wanted) throws CedarSyntaxException {
    return error(Fault.MALFORMED, peek(), "expected " + wanted + ", found " + peek().described());
  }

  /** The error at a token. */
  public CedarSyntaxException error(Fault fault, Token at, String sentence) {
    return error(fault, at.at(), sentence);
  }

  /** The error at a place: its message shows the place, the line and a caret. */
  public CedarSyntaxException error(Fault fault, Span at, String sentence) {
    return source.error(fault, at, sentence);
  }

  /**
   * The text that a string token means, its escapes resolved.
   *
   * @throws CedarSyntaxException at the escape or character that a string may not hold
   */
  public String string(Token string) throws CedarSyntaxException {
    return StringLiteral.text(source, string);
  }

  /**
   * The value of an annotation whose name was just read: {@code ("text")}, or nothing, which is
   * {@code ""}.
   */
  public String annotationValue() throws CedarSyntaxException {
    if (!take(Kind.OPEN_PARENTHESIS)) {
      return "";
    }
    String value = string(expect(Kind.STRING, "as the value of the annotation"));
    expect(Kind.CLOSE_PARENTHESIS, "after the value of the annotation");
    return value;
  }

  /**
   * What a string token means to the right of {@code like}.
   *
   * @throws CedarSyntaxException at the escape or character that a pattern may not hold
   */
  public Pattern pattern(Token string) throws CedarSyntaxException {
    return StringLiteral.pattern(source, string);
  }
}
