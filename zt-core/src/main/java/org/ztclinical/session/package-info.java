/**
 * Whether the sender of a request is the one its token was given to. Read {@link
 * org.ztclinical.session.SenderConstraint} first. It never remembers that a sender was proven
 * beyond the request that proved it, and never decides what a caller may do.
 */
@NullMarked
package org.ztclinical.session;

import org.jspecify.annotations.NullMarked;
