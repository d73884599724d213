package org.ztclinical.identity;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.reason.Reason;

/**
 * What a stronger authentication must bring (RFC 9470 §3). Built from configuration alone, so
 * nothing of the request can get into a challenge.
 *
 * @param acrValues accepted contexts, the preferred first; may be empty
 * @param maxAge how long ago the authentication may be
 * @param reason what was missing
 */
public record StepUp(List<String> acrValues, Optional<Duration> maxAge, Reason reason) {
  /** The RFC 9470 error code. */
  public static final String ERROR = "insufficient_user_authentication";

  public StepUp {
    acrValues = List.copyOf(acrValues);
    Objects.requireNonNull(maxAge, "maxAge");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * The parameters of the {@code WWW-Authenticate} challenge in order: {@code error}, {@code
   * error_description}, and {@code acr_values} and {@code max_age} (seconds) where there are any.
   * No value needs escaping inside a quoted string.
   */
  public Map<String, String> challengeParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("error", ERROR);
    parameters.put("error_description", reason.code().sentence());
    if (!acrValues.isEmpty()) {
      parameters.put("acr_values", String.join(" ", acrValues));
    }
    maxAge.ifPresent(age -> parameters.put("max_age", Long.toString(age.toSeconds())));
    return parameters;
  }
}
