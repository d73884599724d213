package org.ztclinical.enforce;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Rejection;
import org.ztclinical.access.SenderProof;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.Credentials.Scheme;
import org.ztclinical.request.RequestReason;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.session.SessionReason;
import org.ztclinical.token.ProofReason;
import org.ztclinical.token.SigningAlgorithm;

/**
 * How a caller who was not authenticated may come again (RFC 6750 §3, RFC 9449 §7.1). The error
 * codes of the standards are all that it tells: what exactly was wrong is for the audit log.
 * Nothing of a request gets into a challenge. Immutable.
 */
final class Challenges {
  static final String NONCE_HEADER = "DPoP-Nonce";

  private static final String HEADER = "WWW-Authenticate";

  private final SenderConstraint senders;
  private final String algorithms;

  Challenges(SenderConstraint senders) {
    this.senders = Objects.requireNonNull(senders, "senders");
    this.algorithms = "algs=\"" + names(senders.algorithms()) + "\"";
  }

  private static String names(Set<SigningAlgorithm> algorithms) {
    return algorithms.stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  /** The refusal, with the challenge that belongs to it. */
  Response on(Response refusal, Rejection rejection, Credentials credentials) {
    return switch (rejection.kind()) {
      case UNAUTHENTICATED -> refusal.withHeader(HEADER, of(rejection.reason(), credentials));
      // RFC 6750 §3.1: how the credential was sent is told as invalid_request.
      case BAD_REQUEST ->
          rejection.reason().code().layer() == Layer.IDENTITY
              ? refusal.withHeader(HEADER, of(rejection.reason(), credentials))
              : refusal;
      case NOT_FOUND,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          TOO_MANY_REQUESTS,
          FAILED,
          UNAVAILABLE ->
          refusal;
    };
  }

  private String of(Reason reason, Credentials credentials) {
    if (reason.code() == RequestReason.CREDENTIAL_MISSING
        || reason.code() == RequestReason.CREDENTIAL_ELSEWHERE
        || reason.code() == RequestReason.CREDENTIAL_CROSS_SITE) {
      // RFC 6750 §3: no error code when no credential was sent, or in a way that is not taken.
      return "Bearer, DPoP " + algorithms;
    }
    String error = "error=\"" + error(reason) + "\"";
    return isDpop(credentials)
        ? "DPoP " + error + ", " + algorithms
        : "Bearer " + error + ", DPoP " + algorithms;
  }

  private static String error(Reason reason) {
    if (reason.code() == RequestReason.CREDENTIAL_AMBIGUOUS
        || reason.code() == RequestReason.CREDENTIAL_MALFORMED) {
      return "invalid_request";
    }
    if (reason.code() instanceof ProofReason proof) {
      return error(proof);
    }
    return reason.code() instanceof SessionReason session ? error(session) : "invalid_token";
  }

  /** RFC 9449 §7.1: a proof by another key means that the token is not the sender's. */
  private static String error(ProofReason reason) {
    if (reason.asksForNonce()) {
      return "use_dpop_nonce";
    }
    return reason == ProofReason.WRONG_KEY ? "invalid_token" : "invalid_dpop_proof";
  }

  private static String error(SessionReason reason) {
    return switch (reason) {
      case PROOF_MISSING, PROOF_AMBIGUOUS, PROOF_REPLAYED, PROOFS_EXHAUSTED, PROOFS_UNAVAILABLE ->
          "invalid_dpop_proof";
      case CERTIFICATE_MISSING,
          CERTIFICATE_OTHER,
          CERTIFICATE_NOT_VALID_NOW,
          BOUND_TOKEN_AS_BEARER,
          TOKEN_NOT_BOUND_TO_KEY ->
          "invalid_token";
    };
  }

  /** The answer to a decision, in the scheme of the request or the one that is needed. */
  Response on(Response answer, Denial denial, Credentials credentials) {
    Optional<SenderProof> proof = denial.challenge().flatMap(Challenge::proof);
    if (proof.isPresent()) {
      return answer.withHeader(HEADER, bound(proof.get(), credentials));
    }
    // RFC 9470 §3, RFC 9449 §7.1: an error of a bound token is told in its scheme.
    return answer
        .header(HEADER)
        .filter(challenge -> isDpop(credentials) && challenge.startsWith("Bearer "))
        .map(challenge -> "DPoP" + challenge.substring("Bearer".length()) + ", " + algorithms)
        .map(challenge -> answer.withHeader(HEADER, challenge))
        .orElse(answer);
  }

  private String bound(SenderProof needed, Credentials credentials) {
    boolean byCertificate = needed == SenderProof.CERTIFICATE;
    String error =
        "error=\"invalid_token\", error_description=\"A token that is bound to "
            + (byCertificate ? "a client certificate" : "its sender")
            + " is needed\"";
    return byCertificate && !isDpop(credentials)
        ? "Bearer " + error
        : "DPoP " + error + ", " + algorithms;
  }

  /** The answer with a nonce for the next proof, where proofs need one (RFC 9449 §8.2, §9). */
  Response withNonce(Response answer, Credentials credentials) {
    Optional<String> nonce =
        isDpop(credentials) || answer.status() == 401 ? senders.nonce() : Optional.empty();
    return nonce.map(value -> answer.withHeader(NONCE_HEADER, value)).orElse(answer);
  }

  private static boolean isDpop(Credentials credentials) {
    return credentials.scheme().filter(Scheme.DPOP::equals).isPresent();
  }
}
