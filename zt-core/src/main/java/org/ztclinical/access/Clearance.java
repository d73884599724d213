package org.ztclinical.access;

import java.util.Optional;
import org.ztclinical.request.CanonicalRequest;

/**
 * What work is handed before it may run: a permit, or the fact that the route is public. Nobody
 * outside this library can make one.
 */
public sealed interface Clearance extends Outcome permits Permit, PublicAccess {
  /** The request to run, with the path as it arrived: what was asked, or less. */
  CanonicalRequest toPerform();

  /** The permit; empty on a public route. */
  Optional<Permit> permit();

  /** True on a route that is declared public: nobody was authenticated, nothing is checked. */
  default boolean isPublic() {
    return permit().isEmpty();
  }
}
