/**
 * From an access token's text to facts that are proven: issuer, subject, client, scopes and claims.
 * Read {@link org.ztclinical.token.TokenVerifier} first. It never takes a key from the token, never
 * decides what a caller may do, and shows nothing of a token in messages or logs.
 */
@NullMarked
package org.ztclinical.token;

import org.jspecify.annotations.NullMarked;
