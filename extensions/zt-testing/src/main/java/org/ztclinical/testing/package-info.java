/**
 * What tests of clinical applications need: an issuer that mints tokens, attacks on them, a clock
 * moved by hand. Read {@link org.ztclinical.testing.TestIssuer} first. It never belongs on a
 * production class path.
 */
@NullMarked
package org.ztclinical.testing;

import org.jspecify.annotations.NullMarked;
