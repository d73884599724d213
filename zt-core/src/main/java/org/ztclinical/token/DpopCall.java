package org.ztclinical.token;

import java.util.Objects;
import java.util.Set;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;

/**
 * What a proof has to be made for: this request, with this token, by this key. Prints nothing of
 * it.
 *
 * @param method of the request
 * @param targets the external URLs of the request, of which one must be meant; none if unknown
 * @param accessToken as received
 * @param keyThumbprint of the key that the token is bound to
 */
public record DpopCall(
    HttpMethod method, Set<TargetUri> targets, String accessToken, String keyThumbprint) {
  public DpopCall {
    Objects.requireNonNull(method, "method");
    targets = Set.copyOf(targets);
    Objects.requireNonNull(accessToken, "accessToken");
    Objects.requireNonNull(keyThumbprint, "keyThumbprint");
  }

  @Override
  public String toString() {
    return "call of " + method + " [redacted]";
  }
}
