package org.ztclinical.json;

/** Bytes that are not one acceptable JSON document. Its message holds nothing from the document. */
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What was wrong. */
  public enum Fault {
    NOT_UTF8("the bytes are not UTF-8, or begin with a byte order mark"),
    MALFORMED("not a JSON document (RFC 8259)"),
    DUPLICATE_MEMBER("an object has two members of the same name"),
    TOO_LARGE("larger than the limit for documents, strings, names, numbers or values"),
    TOO_DEEP("nested deeper than the limit");

    private final String sentence;

    Fault(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Fault fault;
  private final int line;
  private final int column;

  /** A fault at no particular place. */
  public JsonSyntaxException(Fault fault) {
    this(fault, -1);
  }

  JsonSyntaxException(Fault fault, long offset) {
    this(fault, offset, 0, 0);
  }

  JsonSyntaxException(Fault fault, long offset, int line, int column) {
    super(offset < 0 ? fault.sentence : fault.sentence + ", near character " + offset);
    this.fault = fault;
    this.line = line;
    this.column = column;
  }

  /** Which rule the text broke, for programs. */
  public Fault fault() {
    return fault;
  }

  /** The rule that the text broke, in words and without a place. */
  public String sentence() {
    return fault.sentence;
  }

  /** The line near which it was seen, from 1; 0 where that is unknown. */
  public int line() {
    return line;
  }

  /** The column near which it was seen, from 1, in UTF-16 units; 0 where that is unknown. */
  public int column() {
    return column;
  }
}
