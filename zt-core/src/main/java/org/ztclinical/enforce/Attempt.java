package org.ztclinical.enforce;

import java.util.Objects;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestContext;

/**
 * One request as it arrived at the application: who claims to send it and what it asks.
 *
 * @param credentials the one credential, or none
 * @param context request id, peer, time
 * @param request with the path below the application's root, as in {@code /fhir/Patient/1}
 */
public record Attempt(Credentials credentials, RequestContext context, CanonicalRequest request) {
  public Attempt {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(request, "request");
  }
}
