package org.ztclinical.access;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client may do to be permitted: authenticate the user more strongly (RFC 9470 §3), or come
 * with a token that is bound to its sender.
 *
 * @param acrValues acceptable authentication context classes, preferred first; may be empty
 * @param maxAge how long ago the user may have authenticated
 * @param proof how the token must be bound, where that is what is missing
 */
public record Challenge(
    List<String> acrValues, Optional<Duration> maxAge, Optional<SenderProof> proof) {
  public Challenge {
    acrValues = List.copyOf(acrValues);
    Objects.requireNonNull(maxAge, "maxAge");
    Objects.requireNonNull(proof, "proof");
  }

  /** To authenticate more strongly. */
  public Challenge(List<String> acrValues, Optional<Duration> maxAge) {
    this(acrValues, maxAge, Optional.empty());
  }

  /** To come with a bound token. */
  public static Challenge boundToken(SenderProof proof) {
    return new Challenge(List.of(), Optional.empty(), Optional.of(proof));
  }
}
