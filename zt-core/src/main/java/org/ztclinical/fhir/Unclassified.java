package org.ztclinical.fhir;

import java.util.Objects;
import java.util.function.Function;
import org.ztclinical.reason.Reason;

/**
 * A request that has no meaning this library knows. It is denied.
 *
 * @param reason why
 */
public record Unclassified(Reason reason) implements Classified {
  public Unclassified {
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public <T> T fold(
      Function<? super FhirRequest, ? extends T> known,
      Function<? super Unclassified, ? extends T> unknown) {
    return unknown.apply(this);
  }
}
