package org.ztclinical.json;

import java.nio.charset.StandardCharsets;
import org.ztclinical.json.JsonSyntaxException.Fault;

/**
 * Finds the ends of strings (RFC 8259 §7) and checks all that lies before: control characters,
 * escapes, strict UTF-8. One that goes on in a later chunk is taken up again where it was left, so
 * that no byte is looked at twice. For one thread, for one string after the other.
 */
final class JsonStrings {
  /** Bytes of the open string, behind its quote, that were found good in earlier chunks. */
  private int scanned;

  private boolean escaped;
  private long hash;

  /** Forgets a string that was not ended. */
  void reset() {
    scanned = 0;
  }

  /** True when the string that was ended last has an escape in it. */
  boolean isEscaped() {
    return escaped;
  }

  /** The hash of the name that was ended last, of its text without escapes. */
  long hash() {
    return hash;
  }

  /** The text of a string that was found good. */
  String text(byte[] bytes, int from, int to) {
    return escaped
        ? JsonText.unescaped(bytes, from, to)
        : new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /**
   * The closing quote of a string; -1 when it lies in a later chunk.
   *
   * @param from behind the opening quote
   */
  int end(byte[] bytes, int from, int to) throws JsonSyntaxException {
    if (scanned == 0) {
      escaped = false;
    }
    int at = from + scanned;
    while (to - at >= Long.BYTES) {
      long specials = JsonBytes.specials(JsonBytes.eight(bytes, at));
      if (specials == 0) {
        at += Long.BYTES;
        continue;
      }
      at += JsonBytes.first(specials);
      if (bytes[at] == '"') {
        scanned = 0;
        return at;
      }
      int next = behindSpecial(bytes, at, to);
      if (next < 0) {
        scanned = at - from;
        return -1;
      }
      at = next;
    }
    return endInFew(bytes, from, at, to);
  }

  /** As {@link #end}, of a name, whose hash is then known. */
  int endOfName(byte[] bytes, int from, int to) throws JsonSyntaxException {
    if (scanned == 0) {
      long sum = 0;
      for (int at = from; to - at >= Long.BYTES; at += Long.BYTES) {
        long eight = JsonBytes.eight(bytes, at);
        long specials = JsonBytes.specials(eight);
        if (specials == 0) {
          sum = JsonBytes.hash(sum, eight);
          continue;
        }
        int first = JsonBytes.first(specials);
        int end = at + first;
        if (bytes[end] != '"') {
          break;
        }
        escaped = false;
        hash = JsonBytes.hash(sum, JsonBytes.leading(eight, first)) ^ (end - from);
        return end;
      }
    }
    int end = end(bytes, from, to);
    if (end >= 0) {
      hash = hashOfEnded(bytes, from, end);
    }
    return end;
  }

  private long hashOfEnded(byte[] bytes, int from, int end) throws JsonSyntaxException {
    if (!escaped) {
      return JsonBytes.hash(bytes, from, end);
    }
    String text = text(bytes, from, end);
    JsonText.refuseLoneSurrogate(text);
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    return JsonBytes.hash(name, 0, name.length);
  }

  private int endInFew(byte[] bytes, int from, int start, int to) throws JsonSyntaxException {
    int at = start;
    while (at < to) {
      byte b = bytes[at];
      if (b == '"') {
        scanned = 0;
        return at;
      }
      int next = b >= ' ' && b != '\\' ? at + 1 : behindSpecial(bytes, at, to);
      if (next < 0) {
        break;
      }
      at = next;
    }
    scanned = at - from;
    return -1;
  }

  /** Behind an escape or a character that is not ASCII; -1 when it goes on in a later chunk. */
  private int behindSpecial(byte[] bytes, int at, int to) throws JsonSyntaxException {
    if (bytes[at] < 0) {
      return Utf8.behind(bytes, at, to);
    }
    if (bytes[at] != '\\') {
      throw new JsonSyntaxException(Fault.MALFORMED, -1);
    }
    escaped = true;
    return JsonText.behindEscape(bytes, at, to);
  }
}
