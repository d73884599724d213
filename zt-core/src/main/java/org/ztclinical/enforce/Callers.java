package org.ztclinical.enforce;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.Rejection;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.RequestReason;
import org.ztclinical.session.RevocationReason;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.session.SenderRejectedException;
import org.ztclinical.session.SessionReason;
import org.ztclinical.session.Sessions;
import org.ztclinical.session.Standing;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

/** Finds out who sends an attempt, by the one credential that it has. Immutable. */
record Callers(
    TokenVerifier tokens,
    IdentityResolver identities,
    SenderConstraint senders,
    Sessions sessions) {
  Callers {
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(identities, "identities");
    Objects.requireNonNull(senders, "senders");
    Objects.requireNonNull(sessions, "sessions");
  }

  /**
   * Who it is.
   *
   * @param standing whether that still counts, for as long as the answer takes
   */
  record Known(Identity identity, Standing standing) {}

  /** The verified identity; everything else is refused, with the reason. */
  Known authenticate(Attempt attempt) throws Unauthenticated {
    Optional<String> token = attempt.credentials().token();
    if (token.isEmpty()) {
      throw new Unauthenticated(
          Rejection.Kind.UNAUTHENTICATED, Reason.of(RequestReason.CREDENTIAL_MISSING));
    }
    try {
      VerifiedToken verified = tokens.verify(token.get(), attempt.context().peer());
      requireNotEnded(verified);
      Identity claimed = identities.resolve(verified);
      Identity proven =
          senders.prove(claimed, attempt.credentials(), attempt.context(), attempt.request());
      return new Known(proven, sessions.standing(verified));
    } catch (TokenRejectedException e) {
      throw new Unauthenticated(Rejection.Kind.UNAUTHENTICATED, e.asReason());
    } catch (IdentityRejectedException e) {
      throw new Unauthenticated(Rejection.Kind.UNAUTHENTICATED, e.asReason());
    } catch (SenderRejectedException e) {
      throw new Unauthenticated(kindOf(e.asReason()), e.asReason());
    } catch (KeysUnavailableException e) {
      throw new Unauthenticated(
          new Rejection(Rejection.Kind.UNAVAILABLE, e.asReason(), Optional.of(e.retryAfter())));
    }
  }

  private void requireNotEnded(VerifiedToken token) throws Unauthenticated {
    Optional<Reason> ended = sessions.refusal(token);
    if (ended.isPresent()) {
      throw new Unauthenticated(Rejection.Kind.UNAUTHENTICATED, ended.get());
    }
    if (sessions.isBlind()) {
      throw new Unauthenticated(
          Rejection.Kind.UNAVAILABLE, Reason.of(RevocationReason.STATE_TOO_OLD));
    }
  }

  private static Rejection.Kind kindOf(Reason reason) {
    if (reason.code() == SessionReason.PROOFS_EXHAUSTED) {
      return Rejection.Kind.TOO_MANY_REQUESTS;
    }
    return reason.code() == SessionReason.PROOFS_UNAVAILABLE
        ? Rejection.Kind.UNAVAILABLE
        : Rejection.Kind.UNAUTHENTICATED;
  }

  /** Carries why nobody was authenticated to where it is answered. */
  static final class Unauthenticated extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    Unauthenticated(Rejection.Kind kind, Reason reason) {
      this(new Rejection(kind, reason));
    }

    Unauthenticated(Rejection rejection) {
      super(rejection.reason().code().code(), null, false, false);
      this.rejection = rejection;
    }

    Rejection rejection() {
      return rejection;
    }
  }
}
