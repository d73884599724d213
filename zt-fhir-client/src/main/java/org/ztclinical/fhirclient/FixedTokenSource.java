package org.ztclinical.fhirclient;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** One token that is never replaced. */
final class FixedTokenSource implements TokenSource {
  private final AccessToken token;
  private final AtomicBoolean refused = new AtomicBoolean();

  FixedTokenSource(AccessToken token) {
    this.token = Objects.requireNonNull(token, "token");
  }

  @Override
  public AccessToken token() throws TokenUnavailableException {
    if (refused.get()) {
      throw new TokenUnavailableException(
          TokenUnavailableException.Cause.ENDED, "the server refused the token of this session");
    }
    return token;
  }

  @Override
  public void forget(AccessToken gone) {
    if (gone.equals(token)) {
      refused.set(true);
    }
  }
}
