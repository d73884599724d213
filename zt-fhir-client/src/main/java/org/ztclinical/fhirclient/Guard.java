package org.ztclinical.fhirclient;

import org.ztclinical.access.OutboundGrant;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.ProtectedWork;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.RequestContext;

/** Decides, records, runs the work, checks its answer: {@code OutboundGuard} in its one verb. */
@FunctionalInterface
interface Guard {
  Guarded guard(
      OutboundGrant grant, RequestContext context, CanonicalRequest request, ProtectedWork work);
}
