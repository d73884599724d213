package org.ztclinical.json;

import java.nio.charset.StandardCharsets;
import org.ztclinical.json.JsonSyntaxException.Fault;

/**
 * Escapes in strings (RFC 8259 §7). The grammar lets a surrogate stand alone there. In a value that
 * is harmless; in a name it is refused, because readers that replace it by something else would see
 * a member of another name.
 */
final class JsonText {
  private static final int UNICODE_ESCAPE = 6;

  private JsonText() {}

  /** Behind the escape that begins here; -1 when it goes on behind the bytes that are here. */
  static int behindEscape(byte[] bytes, int at, int to) throws JsonSyntaxException {
    if (to - at < 2) {
      return -1;
    }
    return switch (bytes[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> behindHex(bytes, at, to);
      default -> throw new JsonSyntaxException(Fault.MALFORMED, -1);
    };
  }

  private static int behindHex(byte[] bytes, int at, int to) throws JsonSyntaxException {
    int end = Math.min(at + UNICODE_ESCAPE, to);
    for (int i = at + 2; i < end; i++) {
      if (digit(bytes[i]) < 0) {
        throw new JsonSyntaxException(Fault.MALFORMED, -1);
      }
    }
    return to - at < UNICODE_ESCAPE ? -1 : at + UNICODE_ESCAPE;
  }

  private static int digit(byte b) {
    // Of ASCII alone: Character.digit would take digits of other scripts for such.
    return b < 0 ? -1 : Character.digit(b, 16);
  }

  /** The text of a string that was found good, with escapes or without. */
  static String of(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return unescaped(bytes, from, to);
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Refuses a name with half of a surrogate pair in it. */
  static void refuseLoneSurrogate(String name) throws JsonSyntaxException {
    for (int at = 0; at < name.length(); ) {
      int c = name.codePointAt(at);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new JsonSyntaxException(Fault.MALFORMED, -1);
      }
      at += Character.charCount(c);
    }
  }

  /** The text of a string that was found good. */
  static String unescaped(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      int plain = at;
      while (at < to && bytes[at] != '\\') {
        at++;
      }
      text.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
      if (at < to) {
        text.append(escaped(bytes, at));
        at += bytes[at + 1] == 'u' ? UNICODE_ESCAPE : 2;
      }
    }
    return text.toString();
  }

  private static char escaped(byte[] bytes, int at) {
    return switch (bytes[at + 1]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = at + 2; i < at + UNICODE_ESCAPE; i++) {
          unit = (unit << 4) | digit(bytes[i]);
        }
        yield (char) unit;
      }
      default -> (char) bytes[at + 1];
    };
  }
}
