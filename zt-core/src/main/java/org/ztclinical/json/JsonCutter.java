package org.ztclinical.json;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.ztclinical.json.JsonSyntaxException.Fault;

/**
 * Cuts a JSON object that arrives in chunks into the bytes of its members, and of one member that
 * is an array into the bytes of its elements. Memory is bounded by the largest piece.
 *
 * <h2>What it vouches for</h2>
 *
 * Only where a piece begins and ends, and that nothing but commas, colons, brackets and white space
 * lies between pieces. It does not look inside a piece: whoever takes one must read it with {@link
 * JsonReader}, which refuses what is not exactly one value. A document put together again from
 * pieces that were read is then well-formed, whatever was wrong with the cut. Members of the same
 * name are for the taker to refuse.
 *
 * <p>For one thread at a time.
 */
public final class JsonCutter {
  /** Takes the pieces in order. The bytes are valid during the call only. */
  public interface Pieces {
    /** A member that is not cut up. */
    void member(String name, byte[] bytes, int from, int to)
        throws IOException, JsonSyntaxException;

    /** The array to be cut up begins. */
    void opens() throws IOException, JsonSyntaxException;

    /** An element of the array that is cut up. */
    void element(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException;

    /** The array that is cut up ends. */
    void closes() throws IOException, JsonSyntaxException;
  }

  private enum State {
    START,
    FIRST_NAME,
    NAME,
    IN_NAME,
    COLON,
    VALUE,
    FIRST_ELEMENT,
    ELEMENT,
    IN_VALUE,
    IN_SCALAR,
    AFTER,
    END
  }

  /** Room that is kept between pieces. */
  private static final int KEPT = 64 * 1024;

  /** Outside strings: what makes the depth of a value change or begins a string. */
  private static final byte[] MARKS = marks();

  private final String array;
  private final int maxPiece;
  private final Pieces pieces;
  private final JsonReader names;
  private State state = State.START;
  private String name = "";
  private boolean inArray;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private byte[] carried = new byte[0];
  private int carriedLength;
  private int start = -1;

  /**
   * A cutter.
   *
   * @param array the member to cut into elements where it is an array
   * @param maxPiece larger members and elements are refused as {@link Fault#TOO_LARGE}
   */
  public JsonCutter(String array, int maxPiece, Pieces pieces) {
    this.array = Objects.requireNonNull(array, "array");
    this.maxPiece = maxPiece;
    this.pieces = Objects.requireNonNull(pieces, "pieces");
    this.names = JsonReader.of(new JsonLimits(8 * 1024, 2, 2));
  }

  /** Takes the next bytes of the document, and hands out every piece that they complete. */
  public void feed(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    Objects.checkFromToIndex(from, to, bytes.length);
    start = isInPiece() ? from : -1;
    int at = from;
    while (at < to) {
      at =
          switch (state) {
            case IN_NAME -> name(bytes, at, to);
            case IN_VALUE -> value(bytes, at, to);
            case IN_SCALAR -> scalar(bytes, at, to);
            case START, FIRST_NAME, NAME, COLON, VALUE, FIRST_ELEMENT, ELEMENT, AFTER, END ->
                between(bytes, at);
          };
    }
    if (isInPiece()) {
      carry(bytes, start, to);
    }
  }

  /** The document ends here. */
  public void finish() throws JsonSyntaxException {
    if (state != State.END) {
      throw malformed();
    }
  }

  private boolean isInPiece() {
    return state == State.IN_NAME || state == State.IN_VALUE || state == State.IN_SCALAR;
  }

  private int between(byte[] bytes, int at) throws IOException, JsonSyntaxException {
    byte b = bytes[at];
    if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      return at + 1;
    }
    switch (state) {
      case START -> go(b == '{', State.FIRST_NAME);
      case FIRST_NAME -> {
        if (b == '}') {
          state = State.END;
        } else {
          beginName(b, at);
        }
      }
      case NAME -> beginName(b, at);
      case COLON -> go(b == ':', State.VALUE);
      case VALUE -> {
        if (b == '[' && name.equals(array)) {
          pieces.opens();
          inArray = true;
          state = State.FIRST_ELEMENT;
        } else {
          beginValue(b, at);
        }
      }
      case FIRST_ELEMENT -> {
        if (b == ']') {
          closeArray();
        } else {
          beginValue(b, at);
        }
      }
      case ELEMENT -> beginValue(b, at);
      case AFTER -> after(b);
      case END, IN_NAME, IN_VALUE, IN_SCALAR -> throw malformed();
    }
    return at + 1;
  }

  private void go(boolean expected, State next) throws JsonSyntaxException {
    if (!expected) {
      throw malformed();
    }
    state = next;
  }

  private void after(byte b) throws IOException, JsonSyntaxException {
    if (b == ',') {
      state = inArray ? State.ELEMENT : State.NAME;
    } else if (inArray) {
      if (b != ']') {
        throw malformed();
      }
      closeArray();
    } else {
      go(b == '}', State.END);
    }
  }

  private void closeArray() throws IOException, JsonSyntaxException {
    inArray = false;
    state = State.AFTER;
    pieces.closes();
  }

  private void beginName(byte b, int at) throws JsonSyntaxException {
    go(b == '"', State.IN_NAME);
    begin(at);
  }

  private void beginValue(byte b, int at) throws JsonSyntaxException {
    boolean nested = b == '{' || b == '[';
    if (b == ',' || b == ':' || b == ']' || b == '}') {
      throw malformed();
    }
    depth = nested ? 1 : 0;
    inString = b == '"';
    state = nested || inString ? State.IN_VALUE : State.IN_SCALAR;
    begin(at);
  }

  private void begin(int at) {
    start = at;
    escaped = false;
  }

  /** Up to the closing quote of a name. */
  private int name(byte[] bytes, int from, int to) throws JsonSyntaxException {
    int end = string(bytes, from, to);
    if (end < 0) {
      return to;
    }
    piece(
        bytes,
        end,
        (piece, first, last) -> {
          if (!(names.read(piece, first, last) instanceof JsonString text)) {
            throw malformed();
          }
          name = text.value();
        });
    state = State.COLON;
    return end;
  }

  private int value(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    int at = from;
    while (at < to) {
      if (inString) {
        int end = string(bytes, at, to);
        if (end < 0) {
          return to;
        }
        inString = false;
        at = end;
      } else {
        byte mark = MARKS[bytes[at] & 0xFF];
        at++;
        if (mark == 0) {
          continue;
        }
        if (mark == 2) {
          inString = true;
          escaped = false;
          continue;
        }
        depth += mark;
      }
      if (depth == 0) {
        hand(bytes, at);
        return at;
      }
    }
    return to;
  }

  private int scalar(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t') {
        hand(bytes, at);
        return at;
      }
    }
    return to;
  }

  /** Behind the closing quote of the string that is open; -1 when it lies in a later chunk. */
  private int string(byte[] bytes, int from, int to) {
    int at = from;
    if (escaped && at < to) {
      escaped = false;
      at++;
    }
    while (at < to) {
      byte b = bytes[at++];
      if (b == '"') {
        return at;
      }
      if (b == '\\') {
        if (at == to) {
          escaped = true;
        }
        at++;
      }
    }
    return -1;
  }

  private void hand(byte[] bytes, int end) throws IOException, JsonSyntaxException {
    state = State.AFTER;
    if (inArray) {
      piece(bytes, end, pieces::element);
    } else {
      piece(bytes, end, (piece, from, to) -> pieces.member(name, piece, from, to));
    }
  }

  private interface Taker<X extends Exception> {
    void take(byte[] bytes, int from, int to) throws X, JsonSyntaxException;
  }

  /** Hands over the piece that ends here, from where it began in this chunk or an earlier one. */
  private <X extends Exception> void piece(byte[] bytes, int end, Taker<X> taker)
      throws X, JsonSyntaxException {
    int from = start;
    start = -1;
    if (carriedLength == 0) {
      refuseAbove(end - from);
      taker.take(bytes, from, end);
      return;
    }
    append(bytes, from, end);
    int length = carriedLength;
    carriedLength = 0;
    taker.take(carried, 0, length);
    if (carried.length > KEPT) {
      carried = new byte[0];
    }
  }

  private void carry(byte[] bytes, int from, int to) throws JsonSyntaxException {
    append(bytes, from, to);
    start = -1;
  }

  private void append(byte[] bytes, int from, int to) throws JsonSyntaxException {
    int length = to - from;
    refuseAbove((long) carriedLength + length);
    int needed = carriedLength + length;
    if (needed > carried.length) {
      int larger = (int) Math.min(maxPiece, carried.length + (carried.length >> 1) + 1024L);
      carried = Arrays.copyOf(carried, Math.max(needed, larger));
    }
    System.arraycopy(bytes, from, carried, carriedLength, length);
    carriedLength = needed;
  }

  private void refuseAbove(long length) throws JsonSyntaxException {
    if (length > maxPiece) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
  }

  private static JsonSyntaxException malformed() {
    return new JsonSyntaxException(Fault.MALFORMED, -1);
  }

  private static byte[] marks() {
    byte[] marks = new byte[256];
    marks['"'] = 2;
    marks['{'] = 1;
    marks['['] = 1;
    marks['}'] = -1;
    marks[']'] = -1;
    return marks;
  }
}
