package org.ztclinical.cedar.value;

/**
 * Where something stands in a text. All spans are equal: where a thing was written is not part of
 * what it says, so two policies are equal when they say the same.
 */
public final class Span implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  /** The place of what was not read from text. */
  public static final Span NONE = new Span(0, 0, 0, 0);

  private final int start;
  private final int end;
  private final int line;
  private final int column;

  private Span(int start, int end, int line, int column) {
    this.start = start;
    this.end = end;
    this.line = line;
    this.column = column;
  }

  /**
   * A span.
   *
   * @param start offset of the first UTF-16 unit
   * @param end offset after the last
   * @param line of the start, from 1
   * @param column of the start, from 1, in UTF-16 units
   */
  public static Span of(int start, int end, int line, int column) {
    return new Span(start, end, line, column);
  }

  /** From the start of this span to the end of the other. */
  public Span to(Span last) {
    return new Span(start, last.end, line, column);
  }

  /** Whether it tells a place. */
  public boolean isKnown() {
    return line > 0;
  }

  /** Offset of the first UTF-16 unit. */
  public int start() {
    return start;
  }

  /** Offset after the last UTF-16 unit. */
  public int end() {
    return end;
  }

  /** Line of the start, from 1; 0 when unknown. */
  public int line() {
    return line;
  }

  /** Column of the start, from 1, in UTF-16 units; 0 when unknown. */
  public int column() {
    return column;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return isKnown() ? line + ":" + column : "?";
  }
}
