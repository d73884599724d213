package org.ztclinical.obligation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import org.ztclinical.request.PlainText;

/**
 * A person's own words for why a record must be looked at. One line of printable text, {@value
 * #MIN} to {@value #MAX} characters, with a letter in it. Prints nothing of it.
 */
public final class Justification {
  /** Fewest characters (code points). */
  public static final int MIN = 5;

  /** Most characters (code points). */
  public static final int MAX = 500;

  /** Every character as four bytes, each written in three. */
  private static final int MAX_HEADER = MAX * 12;

  private final String text;

  private Justification(String text) {
    this.text = text;
  }

  /**
   * Reads text as a person typed it; spaces around it are dropped, characters composed (NFC).
   *
   * @throws JustificationSyntaxException for text that is too short or too long, or holds what is
   *     not printable
   */
  public static Justification parse(String typed) throws JustificationSyntaxException {
    if (typed.length() > MAX * 4) {
      throw tooLong();
    }
    String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
    int characters = text.codePointCount(0, text.length());
    if (characters > MAX) {
      throw tooLong();
    }
    if (!PlainText.isPlain(text)) {
      throw new JustificationSyntaxException(
          JustificationSyntaxException.Cause.NOT_PRINTABLE,
          "a reason is one line of printable text");
    }
    if (characters < MIN || text.codePoints().noneMatch(Character::isLetter)) {
      throw new JustificationSyntaxException(
          JustificationSyntaxException.Cause.TOO_SHORT,
          "a reason has at least " + MIN + " characters and a letter");
    }
    return new Justification(text);
  }

  /**
   * Reads the value of a request header. Header fields have no agreed encoding beyond ASCII (RFC
   * 9110 §5.5), so everything else comes as percent-encoded UTF-8, as a browser's {@code
   * encodeURIComponent} writes it; a percent sign itself is {@code %25}. A plain ASCII sentence
   * needs no encoding.
   *
   * @throws JustificationSyntaxException also for other characters than printable ASCII, broken
   *     percent-encoding, and bytes that are not UTF-8
   */
  public static Justification parseHeader(String value) throws JustificationSyntaxException {
    if (value.length() > MAX_HEADER) {
      throw tooLong();
    }
    ByteBuffer bytes = ByteBuffer.allocate(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%') {
        bytes.put(escaped(value, i + 1));
        i += 2;
      } else if (c >= ' ' && c <= '~') {
        bytes.put((byte) c);
      } else {
        throw notEncoded();
      }
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      throw notEncoded();
    }
  }

  /** The words themselves, for the audit record and for nothing else. */
  public String text() {
    return text;
  }

  private static byte escaped(String value, int at) throws JustificationSyntaxException {
    boolean complete =
        at + 2 <= value.length()
            && HexFormat.isHexDigit(value.charAt(at))
            && HexFormat.isHexDigit(value.charAt(at + 1));
    if (!complete) {
      throw notEncoded();
    }
    return (byte) HexFormat.fromHexDigits(value, at, at + 2);
  }

  private static JustificationSyntaxException tooLong() {
    return new JustificationSyntaxException(
        JustificationSyntaxException.Cause.TOO_LONG, "a reason has at most " + MAX + " characters");
  }

  private static JustificationSyntaxException notEncoded() {
    return new JustificationSyntaxException(
        JustificationSyntaxException.Cause.NOT_ENCODED,
        "a reason in a header is ASCII, or percent-encoded UTF-8");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Justification justification && text.equals(justification.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "justification [redacted]";
  }
}
