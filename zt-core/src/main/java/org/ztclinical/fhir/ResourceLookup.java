package org.ztclinical.fhir;

import java.util.Optional;
import org.ztclinical.json.JsonObject;

/**
 * What is stored now, as far as a decision needs it: before a write, before access to a Binary.
 *
 * <p>Contract: answer from the same store the request will reach, with the full resource, without
 * applying the caller's own rights. Answer within the deadline the application gave the
 * implementation (a few hundred milliseconds at most) and return empty when it passes: a late
 * answer is an unknown one. Empty means "nothing is known", be it absent, late or failed, and
 * whatever depends on it is denied. Implementations are safe for use by many threads and do not
 * throw.
 */
@FunctionalInterface
public interface ResourceLookup {

  /** The current version of the resource, when it exists and could be read in time. */
  Optional<JsonObject> find(String type, String id);

  /** Knows nothing: whatever needs a stored fact is denied. */
  static ResourceLookup none() {
    return (type, id) -> Optional.empty();
  }
}
