package org.ztclinical.json;

import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonSyntaxException.Fault;

/** Finds the ends of numbers and literal names (RFC 8259 §3 and §6), strictly. */
final class JsonScalars {
  /** Most digits of a number. */
  static final int MAX_DIGITS = 64;

  private static final int INCOMPLETE = -1;
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private JsonScalars() {}

  /**
   * Behind the literal name or number that begins here; -1 when nothing behind it is here that
   * shows its end.
   */
  static int end(byte[] bytes, int at, int to) throws JsonSyntaxException {
    byte[] name = literal(bytes[at]);
    return name == null ? number(bytes, at, to) : behind(name, bytes, at, to);
  }

  /** The value that was found good. */
  static JsonValue value(byte[] bytes, int from, int to) {
    return switch (bytes[from]) {
      case 't' -> new JsonBoolean(true);
      case 'f' -> new JsonBoolean(false);
      case 'n' -> new JsonNull();
      default ->
          new JsonNumber(
              new String(bytes, from, to - from, java.nio.charset.StandardCharsets.US_ASCII));
    };
  }

  private static byte @Nullable [] literal(byte first) {
    return switch (first) {
      case 't' -> TRUE;
      case 'f' -> FALSE;
      case 'n' -> NULL;
      default -> null;
    };
  }

  private static int behind(byte[] name, byte[] bytes, int at, int to) throws JsonSyntaxException {
    int end = Math.min(name.length, to - at);
    for (int i = 0; i < end; i++) {
      if (bytes[at + i] != name[i]) {
        throw new JsonSyntaxException(Fault.MALFORMED, -1);
      }
    }
    return end < name.length ? INCOMPLETE : at + end;
  }

  private static int number(byte[] bytes, int start, int to) throws JsonSyntaxException {
    int at = bytes[start] == '-' ? start + 1 : start;
    int whole = digits(bytes, at, to);
    if (whole == to) {
      return INCOMPLETE;
    }
    boolean zeroLeads = whole - at > 1 && bytes[at] == '0';
    int digits = counted(whole - at, zeroLeads);
    at = whole;
    if (bytes[at] == '.') {
      int end = digits(bytes, at + 1, to);
      if (end == to) {
        return INCOMPLETE;
      }
      digits += counted(end - at - 1, false);
      at = end;
    }
    if (bytes[at] == 'e' || bytes[at] == 'E') {
      int exponent = at + 1;
      if (exponent < to && (bytes[exponent] == '+' || bytes[exponent] == '-')) {
        exponent++;
      }
      int end = digits(bytes, exponent, to);
      if (end == to) {
        return INCOMPLETE;
      }
      digits += counted(end - exponent, false);
      at = end;
    }
    if (digits > MAX_DIGITS) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
    return at;
  }

  /** Where the digits end, but no further than there can be too many. */
  private static int digits(byte[] bytes, int from, int to) throws JsonSyntaxException {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at - from > MAX_DIGITS) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
    return at;
  }

  private static int counted(int digits, boolean zeroLeads) throws JsonSyntaxException {
    if (digits == 0 || zeroLeads) {
      throw new JsonSyntaxException(Fault.MALFORMED, -1);
    }
    return digits;
  }
}
