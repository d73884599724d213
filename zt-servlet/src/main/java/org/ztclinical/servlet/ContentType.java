package org.ztclinical.servlet;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code Content-Type} field value (RFC 9110 §8.3).
 *
 * @param mediaType lower-case type and subtype
 * @param charset lower-case, when stated
 */
record ContentType(String mediaType, Optional<String> charset) {
  static final String FORM = "application/x-www-form-urlencoded";

  private static final int MAX_LENGTH = 256;
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final Pattern TYPE = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")[ \t]*");
  private static final Pattern PARAMETER =
      Pattern.compile(";[ \t]*(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"([^\"\\\\]*)\"))?[ \t]*");

  /** Reads a field value; empty when it is not exactly one media type, or states charset twice. */
  static Optional<ContentType> parse(String value) {
    String text = value.strip();
    Matcher type = TYPE.matcher(text);
    if (text.length() > MAX_LENGTH || !type.lookingAt()) {
      return Optional.empty();
    }
    Optional<String> charset = Optional.empty();
    Matcher parameter = PARAMETER.matcher(text);
    int at = type.end();
    while (at < text.length()) {
      if (!parameter.region(at, text.length()).lookingAt()) {
        return Optional.empty();
      }
      if ("charset".equalsIgnoreCase(parameter.group(1))) {
        if (charset.isPresent()) {
          return Optional.empty();
        }
        String stated = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
        charset = Optional.of(stated.toLowerCase(Locale.ROOT));
      }
      at = parameter.end();
    }
    return Optional.of(new ContentType(type.group(1).toLowerCase(Locale.ROOT), charset));
  }

  boolean isForm() {
    return mediaType.equals(FORM);
  }

  /** True unless another charset than UTF-8 is stated. */
  boolean isUtf8() {
    return charset.isEmpty() || charset.get().equals("utf-8") || charset.get().equals("utf8");
  }
}
