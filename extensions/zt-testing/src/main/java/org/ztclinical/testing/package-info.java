/**
 * What tests of clinical applications need: an issuer that mints tokens, attacks on them, a clock
 * moved by hand, policies under test, the contract of stores. Read {@link
 * org.ztclinical.testing.TestIssuer} first, for policies {@link
 * org.ztclinical.testing.PolicyFixture}. It never belongs on a production class path.
 */
@NullMarked
package org.ztclinical.testing;

import org.jspecify.annotations.NullMarked;
