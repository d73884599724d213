package org.ztclinical.fhir;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.request.CanonicalRequest;

/**
 * The preferences of a request that FHIR gives a meaning (RFC 7240; FHIR R4 §3.1.0.1.5, §3.1.0.7).
 * Others, and values that FHIR does not define, are ignored; of a preference that stands several
 * times the first counts. Immutable.
 *
 * @param strict {@code handling=strict}: what the server does not know is an error
 * @param answer what a write answers with, by {@code return=…}; empty where none was asked for
 * @param async {@code respond-async}
 */
public record Preferences(boolean strict, Optional<Answer> answer, boolean async) {
  private static final Preferences NONE = new Preferences(false, Optional.empty(), false);

  /** What a write answers with. */
  public enum Answer {
    MINIMAL("minimal"),
    REPRESENTATION("representation"),
    OPERATION_OUTCOME("OperationOutcome");

    private final String word;

    Answer(String word) {
      this.word = word;
    }

    private static Optional<Answer> find(String word) {
      for (Answer answer : values()) {
        if (answer.word.equalsIgnoreCase(word)) {
          return Optional.of(answer);
        }
      }
      return Optional.empty();
    }
  }

  /** Reads the {@code Prefer} fields of a request; a request without any prefers nothing. */
  public static Preferences of(CanonicalRequest request) {
    List<String> fields = request.headers("prefer");
    if (fields.isEmpty()) {
      return NONE;
    }
    Map<String, String> first = new HashMap<>();
    for (String preference : String.join(",", fields).split(",", -1)) {
      String stated = preference.split(";", 2)[0];
      int equals = stated.indexOf('=');
      String name = (equals < 0 ? stated : stated.substring(0, equals)).strip();
      String value = equals < 0 ? "" : stated.substring(equals + 1).strip();
      first.putIfAbsent(name.toLowerCase(Locale.ROOT), unquoted(value));
    }
    return new Preferences(
        first.getOrDefault("handling", "").equalsIgnoreCase("strict"),
        Answer.find(first.getOrDefault("return", "")),
        first.containsKey("respond-async"));
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The same, asking for no resource in the answer of a write. */
  public Preferences minimal() {
    return new Preferences(strict, Optional.of(Answer.MINIMAL), async);
  }

  /** The same, asking for the answer at once. */
  public Preferences synchronous() {
    return async ? new Preferences(strict, answer, false) : this;
  }

  /** As one value of the {@code Prefer} field; empty when nothing is preferred. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (strict) {
      text.append("handling=strict, ");
    }
    answer.ifPresent(asked -> text.append("return=").append(asked.word).append(", "));
    if (async) {
      text.append("respond-async, ");
    }
    return text.isEmpty() ? "" : text.substring(0, text.length() - 2);
  }
}
