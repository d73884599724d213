package org.ztclinical.cedar.entity;

import java.util.Objects;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.EntityUid;

/**
 * May this principal do this action on this resource, in this context? Immutable; prints no ids.
 *
 * @param principal who
 * @param action what
 * @param resource on what
 * @param context under which circumstances
 */
public record AuthorizationRequest(
    EntityUid principal, EntityUid action, EntityUid resource, CedarRecord context) {
  public AuthorizationRequest {
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(context, "context");
  }

  /** A request with an empty context. */
  public static AuthorizationRequest of(EntityUid principal, EntityUid action, EntityUid resource) {
    return new AuthorizationRequest(principal, action, resource, CedarRecord.empty());
  }

  /** A request. */
  public static AuthorizationRequest of(
      EntityUid principal, EntityUid action, EntityUid resource, CedarRecord context) {
    return new AuthorizationRequest(principal, action, resource, context);
  }

  @Override
  public String toString() {
    return "request: " + principal + " " + action.toCedar() + " " + resource;
  }
}
