package org.ztclinical.cedar.ast;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;

/**
 * A policy with slots in its scope. It decides nothing until it is linked. Immutable.
 *
 * @param id unique in its policy set, among policies too
 * @param effect what its links say when satisfied
 * @param annotations in the order written
 * @param principal scope of the principal, with or without {@code ?principal}
 * @param action scope of the action
 * @param resource scope of the resource, with or without {@code ?resource}
 * @param conditions in the order written
 * @param at where it was written
 */
public record Template(
    String id,
    Effect effect,
    Map<String, String> annotations,
    ScopeConstraint principal,
    ActionConstraint action,
    ScopeConstraint resource,
    List<Condition> conditions,
    Span at) {
  public Template {
    Lexical.requireScalars(id);
    annotations =
        Collections.unmodifiableMap(new LinkedHashMap<>(Lexical.requireAnnotations(annotations)));
    conditions = List.copyOf(conditions);
    if (slotOf(principal) == Slot.RESOURCE || slotOf(resource) == Slot.PRINCIPAL) {
      throw new IllegalArgumentException(
          "?principal constrains the principal, ?resource the resource");
    }
    if (slotOf(principal) == null && slotOf(resource) == null) {
      throw new IllegalArgumentException("a template without slots is a policy");
    }
  }

  /** The slots a link must fill: one or two. */
  public Set<Slot> slots() {
    Set<Slot> slots = EnumSet.noneOf(Slot.class);
    if (slotOf(principal) != null) {
      slots.add(Slot.PRINCIPAL);
    }
    if (slotOf(resource) != null) {
      slots.add(Slot.RESOURCE);
    }
    return Collections.unmodifiableSet(slots);
  }

  /**
   * The policy with these entities in the slots.
   *
   * @throws IllegalArgumentException when a slot is left open, or there is no such slot
   */
  public Policy link(String newId, Map<Slot, EntityUid> values) {
    if (!values.keySet().equals(slots())) {
      throw new IllegalArgumentException("a link fills exactly the template's slots");
    }
    return new Policy(
        newId,
        effect,
        annotations,
        fill(principal, values),
        action,
        fill(resource, values),
        conditions,
        Optional.of(id),
        at);
  }

  private static ScopeConstraint fill(ScopeConstraint constraint, Map<Slot, EntityUid> values) {
    Slot slot = slotOf(constraint);
    return slot == null
        ? constraint
        : constraint.withTarget(Objects.requireNonNull(values.get(slot)));
  }

  private static @Nullable Slot slotOf(ScopeConstraint constraint) {
    return constraint.target().orElse(null) instanceof Slot slot ? slot : null;
  }
}
