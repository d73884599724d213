package org.ztclinical.obligation;

import java.util.Set;
import org.ztclinical.access.Obligation;

/**
 * Does what one obligation asks for. Called on the thread of the request, before the decision is
 * recorded and before the work runs; handlers are safe for use by many threads and bound their own
 * time. A handler that throws denies. Where policies only observe, handlers are called all the
 * same, and what they refuse is recorded as "would deny".
 */
public interface ObligationHandler {
  /** What it fulfils. */
  Obligation obligation();

  /**
   * Fulfils, or refuses with a reason. May depend on the request and on what this handler was told
   * before; never on what the application has stored, or the answer would tell what exists.
   */
  ObligationAnswer fulfil(Duty duty);

  /**
   * Request headers, in lower case, that are meant for this handler alone: the application does not
   * see them, on no route.
   */
  default Set<String> requestHeaders() {
    return Set.of();
  }

  /**
   * True when it tells somebody. Such handlers are called last, and only for what every other one
   * has let stand.
   */
  default boolean tellsOthers() {
    return false;
  }
}
