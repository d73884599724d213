package org.ztclinical.smart;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.reason.Reason;

/** What scopes, launch context and compartment say about a request. */
public sealed interface ScopeDecision {

  /** Handles the three cases. */
  <T> T fold(
      Function<? super Covered, ? extends T> covered,
      Function<? super Narrowed, ? extends T> narrowed,
      Function<? super NotCovered, ? extends T> notCovered);

  /** The terms; empty when the request is not covered. */
  default Optional<ReleaseTerms> terms() {
    return fold(
        covered -> Optional.of(covered.on()),
        narrowed -> Optional.of(narrowed.on()),
        notCovered -> Optional.empty());
  }

  /** All that was asked for is covered; the answer is checked all the same. */
  record Covered(ReleaseTerms on) implements ScopeDecision {
    public Covered {
      Objects.requireNonNull(on, "on");
    }

    @Override
    public <T> T fold(
        Function<? super Covered, ? extends T> covered,
        Function<? super Narrowed, ? extends T> narrowed,
        Function<? super NotCovered, ? extends T> notCovered) {
      return covered.apply(this);
    }
  }

  /** A part of what was asked for is covered; the rest must not leave. */
  record Narrowed(ReleaseTerms on) implements ScopeDecision {
    public Narrowed {
      Objects.requireNonNull(on, "on");
    }

    @Override
    public <T> T fold(
        Function<? super Covered, ? extends T> covered,
        Function<? super Narrowed, ? extends T> narrowed,
        Function<? super NotCovered, ? extends T> notCovered) {
      return narrowed.apply(this);
    }
  }

  /**
   * Nothing of it may happen.
   *
   * @param reasons at least one
   */
  record NotCovered(List<Reason> reasons) implements ScopeDecision {
    public NotCovered {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a refusal has a reason");
      }
    }

    static NotCovered because(SmartReason code, String detail) {
      return new NotCovered(List.of(Reason.of(code, detail)));
    }

    @Override
    public <T> T fold(
        Function<? super Covered, ? extends T> covered,
        Function<? super Narrowed, ? extends T> narrowed,
        Function<? super NotCovered, ? extends T> notCovered) {
      return notCovered.apply(this);
    }
  }
}
