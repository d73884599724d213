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

  JsonSyntaxException(Fault fault, long offset) {
    super(offset < 0 ? fault.sentence : fault.sentence + ", near character " + offset);
    this.fault = fault;
  }

  /** Which rule the text broke, for programs. */
  public Fault fault() {
    return fault;
  }
}
