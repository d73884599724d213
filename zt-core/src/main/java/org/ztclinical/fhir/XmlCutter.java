package org.ztclinical.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Cuts a resource in XML that arrives in chunks into the bytes of the elements inside its root.
 * Memory is bounded by the largest of them. It vouches for the cuts only: whoever takes a piece
 * must read it with {@link XmlResources}. Comments, document types, processing instructions and
 * CDATA sections are refused. For one thread at a time.
 */
public final class XmlCutter {
  /** Takes the pieces in order. The bytes are valid during the call only. */
  public interface Pieces {
    /** The root element begins; it has FHIR's namespace by default, and no attribute. */
    void root(String name) throws IOException, XmlSyntaxException;

    /** An element inside the root, with all that is in it. */
    void element(String name, byte[] bytes, int from, int to)
        throws IOException, XmlSyntaxException;
  }

  private enum State {
    PROLOG,
    BETWEEN,
    TAG_OPENS,
    START_TAG,
    END_TAG,
    TEXT,
    EPILOG
  }

  private static final int KEPT = 64 * 1024;

  private final int maxPiece;
  private final Pieces pieces;
  private byte[] held = new byte[1024];
  private int size;
  private State state = State.PROLOG;
  private String root = "";
  private boolean declared;
  private int depth;
  private int quote;
  private int before;

  /**
   * A cutter.
   *
   * @param maxPiece larger elements are refused
   */
  public XmlCutter(int maxPiece, Pieces pieces) {
    this.maxPiece = maxPiece;
    this.pieces = Objects.requireNonNull(pieces, "pieces");
  }

  /** Takes the next bytes of the document, and hands out every piece that they complete. */
  public void feed(byte[] bytes, int from, int to) throws IOException, XmlSyntaxException {
    Objects.checkFromToIndex(from, to, bytes.length);
    for (int at = from; at < to; at++) {
      accept(bytes[at]);
    }
  }

  /** The document ends here. */
  public void finish() throws XmlSyntaxException {
    if (state != State.EPILOG) {
      throw new XmlSyntaxException();
    }
  }

  private void accept(byte b) throws IOException, XmlSyntaxException {
    switch (state) {
      case PROLOG, BETWEEN, EPILOG -> outside(b);
      case TAG_OPENS -> {
        keep(b);
        if (b == '/') {
          state = State.END_TAG;
        } else if (b == '!' || (b == '?' && (declared || !root.isEmpty()))) {
          throw new XmlSyntaxException();
        } else {
          state = State.START_TAG;
        }
      }
      case START_TAG -> inStartTag(b);
      case END_TAG -> {
        keep(b);
        if (b == '>') {
          depth--;
          afterTag();
        }
      }
      case TEXT -> {
        keep(b);
        if (b == '<') {
          state = State.TAG_OPENS;
        }
      }
    }
  }

  private void outside(byte b) throws XmlSyntaxException {
    if (b == '<' && state != State.EPILOG) {
      keep(b);
      state = State.TAG_OPENS;
    } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
      throw new XmlSyntaxException();
    }
  }

  private void inStartTag(byte b) throws IOException, XmlSyntaxException {
    keep(b);
    if (quote != 0) {
      quote = b == quote ? 0 : quote;
    } else if (b == '"' || b == '\'') {
      quote = b;
    } else if (b == '<') {
      throw new XmlSyntaxException();
    } else if (b == '>') {
      boolean empty = before == '/';
      before = 0;
      tagEnds(empty);
      return;
    }
    before = b;
  }

  private void tagEnds(boolean empty) throws IOException, XmlSyntaxException {
    if (root.isEmpty()) {
      prolog(empty);
      return;
    }
    depth += empty ? 0 : 1;
    afterTag();
  }

  /** The XML declaration, or the start tag of the root. */
  private void prolog(boolean empty) throws IOException, XmlSyntaxException {
    String tag = new String(held, 0, size, StandardCharsets.UTF_8);
    size = 0;
    state = State.PROLOG;
    if (XmlResources.isDeclaration(tag)) {
      declared = true;
      return;
    }
    String pattern = "<[A-Z][A-Za-z]*\\s+xmlns\\s*=\\s*(\"" + XmlResources.FHIR + "\"|'";
    if (empty || !tag.matches(pattern + XmlResources.FHIR + "')\\s*>")) {
      throw new XmlSyntaxException();
    }
    root = name(tag, 1);
    state = State.BETWEEN;
    pieces.root(root);
  }

  private void afterTag() throws IOException, XmlSyntaxException {
    if (depth > 0) {
      state = State.TEXT;
      return;
    }
    if (depth < 0) {
      String tag = new String(held, 0, size, StandardCharsets.UTF_8);
      if (!tag.matches("</" + root + "\\s*>")) {
        throw new XmlSyntaxException();
      }
      state = State.EPILOG;
      return;
    }
    int length = size;
    size = 0;
    state = State.BETWEEN;
    int shown = Math.min(length, 100);
    String name = name(new String(held, 0, shown, StandardCharsets.UTF_8), 1);
    pieces.element(name, held, 0, length);
    if (held.length > KEPT) {
      held = new byte[1024];
    }
  }

  /** To its end: a name that only begins as another one is not that. */
  private static String name(String tag, int from) {
    int end = from;
    while (end < tag.length() && " \t\r\n/>".indexOf(tag.charAt(end)) < 0) {
      end++;
    }
    return tag.substring(from, end);
  }

  private void keep(byte b) throws XmlSyntaxException {
    if (size == held.length) {
      if (size >= maxPiece) {
        throw new XmlSyntaxException();
      }
      held = Arrays.copyOf(held, (int) Math.min(maxPiece, size + (size >> 1) + 1024L));
    }
    held[size++] = b;
  }
}
