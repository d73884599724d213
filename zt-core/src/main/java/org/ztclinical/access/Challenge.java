package org.ztclinical.access;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client may do to be permitted: authenticate the user more strongly (RFC 9470 §3).
 *
 * @param acrValues acceptable authentication context classes, preferred first; may be empty
 * @param maxAge how long ago the user may have authenticated
 */
public record Challenge(List<String> acrValues, Optional<Duration> maxAge) {
  public Challenge {
    acrValues = List.copyOf(acrValues);
    Objects.requireNonNull(maxAge, "maxAge");
  }
}
