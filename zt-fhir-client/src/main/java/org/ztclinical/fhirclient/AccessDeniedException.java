package org.ztclinical.fhirclient;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.List;
import java.util.stream.Collectors;
import org.ztclinical.reason.Reason;

/**
 * A call that was refused on this side: nothing of it left the application. A refusal by the remote
 * server is a plain {@link ForbiddenOperationException}. The message holds reasons only, never
 * patient data or tokens.
 */
public final class AccessDeniedException extends ForbiddenOperationException {
  private static final long serialVersionUID = 1L;

  private final transient List<Reason> reasons;

  AccessDeniedException(List<Reason> reasons) {
    super(
        "refused before sending: "
            + reasons.stream().map(Reason::text).collect(Collectors.joining("; ")));
    this.reasons = List.copyOf(reasons);
  }

  AccessDeniedException(ClientReason code, String detail) {
    this(List.of(Reason.of(code, detail)));
  }

  /** Why, the decisive reason first; never empty. */
  public List<Reason> reasons() {
    return reasons;
  }
}
