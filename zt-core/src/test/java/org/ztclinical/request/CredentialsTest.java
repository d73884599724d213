package org.ztclinical.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.request.Credentials.Scheme;

class CredentialsTest {
  @Test
  void bothSchemesAreReadInAnyLetterCase() throws Exception {
    for (String name : List.of("Bearer", "bearer", "BEARER")) {
      assertThat(Credentials.parse(name + " abc").scheme()).contains(Scheme.BEARER);
    }
    for (String name : List.of("DPoP", "dpop", "DPOP")) {
      Credentials read = Credentials.parse(name + "  abc.d-e_f~+/==");
      assertThat(read.scheme()).contains(Scheme.DPOP);
      assertThat(read.token()).contains("abc.d-e_f~+/==");
      assertThat(read.proofs()).isEmpty();
    }
  }

  @Test
  void whatIsNoSingleCredentialIsRefused() {
    for (String value :
        List.of(
            "",
            "DPoP",
            "DPoP ",
            "Basic abc",
            "DPoPabc",
            "DPoP a b",
            "DPoP a\tb",
            "DPoP a, DPoP b",
            "Bearer a, DPoP b",
            "dp\u00f6p abc")) {
      assertThatThrownBy(() -> Credentials.parse(value))
          .as(value)
          .isInstanceOfSatisfying(
              RequestRefusedException.class,
              e -> assertThat(e.reason().code()).isEqualTo(RequestReason.CREDENTIAL_MALFORMED));
    }
  }

  /** RFC 6750 §3.1: a malformed token is an invalid one, and not a malformed request. */
  @Test
  void oneWordIsACredentialHoweverItIsSpelled() throws Exception {
    for (String word : List.of("a!!!!", "a,b", "\"a\"", "a%3D", "\u00e9", "\u0000", "{}")) {
      assertThat(Credentials.parse("Bearer " + word).token()).as(word).contains(word);
    }
  }

  @Test
  void nothingOfACredentialIsPrinted() throws Exception {
    Credentials credentials = Credentials.dpop("secret-token", "secret-proof");

    assertThat(credentials.toString()).isEqualTo("dpop [redacted]");
    assertThat(Credentials.bearer("secret").toString()).isEqualTo("bearer [redacted]");
    assertThat(Credentials.none().withProofs(List.of("secret")).toString())
        .isEqualTo("no credential");
    assertThat(credentials.proofs()).containsExactly("secret-proof");
  }
}
