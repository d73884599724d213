package org.ztclinical.servlet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers the application has set so far, {@code Content-Type} among them. Names compare
 * without letter case. Not for use by several threads at once.
 */
final class HeldHeaders {
  static final String CONTENT_TYPE = "Content-Type";

  private static final Pattern CHARSET =
      Pattern.compile("\\s*;\\s*charset=\"?([^\"\\s;]+)\"?", Pattern.CASE_INSENSITIVE);

  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable String type;
  private @Nullable String charset;
  private boolean charsetFixed;

  void set(String name, @Nullable String value) {
    if (name.equalsIgnoreCase(CONTENT_TYPE)) {
      setContentType(value);
    } else if (value == null) {
      fields.remove(name);
    } else {
      fields.put(name, new ArrayList<>(List.of(value)));
    }
  }

  void add(String name, @Nullable String value) {
    if (name.equalsIgnoreCase(CONTENT_TYPE)) {
      setContentType(value);
    } else if (value != null) {
      fields.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
  }

  boolean contains(String name) {
    return name.equalsIgnoreCase(CONTENT_TYPE) ? type != null : fields.containsKey(name);
  }

  Collection<String> values(String name) {
    if (name.equalsIgnoreCase(CONTENT_TYPE)) {
      String contentType = contentType();
      return contentType == null ? List.of() : List.of(contentType);
    }
    return List.copyOf(fields.getOrDefault(name, List.of()));
  }

  Collection<String> names() {
    return List.copyOf(toMap().keySet());
  }

  /** All fields; changes afterwards do not show. */
  Map<String, List<String>> toMap() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach((name, values) -> all.put(name, List.copyOf(values)));
    String contentType = contentType();
    if (contentType != null) {
      all.put(CONTENT_TYPE, List.of(contentType));
    }
    return all;
  }

  void clear() {
    fields.clear();
    type = null;
    charset = null;
    charsetFixed = false;
  }

  /** Takes the charset out of the value, where one is stated, unless it can no longer change. */
  void setContentType(@Nullable String value) {
    if (value == null) {
      type = null;
      return;
    }
    Matcher stated = CHARSET.matcher(value);
    if (stated.find()) {
      setCharset(stated.group(1));
      type = stated.replaceFirst("");
    } else {
      type = value;
    }
  }

  @Nullable String contentType() {
    if (type == null) {
      return null;
    }
    return charset == null ? type : type + ";charset=" + charset;
  }

  void setCharset(@Nullable String name) {
    if (!charsetFixed) {
      charset = name;
    }
  }

  /** The charset of text; UTF-8 unless another was stated. */
  String charset() {
    return charset == null ? "UTF-8" : charset;
  }

  /** A writer was made: its charset is stated and no longer changes. */
  void fixCharset() {
    charset = charset();
    charsetFixed = true;
  }

  static String date(long millis) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }
}
