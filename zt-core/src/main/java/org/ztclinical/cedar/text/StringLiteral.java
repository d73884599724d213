package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/**
 * Resolves the escapes of one string literal: quotes, backslash, {@code n}, {@code r}, {@code t},
 * {@code 0}, {@code x00} to {@code x7f}, and {@code u} with one to six hexadecimal digits in
 * braces, underscores between them. In a pattern an escaped star is a star as such; a star that
 * came from {@code x2a} or <code>u{2a}</code> is a wildcard as the plain one, because wildcards are
 * looked for after unescaping.
 */
final class StringLiteral {
  private final SourceText source;
  private final Span token;
  private final String raw;
  private final boolean pattern;
  private final StringBuilder text;
  private final List<String> pieces = new ArrayList<>(2);
  private int position;

  private StringLiteral(SourceText source, Token token, boolean pattern) {
    this.source = source;
    this.token = token.at();
    this.raw = token.text();
    this.pattern = pattern;
    this.text = new StringBuilder(raw.length());
  }

  /** The text that an ordinary string means. */
  static String text(SourceText source, Token token) throws CedarSyntaxException {
    return isPlain(token.text()) ? token.text() : new StringLiteral(source, token, false).read();
  }

  /** What a pattern means: pieces with a wildcard between each two. */
  static Pattern pattern(SourceText source, Token token) throws CedarSyntaxException {
    StringLiteral literal = new StringLiteral(source, token, true);
    literal.pieces.add(literal.read());
    return new Pattern(literal.pieces);
  }

  private static boolean isPlain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' || c == '\r' || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private String read() throws CedarSyntaxException {
    while (position < raw.length()) {
      int c = raw.codePointAt(position);
      if (c == '\\') {
        escape();
      } else {
        plain(c);
        position += Character.charCount(c);
      }
    }
    return text.toString();
  }

  private void plain(int c) throws CedarSyntaxException {
    if (c == '\r') {
      throw error("a carriage return cannot stand in a string; write \\r");
    }
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw error("this is half of a character (an unpaired surrogate)");
    }
    append(c);
  }

  private void append(int c) {
    if (pattern && c == '*') {
      pieces.add(text.toString());
      text.setLength(0);
    } else {
      text.appendCodePoint(c);
    }
  }

  private void escape() throws CedarSyntaxException {
    char kind = position + 1 < raw.length() ? raw.charAt(position + 1) : '\\';
    switch (kind) {
      case 'x' -> append(hexadecimal());
      case 'u' -> append(codePoint());
      case '*' -> star();
      default -> {
        append(simple(kind));
        position += 2;
      }
    }
  }

  private char simple(char kind) throws CedarSyntaxException {
    return switch (kind) {
      case '"', '\\', '\'' -> kind;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> '\0';
      case '\n', '\r' -> throw error("a string cannot be continued on the next line with \\");
      default ->
          throw error(
              "there is no such escape; known are \\\" \\\\ \\' \\n \\r \\t \\0 \\x7f \\u{…}");
    };
  }

  private void star() throws CedarSyntaxException {
    if (!pattern) {
      throw error("\\* is known only in the pattern of `like`; in a string write *");
    }
    text.append('*');
    position += 2;
  }

  private int hexadecimal() throws CedarSyntaxException {
    int high = position + 2 < raw.length() ? digit(raw.charAt(position + 2)) : -1;
    int low = position + 3 < raw.length() ? digit(raw.charAt(position + 3)) : -1;
    if (high < 0 || high > 7 || low < 0) {
      throw error("\\x takes two hexadecimal digits, at most 7f; write \\u{…}");
    }
    position += 4;
    return high * 16 + low;
  }

  private int codePoint() throws CedarSyntaxException {
    int end = raw.indexOf('}', position);
    boolean opened = position + 2 < raw.length() && raw.charAt(position + 2) == '{';
    int c = opened && end > 0 ? value(position + 3, end) : -1;
    if (c < 0) {
      throw error("\\u takes one to six hexadecimal digits in braces: \\u{1f600}");
    }
    if (!Character.isValidCodePoint(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw error("there is no such character; \\u{…} goes to 10ffff without d800 to dfff");
    }
    position = end + 1;
    return c;
  }

  /** The number that the digits say; -1 when they are none, too many, or begin with underscore. */
  private int value(int from, int to) {
    int value = 0;
    int digits = 0;
    for (int i = from; i < to; i++) {
      int digit = digit(raw.charAt(i));
      if (digit >= 0 && ++digits <= 6) {
        value = value * 16 + digit;
      } else if (raw.charAt(i) != '_' || digits == 0) {
        return -1;
      }
    }
    return digits == 0 ? -1 : value;
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private CedarSyntaxException error(String sentence) {
    return source.error(Fault.MALFORMED, place(), sentence);
  }

  /** Where the current character stands: the literal may have begun some lines before. */
  private Span place() {
    int line = token.line();
    int column = token.column() + 1;
    for (int i = 0; i < position; i++) {
      char c = raw.charAt(i);
      if (c == '\n' || (c == '\r' && raw.charAt(i + 1) != '\n')) {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    int start = token.start() + 1 + position;
    return Span.of(start, start + 1, line, column);
  }
}
