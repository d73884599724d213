package org.ztclinical.access;

import java.util.List;
import java.util.function.Function;
import org.ztclinical.reason.Reason;

/**
 * How a request ended before any work was done: decided, rejected because it could not be read or
 * its sender could not be authenticated, or let through on a route that is declared public.
 */
public sealed interface Outcome permits Decision, Rejection, Clearance {
  /** Why; empty for a plain permit. */
  List<Reason> reasons();

  /** Continues with exactly one of the four cases. */
  <T> T fold(
      Function<? super Permit, ? extends T> permit,
      Function<? super Denial, ? extends T> denial,
      Function<? super Rejection, ? extends T> rejection,
      Function<? super PublicAccess, ? extends T> publicAccess);
}
