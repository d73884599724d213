package org.ztclinical.fhirclient;

import org.ztclinical.access.OutboundGrant;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.OutboundGuard;
import org.ztclinical.enforce.ProtectedWork;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.RequestContext;

/** What these clients need of {@link OutboundGuard}. */
interface Guard {
  /** The guard of zt-core. */
  static Guard of(OutboundGuard guard) {
    return new Guard() {
      @Override
      public Guarded guard(
          OutboundGrant grant,
          RequestContext context,
          CanonicalRequest request,
          ProtectedWork work) {
        return guard.guard(grant, context, request, work);
      }

      @Override
      public void refused(RequestContext context, Reason reason) {
        guard.refuse(context, reason);
      }
    };
  }

  /** Decides, records, runs the work, checks its answer. */
  Guarded guard(
      OutboundGrant grant, RequestContext context, CanonicalRequest request, ProtectedWork work);

  /** Records that a request was not sent, because it leads elsewhere or cannot be read. */
  void refused(RequestContext context, Reason reason);
}
