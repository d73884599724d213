package org.ztclinical.enforce;

import java.util.Optional;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ReleaseFilter;
import org.ztclinical.smart.ReleaseTerms;

/**
 * What may leave in answer to one request or one entry of a batch.
 *
 * @param filter says of one resource why it may not leave
 * @param suppressBody nothing read may leave: writing was allowed, reading was not
 * @param confined only a part of what the server holds may be seen, so that counts and the words of
 *     the application could tell of the rest
 * @param reads the request reads, so that an answer without a body has nothing to be checked by
 */
record EntryRule(
    ReleaseFilter filter,
    boolean suppressBody,
    boolean confined,
    boolean totalReliable,
    boolean reads) {

  static EntryRule of(ReleaseTerms terms, boolean confined, boolean reads) {
    return new EntryRule(
        terms.filter(), terms.suppressBody(), confined, terms.totalReliable(), reads);
  }

  Optional<Reason> refuses(JsonObject resource) {
    return filter.refuses(resource);
  }
}
