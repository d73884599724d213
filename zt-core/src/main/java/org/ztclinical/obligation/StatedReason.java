package org.ztclinical.obligation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.Principal;
import org.ztclinical.request.RequestContext;

/**
 * A reason that somebody stated for one patient, on its way into the audit log. Prints no
 * identifiers and nothing of the reason.
 *
 * @param principal who stated it
 * @param patient the patient's id
 * @param words the reason
 * @param at when
 * @param expires until when decisions may rely on it
 * @param context of the request it came with; empty when an application's own dialog took it
 */
public record StatedReason(
    Principal principal,
    String patient,
    Justification words,
    Instant at,
    Instant expires,
    Optional<RequestContext> context) {
  public StatedReason {
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(expires, "expires");
    Objects.requireNonNull(context, "context");
  }

  @Override
  public String toString() {
    return "reason stated by " + principal;
  }
}
