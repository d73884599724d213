package org.ztclinical.signal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.request.PlainText;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SignedStatement;
import org.ztclinical.token.StatementVerifier;
import org.ztclinical.token.TokenRejectedException;

/** The claims of a signal, read strictly: what is there in another form than it must be refuses. */
final class SignalClaims {
  /** Whole or decimal seconds, up to the year 31688. */
  private static final Pattern SECONDS = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,9})?");

  private static final int LONGEST = 1024;
  private static final int MOST_AUDIENCES = 32;

  private SignalClaims() {}

  static SignedStatement verified(
      StatementVerifier verifier, String text, String type, Predicate<String> plainJwt)
      throws SignalRejectedException, KeysUnavailableException {
    try {
      return verifier.verify(text, type, plainJwt);
    } catch (TokenRejectedException e) {
      throw new SignalRejectedException(reason(e), e.reason().code());
    }
  }

  private static SignalReason reason(TokenRejectedException e) {
    return switch (e.reason()) {
      case UNKNOWN_ISSUER -> SignalReason.UNKNOWN_ISSUER;
      case ALGORITHM_NOT_ALLOWED, SIGNATURE_MISSING -> SignalReason.UNSIGNED;
      case SIGNATURE_INVALID, UNKNOWN_KEY, KEY_NOT_SUITABLE, KEY_ID_MISSING, KEY_IN_HEADER ->
          SignalReason.KEY;
      default -> SignalReason.MALFORMED;
    };
  }

  static void forbid(JsonObject claims, String... names) throws SignalRejectedException {
    for (String name : names) {
      if (claims.get(name) != null) {
        throw new SignalRejectedException(SignalReason.CLAIMS, name);
      }
    }
  }

  static Optional<String> text(JsonObject object, String name) throws SignalRejectedException {
    JsonValue value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString text && isName(text.value())) {
      return Optional.of(text.value());
    }
    throw new SignalRejectedException(SignalReason.CLAIMS, name);
  }

  /** 1 to 1024 characters that show what they are, not only blanks. */
  static boolean isName(String text) {
    return !text.isBlank() && text.length() <= LONGEST && PlainText.isPlain(text);
  }

  static String required(JsonObject object, String name) throws SignalRejectedException {
    return text(object, name)
        .orElseThrow(() -> new SignalRejectedException(SignalReason.CLAIMS, name));
  }

  static Optional<Instant> time(JsonObject object, String name) throws SignalRejectedException {
    JsonValue value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonNumber number && SECONDS.matcher(number.text()).matches()) {
      BigDecimal millis = new BigDecimal(number.text()).movePointRight(3);
      return Optional.of(
          Instant.ofEpochMilli(millis.setScale(0, RoundingMode.FLOOR).longValueExact()));
    }
    throw new SignalRejectedException(SignalReason.CLAIMS, name);
  }

  static Instant requiredTime(JsonObject object, String name) throws SignalRejectedException {
    return time(object, name)
        .orElseThrow(() -> new SignalRejectedException(SignalReason.CLAIMS, name));
  }

  static List<String> audience(JsonObject claims) throws SignalRejectedException {
    JsonValue value = claims.get("aud");
    if (value instanceof JsonString one) {
      return List.of(one.value());
    }
    if (!(value instanceof JsonArray array) || array.elements().size() > MOST_AUDIENCES) {
      throw new SignalRejectedException(SignalReason.CLAIMS, "aud");
    }
    List<String> all = new ArrayList<>();
    for (JsonValue element : array.elements()) {
      if (!(element instanceof JsonString text)) {
        throw new SignalRejectedException(SignalReason.CLAIMS, "aud");
      }
      all.add(text.value());
    }
    return all;
  }
}
