package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalRequest;

/**
 * A request on a route that was declared public. It was audited as such. Only the enforcement point
 * issues one; an architecture test sees to it.
 */
public final class PublicAccess implements Clearance {
  private final String route;
  private final CanonicalRequest toPerform;

  private PublicAccess(String route, CanonicalRequest toPerform) {
    this.route = Objects.requireNonNull(route, "route");
    this.toPerform = Objects.requireNonNull(toPerform, "toPerform");
  }

  /** Issues access to a public route. For the enforcement point alone. */
  public static PublicAccess issue(String route, CanonicalRequest toPerform) {
    return new PublicAccess(route, toPerform);
  }

  /** The route as it was declared. */
  public String route() {
    return route;
  }

  @Override
  public CanonicalRequest toPerform() {
    return toPerform;
  }

  @Override
  public Optional<Permit> permit() {
    return Optional.empty();
  }

  @Override
  public List<Reason> reasons() {
    return List.of();
  }

  @Override
  public <T> T fold(
      Function<? super Permit, ? extends T> permit,
      Function<? super Denial, ? extends T> denial,
      Function<? super Rejection, ? extends T> rejection,
      Function<? super PublicAccess, ? extends T> publicAccess) {
    return publicAccess.apply(this);
  }

  @Override
  public String toString() {
    return "public access to " + route;
  }
}
