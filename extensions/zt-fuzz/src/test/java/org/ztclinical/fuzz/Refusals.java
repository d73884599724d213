package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.ztclinical.reason.Reason;

/** Refusals say what was wrong in our own words: sentences, and names out of standards. */
final class Refusals {
  private static final Set<String> NAMES =
      Set.of(
          "",
          "alg",
          "typ",
          "kid",
          "cty",
          "x5t",
          "x5t#S256",
          "jti",
          "htm",
          "htu",
          "iat",
          "ath",
          "nonce",
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "sid",
          "txn",
          "azp",
          "client_id",
          "scope",
          "jkt",
          "format",
          "events",
          "sub_id",
          "sub and sid",
          "event_timestamp",
          "token_type",
          "token_use",
          "at_hash",
          "c_hash",
          "s_hash",
          "the client",
          "exp is not after iat");

  private Refusals() {}

  /** Nothing of what was refused is told. */
  static void assertTellsNothing(Exception refusal, Reason reason) {
    assertThat(reason.detail()).matches(Refusals::isOurs, "words of ours");
    assertThat(refusal.getMessage()).isEqualTo(reason.text());
  }

  private static boolean isOurs(String detail) {
    return NAMES.contains(detail) || detail.matches("token\\.[a-z-]{1,30}");
  }
}
