/**
 * What issuers say of tokens, users and devices after they gave a token: logout tokens (OpenID
 * Connect Back-Channel Logout 1.0) and security events (RFC 8417, Shared Signals, CAEP), verified
 * and read. Read {@link org.ztclinical.signal.SecurityEvents} first. It never acts on them.
 */
@NullMarked
package org.ztclinical.signal;

import org.jspecify.annotations.NullMarked;
