package org.ztclinical.enforce;

import java.util.Objects;
import org.ztclinical.access.Outcome;

/**
 * How a guarded request ended.
 *
 * @param outcome permit, denial or rejection
 * @param response what the caller is given: the checked answer of the work, or the refusal with its
 *     status, challenge and OperationOutcome; always to be sent as it is
 */
public record Guarded(Outcome outcome, Response response) {
  public Guarded {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(response, "response");
  }
}
