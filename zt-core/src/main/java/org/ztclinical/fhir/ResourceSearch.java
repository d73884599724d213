package org.ztclinical.fhir;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Parameters;

/**
 * Finds stored resources that a decision needs, as {@link ResourceLookup} does by id.
 *
 * <p>Contract: search the same store the request will reach, without applying the caller's own
 * rights. What is found are candidates: whoever asks looks at each by itself, because a server may
 * ignore a parameter. Empty means "nothing is known". Safe for use by many threads.
 */
@FunctionalInterface
public interface ResourceSearch {
  /** A search answers with so many at most. */
  int MOST = 100;

  /** What matches, in the terms of a FHIR search of one type; empty when that is not known. */
  Optional<Found> find(String type, Parameters criteria);

  /**
   * What a search found.
   *
   * @param resources at most {@link #MOST}
   * @param complete false where there is more
   */
  record Found(List<JsonObject> resources, boolean complete) {
    public Found {
      resources = List.copyOf(resources);
    }

    /** The first {@link #MOST} of these; complete when they are no more and this says so. */
    public static Found of(List<JsonObject> resources, boolean complete) {
      Objects.requireNonNull(resources, "resources");
      return resources.size() <= MOST
          ? new Found(resources, complete)
          : new Found(resources.subList(0, MOST), false);
    }

    @Override
    public String toString() {
      return resources.size() + (complete ? " resources" : " resources of more");
    }
  }
}
