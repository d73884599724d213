package org.ztclinical.cedar.text;

import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;

/**
 * Cuts a text into tokens, one at a time, in one pass. Blanks are the characters that Unicode calls
 * white space; a comment runs from {@code //} to the end of the line. A line ends with LF, CR LF or
 * CR.
 */
final class Scanner {
  private final SourceText source;
  private final String text;
  private int position;
  private int line = 1;
  private int lineStart;

  Scanner(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  /** The next token; after the last one {@link Kind#END}, however often it is asked. */
  Token next() throws CedarSyntaxException {
    skipBlanks();
    int start = position;
    if (start == text.length()) {
      return new Token(Kind.END, "", here(start));
    }
    char c = text.charAt(start);
    if (Lexical.isWordStart(c)) {
      return word(start);
    }
    if (isDigit(c)) {
      return number(start);
    }
    return c == '"' ? string(start) : mark(start, c);
  }

  private void skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '/' && peek(1) == '/') {
        skipComment();
      } else if (isBlank(c)) {
        skipBlank(c);
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    while (position < text.length()
        && text.charAt(position) != '\n'
        && text.charAt(position) != '\r') {
      position++;
    }
  }

  private void skipBlank(char c) {
    position++;
    if (c == '\n' || (c == '\r' && peek(0) != '\n')) {
      line++;
      lineStart = position;
    }
  }

  private Token word(int start) {
    while (position < text.length() && Lexical.isWordPart(text.charAt(position))) {
      position++;
    }
    return token(Kind.WORD, start);
  }

  private Token number(int start) {
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return token(Kind.NUMBER, start);
  }

  /** Finds the closing quote; what the escapes mean is read when somebody asks. */
  private Token string(int start) throws CedarSyntaxException {
    int startLine = line;
    int startColumn = start - lineStart + 1;
    position++;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        Span at = Span.of(start, position, startLine, startColumn);
        return new Token(Kind.STRING, text.substring(start + 1, position - 1), at);
      }
      if (c == '\\') {
        position++;
      }
      if (position < text.length()) {
        skipBlank(text.charAt(position));
      }
    }
    Span at = Span.of(start, start + 1, startLine, startColumn);
    throw source.error(Fault.MALFORMED, at, "this string has no closing quote");
  }

  private Token mark(int start, char c) throws CedarSyntaxException {
    Kind kind = doubleMark(c, peek(1));
    if (kind == null) {
      kind = singleMark(c);
    }
    if (kind == null) {
      throw source.error(Fault.MALFORMED, here(start), strange(start));
    }
    position += kind.symbol().length();
    return new Token(kind, kind.symbol(), span(start));
  }

  private static @Nullable Kind doubleMark(char first, char second) {
    return switch (first) {
      case ':' -> second == ':' ? Kind.DOUBLE_COLON : null;
      case '=' -> second == '=' ? Kind.EQUAL : null;
      case '!' -> second == '=' ? Kind.NOT_EQUAL : null;
      case '<' -> second == '=' ? Kind.LESS_OR_EQUAL : null;
      case '>' -> second == '=' ? Kind.GREATER_OR_EQUAL : null;
      case '&' -> second == '&' ? Kind.AND : null;
      case '|' -> second == '|' ? Kind.OR : null;
      default -> null;
    };
  }

  private static @Nullable Kind singleMark(char c) {
    return switch (c) {
      case '@' -> Kind.AT;
      case '.' -> Kind.DOT;
      case ',' -> Kind.COMMA;
      case ';' -> Kind.SEMICOLON;
      case ':' -> Kind.COLON;
      case '(' -> Kind.OPEN_PARENTHESIS;
      case ')' -> Kind.CLOSE_PARENTHESIS;
      case '[' -> Kind.OPEN_BRACKET;
      case ']' -> Kind.CLOSE_BRACKET;
      case '{' -> Kind.OPEN_BRACE;
      case '}' -> Kind.CLOSE_BRACE;
      case '=' -> Kind.ASSIGN;
      case '<' -> Kind.LESS;
      case '>' -> Kind.GREATER;
      case '!' -> Kind.NOT;
      case '&' -> Kind.AMPERSAND;
      case '|' -> Kind.BAR;
      case '+' -> Kind.PLUS;
      case '-' -> Kind.MINUS;
      case '*' -> Kind.STAR;
      case '/' -> Kind.SLASH;
      case '%' -> Kind.PERCENT;
      case '?' -> Kind.QUESTION;
      default -> null;
    };
  }

  private String strange(int start) {
    int c = text.codePointAt(start);
    return switch (c) {
      case '\'' -> "strings are written in double quotes: \"…\"";
      case '\u201c', '\u201d', '\u201e', '\u2018', '\u2019' ->
          "this is a typographic quote; strings are written in plain double quotes: \"…\"";
      case '#' -> "comments begin with //";
      case '\ufeff' -> "this is a byte order mark; store the text without it";
      default ->
          "the character U+%04X%s has no meaning here"
              .formatted(c, c > ' ' && c < 0x7f ? " (" + (char) c + ")" : "");
    };
  }

  private Token token(Kind kind, int start) {
    return new Token(kind, text.substring(start, position), span(start));
  }

  private Span span(int start) {
    return Span.of(start, position, line, start - lineStart + 1);
  }

  private Span here(int start) {
    return Span.of(start, Math.min(start + 1, text.length()), line, start - lineStart + 1);
  }

  private char peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The property White_Space of Unicode 15. */
  private static boolean isBlank(char c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == '\u0085'
        || c == '\u00a0'
        || c == '\u1680'
        || (c >= '\u2000' && c <= '\u200a')
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u202f'
        || c == '\u205f'
        || c == '\u3000';
  }
}
