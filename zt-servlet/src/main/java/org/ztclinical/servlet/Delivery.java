package org.ztclinical.servlet;

import java.io.IOException;
import java.util.Optional;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.Response;

/** Where a finished answer goes: to the caller, or into the answer of the exchange around it. */
interface Delivery {
  /** Hands over the answer of a guarded request, as it is. */
  void deliver(Guarded guarded) throws IOException;

  /** The way for an answer that is too large to be held; empty where it must be held. */
  Optional<Outlet> outlet();

  /** Hands over the answer for a failure of our own, of which nothing is told. */
  void deliverFailure(Response failure) throws IOException;
}
