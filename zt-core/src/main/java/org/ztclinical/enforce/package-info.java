/**
 * One request through all stages, from bytes to checked bytes: the policy enforcement point (NIST
 * SP 800-207 §3). Read {@link org.ztclinical.enforce.EnforcementPoint} first. It never hands out
 * permission: work is passed in and runs only when permitted.
 */
@NullMarked
package org.ztclinical.enforce;

import org.jspecify.annotations.NullMarked;
