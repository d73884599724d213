package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.identity.Identity;
import org.ztclinical.policy.Clinical.Attribute;
import org.ztclinical.relationship.RelationshipKind;
import org.ztclinical.relationship.RelationshipSource;

/**
 * What the user of one request is to the patients that it is about: each patient is asked for once.
 * A request that is about too many, or for which too often nothing was known, learns nothing more.
 * Safe for use by several threads.
 */
final class Relationships {
  /** Of more patients nothing is known to one request. */
  static final int MOST_PATIENTS = 100;

  /** When this many answers did not come, no more are asked for: each may have cost a deadline. */
  static final int MOST_UNKNOWN = 3;

  private static final Relationships NONE =
      new Relationships(Optional.empty(), Optional.empty(), Optional.empty());

  /** The set of what nobody knows. */
  static final CedarSet UNKNOWN_KINDS = CedarSet.of(Vocabulary.RELATIONSHIP_KIND.first());

  private final Optional<RelationshipSource> source;
  private final Optional<Identity> user;
  private final Optional<EntityUid> own;
  private final Map<String, Optional<Set<RelationshipKind>>> known = new HashMap<>();
  private int unknown;

  private Relationships(
      Optional<RelationshipSource> source, Optional<Identity> user, Optional<EntityUid> own) {
    this.source = source;
    this.user = user;
    this.own = own;
  }

  /** Nobody is asked, and the context says what it says. */
  static Relationships notAsked() {
    return NONE;
  }

  /**
   * Those of a user.
   *
   * @param own the user's own record
   */
  static Relationships of(
      RelationshipSource source, AccessRequest request, Optional<EntityUid> own) {
    Optional<Identity> person = request.identity().filter(identity -> !identity.isService());
    return new Relationships(Optional.of(source), person, own);
  }

  /** The context of a question about this patient's record. */
  CedarRecord about(String patient, CedarRecord context) {
    if (source.isEmpty() || user.isEmpty()) {
      return context;
    }
    if (own.filter(Fhir.resource(Fhir.PATIENT, patient)::equals).isPresent()) {
      return with("self", CedarSet.of(), context);
    }
    return kinds(patient).map(kinds -> with(word(kinds), set(kinds), context)).orElse(context);
  }

  private static String word(Set<RelationshipKind> kinds) {
    return kinds.isEmpty() ? "none" : "treating";
  }

  private static CedarSet set(Set<RelationshipKind> kinds) {
    List<EntityUid> words = new ArrayList<>();
    kinds.forEach(kind -> words.add(Vocabulary.RELATIONSHIP_KIND.of(kind.word())));
    return CedarSet.of(words);
  }

  private static CedarRecord with(String word, CedarSet kinds, CedarRecord context) {
    return context
        .with(Attribute.RELATIONSHIP, Vocabulary.RELATIONSHIP.of(word))
        .with(Attribute.RELATIONSHIP_KINDS, kinds);
  }

  private synchronized Optional<Set<RelationshipKind>> kinds(String patient) {
    Optional<Set<RelationshipKind>> before = known.get(patient);
    if (before != null) {
      return before;
    }
    if (known.size() >= MOST_PATIENTS || unknown >= MOST_UNKNOWN) {
      return Optional.empty();
    }
    Optional<Set<RelationshipKind>> now =
        source.orElseThrow().between(user.orElseThrow(), patient).map(Set::copyOf);
    known.put(patient, now);
    unknown += now.isEmpty() ? 1 : 0;
    return now;
  }

  /** Patients' ids are not shown. */
  @Override
  public String toString() {
    return "relationships";
  }
}
