/**
 * Fulfils what permits oblige to before their work may run: a reason that must be stated, somebody
 * who must be told. Read {@link org.ztclinical.obligation.ObligationHandler} first. It never
 * permits: it can only let a permit stand or refuse it.
 */
@NullMarked
package org.ztclinical.obligation;

import org.jspecify.annotations.NullMarked;
