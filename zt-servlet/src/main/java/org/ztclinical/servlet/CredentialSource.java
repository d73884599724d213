package org.ztclinical.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Where an application that logs its users in itself keeps their access tokens: usually in the
 * session, which a cookie names. It hands over the token as the authorization server issued it,
 * never a name or a principal: the token is verified on each request like one that came in the
 * {@code Authorization} header, so that its end, its revocation and the strength of its
 * authentication count.
 *
 * <p>Called on the container's request, before any other filter, on many threads. Refreshing a
 * token that is about to end is the source's business, and so is the time that takes.
 */
@FunctionalInterface
public interface CredentialSource {
  /**
   * The access token of whoever is logged in; empty when nobody is. What it throws counts as
   * nobody.
   */
  Optional<String> accessToken(HttpServletRequest request);
}
