package org.ztclinical.cedar.schema;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;

/**
 * An entity type. Immutable.
 *
 * @param name with its namespace
 * @param attributes of its entities
 * @param tags the type of every tag; entities of this type have no tags where it is empty
 * @param memberOf types whose entities its entities can directly be in
 * @param enumIds the ids there are, for an enumerated type; empty for every other
 * @param annotations as written
 */
public record EntityTypeDefinition(
    Name name,
    SchemaType.RecordOf attributes,
    Optional<SchemaType> tags,
    Set<Name> memberOf,
    Optional<Set<String>> enumIds,
    Map<String, String> annotations) {
  public EntityTypeDefinition {
    enumIds.ifPresent(ids -> ids.forEach(Lexical::requireScalars));
    memberOf = Collections.unmodifiableSet(new TreeSet<>(memberOf));
    enumIds = enumIds.map(ids -> Collections.unmodifiableSet(new LinkedHashSet<>(ids)));
    annotations = Map.copyOf(Lexical.requireAnnotations(annotations));
  }
}
