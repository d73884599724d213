package org.ztclinical.cedar;

import java.util.List;
import java.util.Random;

/** Breaks JSON documents: bytes, tokens and whole parts of other documents. */
public final class JsonMutations {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "null",
          "true",
          "-",
          "0",
          "1e9",
          "1.5",
          "9223372036854775808",
          "-9223372036854775808",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"__entity\"",
          "\"__extn\"",
          "\"__expr\"",
          "\"type\"",
          "\"id\"",
          "\"fn\"",
          "\"arg\"",
          "\"args\"",
          "\"offset\"",
          "\"ip\"",
          "\"decimal\"",
          "\"uid\"",
          "\"attrs\"",
          "\"parents\"",
          "\"tags\"",
          "\"Value\"",
          "\"Var\"",
          "\"Slot\"",
          "\"?principal\"",
          "\"&&\"",
          "\"left\"",
          "\"right\"",
          "\"op\"",
          "\"in\"",
          "\"is\"",
          "\"==\"",
          "\"entity\"",
          "\"slot\"",
          "\"Wildcard\"",
          "\"Literal\"",
          "\"pattern\"",
          "\"attr\"",
          "\"Record\"",
          "\"Set\"",
          "\"principal\"",
          "[[[[[[[[",
          "{\"a\":{\"a\":",
          "\uD83D",
          "\u2028",
          " ",
          "{}",
          "[]",
          "\"\"");

  private final Random random;

  /** Mutations that this source of chance determines. */
  public JsonMutations(Random random) {
    this.random = random;
  }

  /** The document after one change, or a few. */
  public String of(String document, String other) {
    String text = document;
    for (int i = random.nextInt(4); i >= 0; i--) {
      text = once(text, other);
    }
    return text;
  }

  private String once(String text, String other) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(12));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, from) + piece + text.substring(from);
      case 2 -> text.substring(0, from) + piece + text.substring(to);
      case 3 -> text.substring(0, from) + text.substring(from, to) + text.substring(from);
      case 4 -> replacedToken(text, piece);
      default -> replacedToken(text, part(other));
    };
  }

  /** The text with one string, number or word replaced: mostly still JSON. */
  private String replacedToken(String text, String by) {
    int from = random.nextInt(text.length() + 1);
    while (from < text.length() && !startsToken(text.charAt(from))) {
      from++;
    }
    int to = from + 1;
    if (from < text.length() && text.charAt(from) == '"') {
      while (to < text.length() && text.charAt(to) != '"') {
        to += text.charAt(to) == '\\' ? 2 : 1;
      }
      to++;
    } else {
      while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
        to++;
      }
    }
    return to > text.length() ? text : text.substring(0, from) + by + text.substring(to);
  }

  private static boolean startsToken(char c) {
    return c == '"' || c == '-' || Character.isLetterOrDigit(c);
  }

  /** An object of the other document, from its brace to the one that closes it. */
  private String part(String other) {
    int from = other.indexOf('{', random.nextInt(other.length() + 1));
    int open = 0;
    for (int i = Math.max(from, 0); from >= 0 && i < other.length(); i++) {
      open += other.charAt(i) == '{' ? 1 : other.charAt(i) == '}' ? -1 : 0;
      if (open == 0) {
        return other.substring(from, i + 1);
      }
    }
    return "{}";
  }
}
