package org.ztclinical.session;

import java.util.Optional;
import org.ztclinical.identity.Identity;
import org.ztclinical.request.ClientCertificate;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestContext;
import org.ztclinical.token.Confirmation;

/**
 * Proves with every request that its sender holds all that the token is bound to: the client
 * certificate of the connection (RFC 8705 §3). A token that is bound to nothing passes as a bearer
 * token. Safe for use by many threads.
 */
public final class SenderConstraint {
  private SenderConstraint() {}

  /** The constraint that tokens state themselves. */
  public static SenderConstraint create() {
    return new SenderConstraint();
  }

  /**
   * The identity, when the sender of this request proved all that its token is bound to.
   *
   * @throws SenderRejectedException when anything of that was not proven
   */
  public Identity prove(Identity identity, Credentials credentials, RequestContext context)
      throws SenderRejectedException {
    Confirmation bound = identity.confirmation();
    requireScheme(bound, credentials);
    if (bound.certificateThumbprint().isPresent()) {
      requireCertificate(bound.certificateThumbprint().get(), context);
    }
    return identity;
  }

  private static void requireScheme(Confirmation bound, Credentials credentials)
      throws SenderRejectedException {
    boolean dpop = credentials.scheme().filter(Credentials.Scheme.DPOP::equals).isPresent();
    if (dpop && bound.keyThumbprint().isEmpty()) {
      throw new SenderRejectedException(SessionReason.TOKEN_NOT_BOUND_TO_KEY);
    }
    if (bound.keyThumbprint().isPresent()) {
      throw new SenderRejectedException(SessionReason.BOUND_TOKEN_AS_BEARER);
    }
  }

  private static void requireCertificate(String thumbprint, RequestContext context)
      throws SenderRejectedException {
    Optional<ClientCertificate> proven = context.certificate();
    if (proven.isEmpty()) {
      throw new SenderRejectedException(SessionReason.CERTIFICATE_MISSING);
    }
    if (!proven.get().thumbprint().equals(thumbprint)) {
      throw new SenderRejectedException(SessionReason.CERTIFICATE_OTHER);
    }
    if (!proven.get().isWithinDates(context.receivedAt())) {
      throw new SenderRejectedException(SessionReason.CERTIFICATE_NOT_VALID_NOW);
    }
  }
}
