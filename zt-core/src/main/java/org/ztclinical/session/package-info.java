/**
 * Whether the sender of a request is the one its token was given to, and whether what the token
 * stands for still counts: proofs of possession, logins and tokens that were ended, trust that was
 * withdrawn. Read {@link org.ztclinical.session.SenderConstraint} and {@link
 * org.ztclinical.session.Sessions} first. It never remembers that a sender was proven beyond the
 * request that proved it, and never forgets an end before all tokens it is about have expired.
 */
@NullMarked
package org.ztclinical.session;

import org.jspecify.annotations.NullMarked;
