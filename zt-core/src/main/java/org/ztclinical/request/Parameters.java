package org.ztclinical.request;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Query or form parameters in the order sent, decoded exactly once ({@code
 * application/x-www-form-urlencoded}). Immutable. Values may be patient data: {@code toString}
 * shows the number of parameters only.
 */
public final class Parameters {
  /** More parameters than this are refused. */
  public static final int MAX_PARAMETERS = 512;

  private static final Parameters NONE = new Parameters(List.of());

  private final List<Parameter> list;

  private Parameters(List<Parameter> list) {
    this.list = List.copyOf(list);
  }

  /** One name with its decoded value. */
  public record Parameter(String name, String value) {
    public Parameter {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return name + "=[redacted]";
    }
  }

  /** No parameters. */
  public static Parameters none() {
    return NONE;
  }

  /** These parameters, in this order, already decoded. */
  public static Parameters of(List<Parameter> list) {
    return list.isEmpty() ? NONE : new Parameters(list);
  }

  /**
   * Reads a raw query or form body. Malformed percent signs, bytes that are not UTF-8, control
   * characters, empty names and {@code ;} as a separator are refused rather than repaired.
   *
   * @param raw without the question mark; empty means none
   */
  public static Parameters parse(String raw) throws RequestRefusedException {
    if (raw.isEmpty()) {
      return NONE;
    }
    List<Parameter> list = new ArrayList<>();
    int from = 0;
    while (from <= raw.length()) {
      int ampersand = raw.indexOf('&', from);
      int to = ampersand < 0 ? raw.length() : ampersand;
      list.add(parseOne(raw.substring(from, to)));
      if (list.size() > MAX_PARAMETERS) {
        throw refused("more than " + MAX_PARAMETERS + " parameters");
      }
      from = to + 1;
    }
    return new Parameters(list);
  }

  /** All parameters in the order sent. */
  public List<Parameter> list() {
    return list;
  }

  /** True when there is no parameter at all. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** All values given for exactly this name, in order. */
  public List<String> all(String name) {
    return isEmpty()
        ? List.of()
        : list.stream().filter(p -> p.name().equals(name)).map(Parameter::value).toList();
  }

  /** These parameters followed by the others. */
  public Parameters and(Parameters others) {
    if (isEmpty()) {
      return others;
    }
    List<Parameter> both = new ArrayList<>(list);
    both.addAll(others.list);
    return of(both);
  }

  /** The parameters as a raw query, percent-encoded so that reading it gives the same list. */
  public String toQuery() {
    StringBuilder out = new StringBuilder();
    for (Parameter parameter : list) {
      if (out.length() > 0) {
        out.append('&');
      }
      encode(parameter.name(), out);
      out.append('=');
      encode(parameter.value(), out);
    }
    return out.toString();
  }

  private static Parameter parseOne(String pair) throws RequestRefusedException {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (name.isEmpty()) {
      throw refused("a parameter has no name");
    }
    return new Parameter(name, value);
  }

  private static String decode(String raw) throws RequestRefusedException {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '+') {
        bytes.put((byte) ' ');
      } else if (c == '%') {
        bytes.put((byte) hexPair(raw, i));
        i += 2;
      } else if (c > ' ' && c < 0x7f && c != ';' && c != '#') {
        bytes.put((byte) c);
      } else {
        throw refused("a character that must be percent-encoded");
      }
    }
    return utf8(bytes.flip());
  }

  private static int hexPair(String raw, int percent) throws RequestRefusedException {
    if (percent + 2 >= raw.length()) {
      throw refused("a percent sign without two hexadecimal digits");
    }
    int high = Character.digit(raw.charAt(percent + 1), 16);
    int low = Character.digit(raw.charAt(percent + 2), 16);
    if (high < 0 || low < 0) {
      throw refused("a percent sign without two hexadecimal digits");
    }
    return high * 16 + low;
  }

  private static String utf8(ByteBuffer bytes) throws RequestRefusedException {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes);
      String decoded = text.toString();
      if (decoded.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        throw refused("a control character");
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw refused("bytes that are not UTF-8");
    }
  }

  private static void encode(String text, StringBuilder out) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c)) {
        out.append(c);
      } else {
        out.append('%');
        out.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  private static RequestRefusedException refused(String detail) {
    return new RequestRefusedException(RequestReason.QUERY_NOT_CANONICAL, detail);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Parameters other && list.equals(other.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  @Override
  public String toString() {
    return list.size() + " parameters";
  }
}
