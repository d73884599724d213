/**
 * The front door: one object that enforces Zero Trust in a clinical application. Read {@link
 * org.ztclinical.ZeroTrust} first. It only assembles; every rule lives in a room below.
 */
@NullMarked
package org.ztclinical;

import org.jspecify.annotations.NullMarked;
