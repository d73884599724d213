package org.ztclinical.json;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.ztclinical.json.JsonSyntaxException.Fault;

/**
 * Reads a JSON object that arrives in chunks, member by member, and one member that is an array
 * element by element. Each piece is handed over as the value that was read and as the bytes it was
 * read from. Memory is bounded by the largest piece.
 *
 * <h2>What it vouches for</h2>
 *
 * Each piece is exactly one value, read as strictly as {@link JsonReader} reads, and nothing but
 * commas, colons, brackets and white space lies between pieces. A document put together again from
 * some of the pieces is therefore well-formed. Members of the same name are for the taker to
 * refuse; inside a piece they are refused here.
 *
 * <p>For one thread at a time.
 */
public final class JsonCutter {
  /** Takes the pieces in order. The bytes are valid during the call only. */
  public interface Pieces {
    /** A member that is not cut up. */
    void member(String name, JsonValue value, byte[] bytes, int from, int to)
        throws IOException, JsonSyntaxException;

    /** The array to be cut up begins. */
    void opens() throws IOException, JsonSyntaxException;

    /** An element of the array that is cut up; of an object what is selected. */
    void element(JsonValue value, byte[] bytes, int from, int to)
        throws IOException, JsonSyntaxException;

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
    AFTER,
    END
  }

  /** Room that is kept between pieces. */
  private static final int KEPT = 64 * 1024;

  /** So much is at least taken of the next chunk to complete a piece. */
  private static final int STEP = 512;

  private final String array;
  private final JsonSelection elements;
  private final int maxPiece;
  private final Pieces pieces;
  private final JsonScanner scanner;
  private State state = State.START;
  private String name = "";
  private boolean inArray;
  private byte[] carried = new byte[0];
  private int carriedLength;

  /**
   * A cutter.
   *
   * @param array the member to cut into elements where it is an array
   * @param elements what is built of each element
   * @param limits for each piece; larger ones are refused as {@link Fault#TOO_LARGE}
   */
  public JsonCutter(String array, JsonSelection elements, JsonLimits limits, Pieces pieces) {
    this.array = Objects.requireNonNull(array, "array");
    this.elements = Objects.requireNonNull(elements, "elements");
    this.maxPiece = limits.maxBytes();
    this.pieces = Objects.requireNonNull(pieces, "pieces");
    this.scanner = new JsonScanner(limits);
  }

  /** Takes the next bytes of the document, and hands out every piece that they complete. */
  public void feed(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    Objects.checkFromToIndex(from, to, bytes.length);
    int at = carriedLength > 0 ? carriedOn(bytes, from, to) : from;
    while (at < to) {
      at = isInPiece() ? piece(bytes, at, to) : between(bytes, at);
    }
  }

  /** The document ends here. */
  public void finish() throws JsonSyntaxException {
    if (state != State.END) {
      throw malformed();
    }
  }

  private boolean isInPiece() {
    return state == State.IN_NAME || state == State.IN_VALUE;
  }

  /** The piece that begins here; if it is not complete, it is carried to the next chunk. */
  private int piece(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    int end = scanner.scan(bytes, from, to);
    if (end < 0) {
      append(bytes, from, to);
      return to;
    }
    hand(bytes, from, end);
    return end;
  }

  /** The piece that began in an earlier chunk; returns where in this one it ends. */
  private int carriedOn(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    int at = from;
    while (at < to) {
      int before = carriedLength;
      // As much again as is here, so that little is copied that belongs to the next piece.
      int step = Math.min(to - at, Math.max(STEP, before));
      append(bytes, at, at + step);
      int end = scanner.scan(carried, 0, carriedLength);
      if (end >= 0) {
        carriedLength = 0;
        hand(carried, 0, end);
        if (carried.length > KEPT) {
          carried = new byte[0];
        }
        return at + end - before;
      }
      at += step;
    }
    return to;
  }

  private int between(byte[] bytes, int at) throws IOException, JsonSyntaxException {
    byte b = bytes[at];
    if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      return at + 1;
    }
    return switch (state) {
      case START -> go(b == '{', State.FIRST_NAME, at);
      case FIRST_NAME -> b == '}' ? go(true, State.END, at) : beginName(b, at);
      case NAME -> beginName(b, at);
      case COLON -> go(b == ':', State.VALUE, at);
      case VALUE -> b == '[' && name.equals(array) ? openArray(at) : beginValue(at);
      case FIRST_ELEMENT -> b == ']' ? closeArray(at) : beginElement(at);
      case ELEMENT -> beginElement(at);
      case AFTER -> after(b, at);
      case END, IN_NAME, IN_VALUE -> throw malformed();
    };
  }

  private int go(boolean expected, State next, int at) throws JsonSyntaxException {
    if (!expected) {
      throw malformed();
    }
    state = next;
    return at + 1;
  }

  private int after(byte b, int at) throws IOException, JsonSyntaxException {
    if (b == ',') {
      return go(true, inArray ? State.ELEMENT : State.NAME, at);
    }
    return inArray && b == ']' ? closeArray(at) : go(!inArray && b == '}', State.END, at);
  }

  private int openArray(int at) throws IOException, JsonSyntaxException {
    pieces.opens();
    inArray = true;
    return go(true, State.FIRST_ELEMENT, at);
  }

  private int closeArray(int at) throws IOException, JsonSyntaxException {
    inArray = false;
    pieces.closes();
    return go(true, State.AFTER, at);
  }

  private int beginName(byte b, int at) throws JsonSyntaxException {
    if (b != '"') {
      throw malformed();
    }
    return begin(State.IN_NAME, JsonSelection.all(), at);
  }

  private int beginValue(int at) {
    return begin(State.IN_VALUE, JsonSelection.all(), at);
  }

  private int beginElement(int at) {
    return begin(State.IN_VALUE, elements, at);
  }

  /** The first byte is the piece's own. */
  private int begin(State piece, JsonSelection selection, int at) {
    scanner.begin(selection);
    state = piece;
    return at;
  }

  private void hand(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    refuseAbove(to - from);
    JsonValue value = scanner.value();
    if (state == State.IN_NAME) {
      refuseLongName(to - from);
      name = value instanceof JsonString text ? text.value() : "";
      state = State.COLON;
      return;
    }
    state = State.AFTER;
    if (inArray) {
      pieces.element(value, bytes, from, to);
    } else {
      pieces.member(name, value, bytes, from, to);
    }
  }

  private static void refuseLongName(int length) throws JsonSyntaxException {
    if (length - 2 > JsonScanner.MAX_NAME) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
  }

  private void append(byte[] bytes, int from, int to) throws JsonSyntaxException {
    // What is here already belongs to a piece that is not complete.
    refuseAbove(carriedLength);
    int length = to - from;
    int needed = Math.addExact(carriedLength, length);
    if (needed > carried.length) {
      long larger = carried.length + (carried.length >> 1) + 1024L;
      carried = Arrays.copyOf(carried, (int) Math.max(needed, Math.min(maxPiece, larger)));
    }
    System.arraycopy(bytes, from, carried, carriedLength, length);
    carriedLength = needed;
  }

  private void refuseAbove(int length) throws JsonSyntaxException {
    if (length > maxPiece) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
  }

  private static JsonSyntaxException malformed() {
    return new JsonSyntaxException(Fault.MALFORMED, -1);
  }
}
