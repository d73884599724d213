package org.ztclinical.cedar.ast;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;

/**
 * A policy without slots: written as one, or made by linking a template. Immutable; the place where
 * it was written is not part of its value.
 *
 * @param id unique in its policy set; not part of the text
 * @param effect what it says when satisfied
 * @param annotations in the order written; an annotation without a value has the value {@code ""}
 * @param principal scope of the principal, without slot
 * @param action scope of the action
 * @param resource scope of the resource, without slot
 * @param conditions in the order written, evaluated in that order
 * @param templateId the template it was linked from
 * @param at where it was written
 */
public record Policy(
    String id,
    Effect effect,
    Map<String, String> annotations,
    ScopeConstraint principal,
    ActionConstraint action,
    ScopeConstraint resource,
    List<Condition> conditions,
    Optional<String> templateId,
    Span at) {
  public Policy {
    Lexical.requireScalars(id);
    annotations =
        Collections.unmodifiableMap(new LinkedHashMap<>(Lexical.requireAnnotations(annotations)));
    conditions = List.copyOf(conditions);
    if (hasSlot(principal) || hasSlot(resource)) {
      throw new IllegalArgumentException("a policy with slots is a template");
    }
  }

  /** The value of the annotation, {@code ""} where it was written without one. */
  public Optional<String> annotation(String name) {
    return Optional.ofNullable(annotations.get(name));
  }

  /** The same policy under another id. */
  public Policy withId(String newId) {
    return new Policy(
        newId, effect, annotations, principal, action, resource, conditions, templateId, at);
  }

  private static boolean hasSlot(ScopeConstraint constraint) {
    return constraint.target().filter(Slot.class::isInstance).isPresent();
  }
}
