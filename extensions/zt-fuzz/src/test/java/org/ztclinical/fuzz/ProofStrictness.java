package org.ztclinical.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ztclinical.fuzz.ProofForge.Parts;
import org.ztclinical.token.ProofReason;
import org.ztclinical.token.ProofRejectedException;

/** What of a proof the other implementation takes and we do not: all there is. */
enum ProofStrictness {
  /** Base64url that is not the one spelling of its bytes. */
  ENCODING(ProofReason.MALFORMED) {
    @Override
    void repair(Parts proof, long now) {
      // What is written anew is written exactly.
    }
  },
  /** More than 8 KiB. */
  SIZE(ProofReason.TOO_LARGE) {
    @Override
    void repair(Parts proof, long now) {
      CLAIMS_TEXT.repair(proof, now);
      HEADER_TEXT.repair(proof, now);
      ID.repair(proof, now);
    }
  },
  /** A header in JSON that is nested, doubled, or not UTF-8. */
  HEADER_TEXT(ProofReason.HEADER_MALFORMED) {
    @Override
    void repair(Parts proof, long now) {
      proof.header().keySet().retainAll(Set.of("typ", "alg", "jwk"));
    }
  },
  /** A header that brings keys from elsewhere, or would change what is signed. */
  HEADER_MEMBER(ProofReason.HEADER_NOT_ALLOWED) {
    @Override
    void repair(Parts proof, long now) {
      proof.header().keySet().removeAll(Set.of("jku", "x5u", "x5c", "crit", "b64", "enc", "zip"));
    }
  },
  /** A key that says it is for something else, or has parts of another one or certificates. */
  KEY_MEMBER(Set.of(ProofReason.KEY_NOT_SUITABLE, ProofReason.KEY_PRIVATE), List.of()) {
    @Override
    void repair(Parts proof, long now) {
      proof.jwk().keySet().retainAll(Set.of("kty", "crv", "x", "y", "n", "e"));
    }
  },
  /** Claims in JSON that is nested, doubled, or not UTF-8. */
  CLAIMS_TEXT(ProofReason.CLAIMS_MALFORMED) {
    @Override
    void repair(Parts proof, long now) {
      proof
          .claims()
          .keySet()
          .retainAll(Set.of("jti", "htm", "htu", "iat", "ath", "nonce", "exp", "nbf"));
    }
  },
  /** An id that is blank, has control characters, or more than 255 characters. */
  ID(ProofReason.CLAIM_MALFORMED, "jti") {
    @Override
    void repair(Parts proof, long now) {
      proof.claims().put("jti", "repaired");
    }
  },
  /** What any JWT may say, but of another type: theirs takes null for absent, a number for text. */
  TYPE(ProofReason.CLAIM_MALFORMED, "iss", "sub", "aud", "nonce") {
    @Override
    void repair(Parts proof, long now) {
      proof.claims().keySet().removeAll(Set.of("iss", "sub", "aud"));
      proof.claims().remove("nonce", null);
    }
  },
  /** Times that are not whole seconds in plain digits. */
  SECONDS(ProofReason.CLAIM_MALFORMED, "iat", "exp", "nbf") {
    @Override
    void repair(Parts proof, long now) {
      whole(proof.claims(), "iat");
      whole(proof.claims(), "exp");
      whole(proof.claims(), "nbf");
    }
  },
  /** A nonce in blanks: theirs does without them. */
  NONCE(Set.of(ProofReason.NONCE_NOT_ACCEPTED), List.of()) {
    @Override
    void repair(Parts proof, long now) {
      proof.claims().computeIfPresent("nonce", (name, nonce) -> String.valueOf(nonce).strip());
    }
  },
  /** Theirs was given a second more, and has a minute's patience with {@code exp}, {@code nbf}. */
  TIME(
      Set.of(
          ProofReason.TOO_OLD,
          ProofReason.FROM_FUTURE,
          ProofReason.EXPIRED,
          ProofReason.NOT_YET_VALID),
      List.of()) {
    @Override
    void repair(Parts proof, long now) {
      proof.claims().put("iat", now);
      proof.claims().keySet().removeAll(Set.of("exp", "nbf"));
    }
  };

  private final Set<ProofReason> reasons;
  private final List<String> details;

  ProofStrictness(ProofReason reason, String... details) {
    this(Set.of(reason), List.of(details));
  }

  ProofStrictness(Set<ProofReason> reasons, List<String> details) {
    this.reasons = reasons;
    this.details = details;
  }

  static Optional<ProofStrictness> of(ProofRejectedException refusal) {
    return Stream.of(values())
        .filter(one -> one.reasons.contains(refusal.reason()))
        .filter(
            one ->
                one.details.isEmpty()
                    || one.details.stream().anyMatch(refusal.getMessage()::endsWith))
        .findFirst();
  }

  /** Takes away what we refuse, and nothing else that matters. */
  abstract void repair(Parts proof, long now);

  private static void whole(Map<String, Object> claims, String name) {
    if (claims.get(name) instanceof Number number) {
      claims.put(name, Math.min(Math.max(0, number.longValue()), 999_999_999_999_999L));
    } else {
      claims.remove(name, null);
    }
  }
}
