package org.ztclinical.samples.clinic.token;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a token endpoint answered; its values do not print. */
public final class TokenAnswer {
  private final String json;

  private TokenAnswer(String json) {
    this.json = json;
  }

  static TokenAnswer of(HttpResponse<String> answer) {
    TokenAnswer read = new TokenAnswer(answer.body());
    if (answer.statusCode() != 200) {
      throw new TokenRefusedException(
          read.text("error").orElse("token endpoint answers " + answer.statusCode())
              + read.text("error_description").map(text -> ": " + text).orElse(""));
    }
    return read;
  }

  /** The access token. */
  public String accessToken() {
    return text("access_token").orElseThrow(() -> new TokenRefusedException("no access token"));
  }

  /** The whole answer, as JSON. */
  public String json() {
    return json;
  }

  /** A string member of the answer, as in {@code scope} or {@code patient}. */
  public Optional<String> text(String member) {
    Matcher found =
        Pattern.compile("\"" + Pattern.quote(member) + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "TokenAnswer[redacted]";
  }
}
