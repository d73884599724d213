package org.ztclinical.cedar.value;

import java.util.Map;
import java.util.Set;

/** What is an identifier in the Cedar language, and how text is quoted in it. */
public final class Lexical {
  /** Words that cannot stand where the grammar wants an identifier (Cedar 4.5, policy grammar). */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar");

  private Lexical() {}

  /**
   * The text, in which no half of a surrogate pair stands alone: none could be written down and
   * read again.
   *
   * @throws IllegalArgumentException when one does
   */
  public static String requireScalars(String text) {
    if (!areScalars(text)) {
      throw new IllegalArgumentException("half of a surrogate pair is not a character");
    }
    return text;
  }

  /** Whether no half of a surrogate pair stands alone. */
  public static boolean areScalars(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * Annotations by their keys, as they can be written in policies and schemas.
   *
   * @throws IllegalArgumentException when a key is not a word, or a value has half of a surrogate
   *     pair
   */
  public static Map<String, String> requireAnnotations(Map<String, String> annotations) {
    annotations.forEach(
        (key, value) -> {
          if (!isWord(key)) {
            throw new IllegalArgumentException("the key of an annotation is a word");
          }
          requireScalars(value);
        });
    return annotations;
  }

  /** Whether the text is an identifier and not a reserved word. */
  public static boolean isIdentifier(String text) {
    return isWord(text) && !RESERVED.contains(text);
  }

  /** Whether the word is one that no identifier may be. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** Whether the text has the form of an identifier, reserved or not: ASCII only. */
  public static boolean isWord(String text) {
    if (text.isEmpty() || !isWordStart(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (!isWordPart(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a word can begin with the character. */
  public static boolean isWordStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  /** Whether a word can go on with the character. */
  public static boolean isWordPart(int c) {
    return isWordStart(c) || (c >= '0' && c <= '9');
  }

  /** The name as it is written in a record: bare where it is an identifier, else quoted. */
  public static String attributeName(String name) {
    return isIdentifier(name) ? name : quote(name);
  }

  /** The text as a string literal that reads back as the same text. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> escape(c, quoted));
    return quoted.append('"').toString();
  }

  /** Appends one character as it must be written inside a string literal. */
  public static void escape(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0 -> out.append("\\0");
      default -> {
        if (isPlain(c)) {
          out.appendCodePoint(c);
        } else {
          out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
  }

  /**
   * Not plain: what a reader cannot see or could be deceived by, as direction marks (Unicode TR
   * 36).
   */
  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
