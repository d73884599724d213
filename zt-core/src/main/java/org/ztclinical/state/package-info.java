/**
 * Short-lived facts that several requests, and later several instances, must agree on: a reason
 * given for an access, a proof already used. Read {@link org.ztclinical.state.StateStore} first. It
 * never holds a decision, an identifier in clear, or anything that has no end.
 */
@NullMarked
package org.ztclinical.state;

import org.jspecify.annotations.NullMarked;
