package org.ztclinical.smart;

import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * One value of a token parameter: {@code code}, {@code system|code}, {@code |code} or {@code
 * system|} (FHIR R4 §3.1.1.4.10). Compared exactly, letter case included, which never matches more
 * than a server would.
 *
 * @param system null: any system; empty: no system
 * @param code empty: any code
 */
record Token(@Nullable String system, String code) {

  static Token parse(String text) {
    int bar = text.indexOf('|');
    Token token =
        bar < 0
            ? new Token(null, text)
            : new Token(text.substring(0, bar), text.substring(bar + 1));
    boolean saysNothing = token.code.isEmpty() && (token.system == null || token.system.isEmpty());
    if (saysNothing || token.code.indexOf('|') >= 0) {
      throw new IllegalArgumentException("a token is code, system|code, |code or system|");
    }
    return token;
  }

  String text() {
    return system == null ? code : system + "|" + code;
  }

  /** True for a code, boolean, Coding, CodeableConcept or Identifier with this system and code. */
  boolean matches(JsonValue element) {
    if (element instanceof JsonObject object) {
      for (JsonObject coding : object.objects("coding")) {
        if (matches(coding, "code")) {
          return true;
        }
      }
      return matches(object, object.get("value") == null ? "code" : "value");
    }
    // A bare code has the system of its binding, which is not in the resource.
    return system == null && code.equals(text(element));
  }

  private static @Nullable String text(JsonValue element) {
    if (element instanceof JsonBoolean bool) {
      return String.valueOf(bool.value());
    }
    return element instanceof JsonString text ? text.value() : null;
  }

  private boolean matches(JsonObject object, String member) {
    String actual = object.get(member) instanceof JsonString text ? text.value() : "";
    if (actual.isEmpty() || (!code.isEmpty() && !actual.equals(code))) {
      return false;
    }
    return system == null || system.equals(object.string("system").orElse(""));
  }

  /** Codes of identifiers are patient data. */
  @Override
  public String toString() {
    return "[redacted]";
  }
}
