package org.ztclinical.fhir;

import java.util.Objects;
import java.util.Set;

/**
 * Resources of other types (or others of the same type) that a request reads beside the ones it
 * names.
 *
 * @param kind how they are reached
 * @param source the type that holds the reference
 * @param parameter the search parameter that follows the reference; {@code *} for all of them
 * @param types the types reached; {@link #ANY_TYPE} when they cannot be known
 */
public record Join(Kind kind, String source, String parameter, Set<String> types) {
  /** Stands for every type there is. */
  public static final String ANY_TYPE = "*";

  public Join {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(parameter, "parameter");
    types = Set.copyOf(types);
  }

  /** How a join reaches its resources (FHIR R4 §3.1.1). */
  public enum Kind {
    /** {@code subject.name=…}: the result depends on resources that are not returned. */
    CHAIN(true),
    /** {@code _has:Observation:patient:code=…}: likewise, against the direction of references. */
    HAS(true),
    /** {@code _list=…}: the result depends on a List. */
    LIST(true),
    /** {@code _filter}, {@code _query} or a sort along a chain: whatever its text reaches. */
    EXPRESSION(true),
    /** {@code Patient?identifier=…} in place of a literal reference in what is written. */
    CONDITIONAL_REFERENCE(true),
    /** {@code _include}: the joined resources are returned. */
    INCLUDE(false),
    /** {@code _revinclude}: the joined resources are returned. */
    REVINCLUDE(false),
    /** A later page of a search that was classified when it was made; its content is unknown. */
    PAGE(false);

    private final boolean oracle;

    Kind(boolean oracle) {
      this.oracle = oracle;
    }

    /**
     * True when resources that are not in the answer decide what the answer is, so that checking
     * the answer does not protect them.
     */
    public boolean isOracle() {
      return oracle;
    }
  }
}
