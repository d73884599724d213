package org.ztclinical.enforce;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonSelection;
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
 * @param byId it reads a resource that it names, so that any other answer than that resource would
 *     tell that it is there
 */
record EntryRule(
    ReleaseFilter filter,
    boolean suppressBody,
    boolean confined,
    boolean totalReliable,
    boolean reads,
    boolean byId) {
  private static final Set<Interaction> BY_ID =
      Set.of(Interaction.READ, Interaction.VREAD, Interaction.HISTORY_INSTANCE);

  /** Types that can hold other resources: they are read whole. */
  private static final Set<String> CARRYING = Set.of("Bundle", "Parameters", "OperationOutcome");

  static EntryRule of(ReleaseTerms terms, boolean confined, Interaction interaction) {
    return new EntryRule(
        terms.filter(),
        terms.suppressBody(),
        confined,
        terms.totalReliable(),
        interaction.isRead(),
        BY_ID.contains(interaction));
  }

  /**
   * What must be read of an entry to decide by this rule and to name what leaves: of its resource
   * the members that filter and audit look at, known once its type is; all else, as what is no part
   * of an entry may not leave.
   */
  JsonSelection entry(ReleasedNames names) {
    return JsonSelection.all().in("resource", resource(names));
  }

  /** What must be read of a resource; one that does not begin with its type is read whole. */
  JsonSelection resource(ReleasedNames names) {
    Map<String, JsonSelection> known = new HashMap<>();
    return JsonSelection.byFirst(
        "resourceType", type -> known.computeIfAbsent(type, t -> ofType(t, names)));
  }

  private JsonSelection ofType(String type, ReleasedNames names) {
    Optional<Set<String>> read = filter.reads(type);
    if (read.isEmpty() || CARRYING.contains(type)) {
      return JsonSelection.all();
    }
    Set<String> members = new HashSet<>(Set.of("resourceType", "id"));
    members.addAll(read.get());
    members.addAll(names.reads(type));
    return JsonSelection.of(members);
  }

  /** Whether the answer must be as if there were nothing. */
  boolean asAbsent() {
    return filter.refusesEverything();
  }

  Optional<Reason> refuses(JsonObject resource) {
    return filter.refuses(resource).or(() -> OutcomeWords.refuses(resource, confined));
  }
}
