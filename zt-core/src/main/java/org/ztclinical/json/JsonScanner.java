package org.ztclinical.json;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonSyntaxException.Fault;

/**
 * Reads one JSON value (RFC 8259) from bytes in one pass: finds its end, checks all of it, and
 * builds what is selected of it. Without recursion.
 *
 * <h2>What it vouches for</h2>
 *
 * Whatever it accepts is exactly one value by the grammar, in strict UTF-8, with no two members of
 * one name in any object, within the limits; what nobody selected is checked like the rest. Any
 * reader that keeps to the grammar therefore finds in these bytes the values that are found here.
 *
 * <h2>Chunks</h2>
 *
 * A value may arrive in several chunks. Between them the scanner remembers places relative to where
 * the value begins, so that the caller may move the bytes, and takes up a token that was cut off
 * from its beginning, a string from where it was left.
 *
 * <p>For one thread, for one value after the other.
 */
final class JsonScanner {
  private enum State {
    VALUE,
    FIRST_ELEMENT,
    FIRST_NAME,
    NAME,
    COLON,
    AFTER
  }

  /** Longest name, in bytes as written. */
  static final int MAX_NAME = 1_000;

  private static final int INCOMPLETE = -1;
  private static final int NOTHING = -1;

  private final JsonLimits limits;
  private final JsonStrings strings = new JsonStrings();
  private final MemberNames seen = new MemberNames();
  private final NameTexts names = new NameTexts();
  private boolean[] objects = new boolean[16];
  private @Nullable BuiltContainer[] built = new BuiltContainer[16];
  private JsonSelection selection = JsonSelection.all();
  private State state = State.VALUE;
  private int depth;
  private int valuesLeft;
  private int progress;
  private int base;

  /** How many containers are open around the member that is skipped, if one is. */
  private int skipped = NOTHING;

  private @Nullable JsonValue value;

  JsonScanner(JsonLimits limits) {
    this.limits = limits;
  }

  /** A value begins, of which this is built. */
  void begin(JsonSelection selected) {
    selection = selected;
    state = State.VALUE;
    depth = 0;
    valuesLeft = limits.maxValues();
    progress = 0;
    skipped = NOTHING;
    value = null;
    strings.reset();
    seen.reset();
  }

  /** The value that was complete. */
  JsonValue value() {
    return Objects.requireNonNull(value, "a complete value");
  }

  /**
   * Goes on with the value.
   *
   * @param from where the value begins in these bytes, though a part of it may have been seen
   *     before
   * @return behind the value; -1 when it is not complete
   */
  int scan(byte[] bytes, int from, int to) throws JsonSyntaxException {
    base = from;
    int at = from + progress;
    while (at < to) {
      byte b = bytes[at];
      if (b <= ' ' && b >= 0) {
        refuseUnlessBlank(b);
        at++;
        continue;
      }
      int next =
          switch (state) {
            case VALUE -> value(b, bytes, at, to);
            case FIRST_ELEMENT -> b == ']' ? close(at) : value(b, bytes, at, to);
            case FIRST_NAME -> b == '}' ? close(at) : name(b, bytes, at, to);
            case NAME -> name(b, bytes, at, to);
            case COLON -> colon(b, at);
            case AFTER -> after(b, bytes, at, to);
          };
      if (next == INCOMPLETE) {
        break;
      }
      at = next;
      if (depth == 0) {
        return at;
      }
    }
    progress = at - from;
    return INCOMPLETE;
  }

  private static void refuseUnlessBlank(byte b) throws JsonSyntaxException {
    if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
      throw malformed();
    }
  }

  private int value(byte b, byte[] bytes, int at, int to) throws JsonSyntaxException {
    switch (b) {
      case '"' -> {
        int end = strings.end(bytes, at + 1, to);
        if (end < 0) {
          return INCOMPLETE;
        }
        complete(skipped == NOTHING ? new JsonString(strings.text(bytes, at + 1, end)) : null);
        return end + 1;
      }
      case '{' -> {
        seen.open();
        open(true);
        return at + 1;
      }
      case '[' -> {
        open(false);
        return at + 1;
      }
      default -> {
        int end = JsonScalars.end(bytes, at, to);
        if (end >= 0) {
          complete(skipped == NOTHING ? JsonScalars.value(bytes, at, end) : null);
        }
        return end;
      }
    }
  }

  private void open(boolean object) throws JsonSyntaxException {
    if (depth == limits.maxDepth()) {
      throw new JsonSyntaxException(Fault.TOO_DEEP, -1);
    }
    if (depth == objects.length) {
      objects = Arrays.copyOf(objects, 2 * depth);
      built = Arrays.copyOf(built, 2 * depth);
    }
    if (skipped == NOTHING) {
      JsonSelection inside = depth == 0 ? selection : innermost().selectionOfNext();
      built[depth] = object ? BuiltContainer.object(inside) : BuiltContainer.array(inside);
    }
    objects[depth] = object;
    depth++;
    state = object ? State.FIRST_NAME : State.FIRST_ELEMENT;
  }

  private BuiltContainer innermost() {
    return Objects.requireNonNull(built[depth - 1], "a container that is built");
  }

  private int name(byte b, byte[] bytes, int at, int to) throws JsonSyntaxException {
    if (b != '"') {
      throw malformed();
    }
    int from = at + 1;
    int end = strings.endOfName(bytes, from, to);
    if (end < 0) {
      refuseAbove(to - from);
      return INCOMPLETE;
    }
    refuseAbove(end - from);
    if (!seen.add(strings.hash(), bytes, base, from, end)) {
      throw new JsonSyntaxException(Fault.DUPLICATE_MEMBER, -1);
    }
    if (skipped == NOTHING && !isSelected(innermost(), bytes, from, end)) {
      skipped = depth;
    }
    if (to - end < 3 || bytes[end + 1] != ':') {
      state = State.COLON;
      return end + 1;
    }
    // Mostly the value follows at once; if not all of it is here, the name must not be read again.
    state = State.VALUE;
    int start = end + 2;
    int next = bytes[start] > ' ' ? value(bytes[start], bytes, start, to) : INCOMPLETE;
    return next == INCOMPLETE ? start : next;
  }

  private static void refuseAbove(int length) throws JsonSyntaxException {
    if (length > MAX_NAME) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
  }

  private boolean isSelected(BuiltContainer object, byte[] bytes, int from, int to) {
    SelectedNames table = object.table();
    if (table == null) {
      object.beginsAny(names.of(strings.hash(), bytes, from, to));
      return true;
    }
    String found = table.find(strings.hash(), bytes, from, to, strings.isEscaped());
    if (found != null) {
      object.begins(found);
    }
    return found != null;
  }

  private int colon(byte b, int at) throws JsonSyntaxException {
    if (b != ':') {
      throw malformed();
    }
    state = State.VALUE;
    return at + 1;
  }

  private int after(byte b, byte[] bytes, int at, int to) throws JsonSyntaxException {
    boolean object = objects[depth - 1];
    if (b == ',') {
      if (object && at + 1 < to && bytes[at + 1] == '"') {
        // If not all of the name is here, the comma is looked at again.
        return name(bytes[at + 1], bytes, at + 1, to);
      }
      state = object ? State.NAME : State.VALUE;
      return at + 1;
    }
    if (b != (object ? '}' : ']')) {
      throw malformed();
    }
    return close(at);
  }

  private int close(int at) throws JsonSyntaxException {
    if (objects[depth - 1]) {
      seen.close();
    }
    JsonValue closed = skipped == NOTHING ? innermost().close() : null;
    depth--;
    complete(closed);
    return at + 1;
  }

  /** A value is complete; null when it was skipped. */
  private void complete(@Nullable JsonValue complete) throws JsonSyntaxException {
    if (--valuesLeft < 0) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
    state = State.AFTER;
    if (complete == null) {
      if (skipped == depth) {
        skipped = NOTHING;
      }
    } else if (depth == 0) {
      value = complete;
    } else {
      innermost().add(complete);
    }
  }

  private static JsonSyntaxException malformed() {
    return new JsonSyntaxException(Fault.MALFORMED, -1);
  }
}
