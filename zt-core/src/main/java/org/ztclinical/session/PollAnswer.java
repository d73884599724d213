package org.ztclinical.session;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.request.PlainText;

/**
 * What a transmitter answers to a poll (RFC 8936 §2.3), read strictly. Prints nothing of it.
 *
 * @param tokens by the id under which they are acknowledged; no more than were asked for
 */
record PollAnswer(Map<String, String> tokens) {
  private static final int LONGEST_ID = 1024;

  PollAnswer {
    tokens = Map.copyOf(tokens);
  }

  /** What is beyond {@code most} is left: it is not acknowledged, and comes again. */
  static PollAnswer read(JsonObject answer, int most) throws IOException {
    JsonObject sets = answer.object("sets").orElseThrow(PollAnswer::malformed);
    JsonValue more = answer.get("moreAvailable");
    if (more != null && !(more instanceof JsonBoolean)) {
      throw malformed();
    }
    Map<String, String> tokens = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> set : sets.members().entrySet()) {
      String id = set.getKey();
      if (!(set.getValue() instanceof JsonString token)
          || id.isBlank()
          || id.length() > LONGEST_ID
          || !PlainText.isPlain(id)) {
        throw malformed();
      }
      if (tokens.size() < most) {
        tokens.put(id, token.value());
      }
    }
    return new PollAnswer(tokens);
  }

  private static IOException malformed() {
    return new IOException("the answer is not that to a poll");
  }

  @Override
  public String toString() {
    return "PollAnswer[" + tokens.size() + "]";
  }
}
