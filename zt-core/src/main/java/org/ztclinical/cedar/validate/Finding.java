package org.ztclinical.cedar.validate;

import java.util.Objects;
import org.ztclinical.cedar.value.Span;

/**
 * One mistake in one policy, or a reason to look at it twice. Immutable; policies are not secret,
 * so the sentence shows their names.
 *
 * @param policyId the policy, template or link it is in
 * @param at where in its text; unknown for policies that were not read from text
 * @param kind what it is, for programs
 * @param sentence what is wrong with what was written and what to do about it, for people
 */
public record Finding(String policyId, Span at, Kind kind, String sentence) {
  /** What was found. */
  public enum Kind {
    /** An entity type that the schema does not have. */
    UNKNOWN_ENTITY_TYPE(true),
    /** An action that the schema does not have. */
    UNKNOWN_ACTION(true),
    /** An id that an enumerated entity type does not have. */
    UNKNOWN_ENUM_ID(true),
    /** The scope admits no request that the schema allows. */
    NO_APPLICABLE_ACTION(true),
    /** An operand of a type that the operator does not take. */
    UNEXPECTED_TYPE(true),
    /** Types that have nothing in common, where they must. */
    INCOMPATIBLE_TYPES(true),
    /** An attribute that the type does not have. */
    ATTRIBUTE_NOT_FOUND(true),
    /** An optional attribute, read where it may be missing. */
    UNSAFE_ATTRIBUTE(true),
    /** A tag, read where it may be missing. */
    UNSAFE_TAG(true),
    /** A tag of an entity that has none. */
    NO_TAGS(true),
    /** A function with too many or too few arguments. */
    ARITY(true),
    /** Text that is not a decimal, ipaddr, datetime or duration. */
    EXTENSION_SYNTAX(true),
    /** A decimal, ipaddr, datetime or duration made from something else than a literal. */
    EXTENSION_NOT_LITERAL(true),
    /** {@code []}, whose elements have no type. */
    EMPTY_SET(true),
    /** Entities are followed further than the level allows. */
    LEVEL(true),
    /** Nested deeper than the validator goes. */
    TOO_DEEP(true),
    /** Of more kinds of requests than the validator looks at: types of principal by resource. */
    TOO_MANY_KINDS(true),
    /** No request that the schema allows satisfies the policy. */
    NEVER_APPLIES(false),
    /** Letters of several scripts that look alike, in one string or name. */
    MIXED_SCRIPTS(false),
    /** Characters that make text read in another order than it is written. */
    TEXT_DIRECTION(false);

    private final boolean error;

    Kind(boolean error) {
      this.error = error;
    }

    /** Whether it makes the policy set invalid; else it is a warning. */
    public boolean isError() {
      return error;
    }
  }

  public Finding {
    Objects.requireNonNull(policyId, "policyId");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(sentence, "sentence");
  }

  /** The finding as a line: {@code policy0 at 3:5: …}. */
  @Override
  public String toString() {
    return policyId + (at.isKnown() ? " at " + at : "") + ": " + sentence;
  }
}
