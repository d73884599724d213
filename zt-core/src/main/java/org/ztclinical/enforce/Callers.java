package org.ztclinical.enforce;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.Rejection;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.RequestReason;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.session.SenderRejectedException;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;

/** Finds out who sends an attempt, by the one credential that it has. Immutable. */
record Callers(TokenVerifier tokens, IdentityResolver identities, SenderConstraint senders) {
  Callers {
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(identities, "identities");
    Objects.requireNonNull(senders, "senders");
  }

  /** The verified identity; everything else is refused, with the reason. */
  Identity authenticate(Attempt attempt) throws Unauthenticated {
    Optional<String> token = attempt.credentials().token();
    if (token.isEmpty()) {
      throw new Unauthenticated(
          Rejection.Kind.UNAUTHENTICATED, Reason.of(RequestReason.CREDENTIAL_MISSING));
    }
    try {
      Identity claimed = identities.resolve(tokens.verify(token.get()));
      return senders.prove(claimed, attempt.credentials(), attempt.context());
    } catch (TokenRejectedException e) {
      throw new Unauthenticated(Rejection.Kind.UNAUTHENTICATED, e.asReason());
    } catch (IdentityRejectedException e) {
      throw new Unauthenticated(Rejection.Kind.UNAUTHENTICATED, e.asReason());
    } catch (SenderRejectedException e) {
      throw new Unauthenticated(Rejection.Kind.UNAUTHENTICATED, e.asReason());
    } catch (KeysUnavailableException e) {
      throw new Unauthenticated(Rejection.Kind.UNAVAILABLE, e.asReason());
    }
  }

  /** Carries why nobody was authenticated to where it is answered. */
  static final class Unauthenticated extends Exception {
    private static final long serialVersionUID = 1L;

    private final Rejection.Kind kind;
    private final transient Reason reason;

    Unauthenticated(Rejection.Kind kind, Reason reason) {
      super(reason.code().code(), null, false, false);
      this.kind = kind;
      this.reason = reason;
    }

    Rejection.Kind kind() {
      return kind;
    }

    Reason reason() {
      return reason;
    }
  }
}
