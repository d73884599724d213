package org.ztclinical.fhir;

import java.util.Optional;
import org.ztclinical.json.JsonObject;

/**
 * What is stored now, as far as a decision needs it: before a write, before access to a Binary.
 *
 * <p>Contract: answer from the same store the request will reach, with the full resource, without
 * applying the caller's own rights. Empty means "nothing is known", be it absent, late or failed,
 * and whatever depends on it is denied. Implementations are safe for use by many threads. The
 * library asks {@linkplain #within within a deadline}, on a thread of its own; then an
 * implementation may also throw, and is interrupted when it is late.
 */
@FunctionalInterface
public interface ResourceLookup {

  /** The current version of the resource, when it exists and could be read in time. */
  Optional<JsonObject> find(String type, String id);

  /**
   * The same within a deadline: never throws, never takes longer, and takes a resource of another
   * type or id than asked for for none.
   */
  default ResourceLookup within(FactDeadline deadline) {
    return (type, id) -> {
      Optional<JsonObject> found = deadline.ask("resourceLookup", () -> find(type, id));
      boolean other =
          found
              .filter(
                  resource ->
                      !resource.string("resourceType").equals(Optional.of(type))
                          || !resource.string("id").equals(Optional.of(id)))
              .isPresent();
      if (other) {
        deadline.answeredOtherwise("resourceLookup");
        return Optional.empty();
      }
      return found;
    };
  }

  /** Knows nothing: whatever needs a stored fact is denied. */
  static ResourceLookup none() {
    return (type, id) -> Optional.empty();
  }
}
