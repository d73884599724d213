package org.ztclinical.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.request.PlainText;
import org.ztclinical.smart.FhirContextItem;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.token.VerifiedToken;

/** Claims of expected form: absent is fine, anything but the form is refused. */
final class ClaimReading {
  private static final int MAX_ELEMENTS = 128;
  private static final String FHIR_CONTEXT = "fhirContext";

  private static final int MAX_WORD = 255;
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");

  private final VerifiedToken token;

  ClaimReading(VerifiedToken token) {
    this.token = token;
  }

  Optional<String> word(String claim, IdentityReason malformed) throws IdentityRejectedException {
    Optional<JsonValue> value = token.claim(claim);
    return value.isEmpty() ? Optional.empty() : Optional.of(word(value.get(), claim, malformed));
  }

  List<String> words(String claim, IdentityReason malformed) throws IdentityRejectedException {
    return words(List.of(claim), malformed);
  }

  /** The list in the last of these members, each of which is in the one before. */
  List<String> words(List<String> path, IdentityReason malformed) throws IdentityRejectedException {
    String claim = path.get(0);
    JsonValue value = token.claim(claim).orElse(null);
    for (String member : path.subList(1, path.size())) {
      if (value == null) {
        return List.of();
      }
      if (!(value instanceof JsonObject object)) {
        throw new IdentityRejectedException(malformed, claim);
      }
      value = object.get(member);
    }
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || array.elements().size() > MAX_ELEMENTS) {
      throw new IdentityRejectedException(malformed, claim);
    }
    List<String> words = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      words.add(word(element, claim, malformed));
    }
    return List.copyOf(words);
  }

  private static String word(@Nullable JsonValue value, String claim, IdentityReason malformed)
      throws IdentityRejectedException {
    if (value instanceof JsonString text
        && text.value().length() <= MAX_WORD
        && isWord(text.value())) {
      return text.value();
    }
    throw new IdentityRejectedException(malformed, claim);
  }

  /** Visible characters with single blanks inside; no control, format or surrogate code points. */
  private static boolean isWord(String text) {
    boolean visible = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      boolean blank = c == ' ';
      if (blank ? !visible : !isVisible(c)) {
        return false;
      }
      visible = !blank;
      at += Character.charCount(c);
    }
    return visible;
  }

  private static boolean isVisible(int c) {
    return PlainText.isPlain(c) && Character.getType(c) != Character.SPACE_SEPARATOR;
  }

  /** What was in context beside patient and encounter (SMART 2.2 §fhirContext). */
  List<FhirContextItem> fhirContext() throws IdentityRejectedException {
    JsonValue value = token.claim(FHIR_CONTEXT).orElse(null);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || array.elements().size() > LaunchContext.MAX_ITEMS) {
      throw contextMalformed();
    }
    List<FhirContextItem> items = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      items.add(FhirContextItem.read(element).orElseThrow(ClaimReading::contextMalformed));
    }
    return List.copyOf(items);
  }

  private static IdentityRejectedException contextMalformed() {
    return new IdentityRejectedException(IdentityReason.LAUNCH_CONTEXT_MALFORMED, FHIR_CONTEXT);
  }

  Optional<Instant> time(String claim, IdentityReason malformed) throws IdentityRejectedException {
    JsonValue value = token.claim(claim).orElse(null);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonNumber number && SECONDS.matcher(number.text()).matches()) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(number.text())));
    }
    throw new IdentityRejectedException(malformed, claim);
  }
}
