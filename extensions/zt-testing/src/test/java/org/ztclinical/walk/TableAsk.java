package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;

/**
 * A request that shows something of a row of a table, and what is answered.
 *
 * @param scopes of the token, {@code -} for none; as another client where {@code @other} follows
 * @param sent a body, a header, or a body and a header
 * @param leaves what is in the answer
 */
record TableAsk(
    HttpMethod method, String scopes, String url, String sent, int status, String leaves) {
  private static final Pattern SENT =
      Pattern.compile("(.*?)\\s*(?:(Prefer|Accept|If-None-Exist): (.*))?");
  private static final String OTHER = "@other";
  private static final int BUSY = 503;

  static TableAsk parse(String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != 6) {
      throw new IllegalArgumentException("six cells are needed: " + line);
    }
    return new TableAsk(
        HttpMethod.valueOf(cells[0].strip()),
        cells[1].strip(),
        cells[2].strip(),
        cells[3].strip().replace('\'', '"'),
        Integer.parseInt(cells[4].strip()),
        cells[5].strip());
  }

  void showOn(TableWard ward) throws Exception {
    Matcher parts = SENT.matcher(sent);
    assertThat(parts.matches()).isTrue();
    Map<String, List<String>> headers =
        parts.group(2) == null ? Map.of() : Map.of(parts.group(2), List.of(parts.group(3)));

    Guarded answer =
        ward.clinic.send(method, token(ward), "/fhir" + url, headers, body(parts.group(1)));
    for (int again = 0; again < 5 && answer.response().status() == BUSY; again++) {
      // A machine with too much to do could not write to the audit log in time: nothing was done.
      answer = ward.clinic.send(method, token(ward), "/fhir" + url, headers, body(parts.group(1)));
    }

    assertThat(answer.response().status()).as(toString()).isEqualTo(status);
    assertThat(Clinic.text(answer)).as(toString()).contains(leaves);
    if (!leaves.equals(Ward.SECRET)) {
      assertThat(Clinic.text(answer)).as(toString()).doesNotContain(Ward.SECRET);
    }
  }

  private String token(TableWard ward) {
    boolean other = scopes.endsWith(OTHER);
    String granted = other ? scopes.substring(0, scopes.length() - OTHER.length()).strip() : scopes;
    if (granted.equals("-")) {
      return "";
    }
    String who = other ? "other" : "client";
    return ward.clinic.token(
        granted,
        token -> {
          token.subject(who).client(who);
          return granted.contains("patient/") ? token.patient("123") : token;
        });
  }

  private Body body(String text) {
    if (text.isEmpty()) {
      return Body.none();
    }
    String type =
        switch (text.charAt(0)) {
          case '{' -> "application/fhir+json";
          case '[' -> "application/json-patch+json";
          case '<' -> "application/xml-patch+xml";
          default -> "application/x-www-form-urlencoded";
        };
    return Body.of(type, text.getBytes(StandardCharsets.UTF_8));
  }
}
