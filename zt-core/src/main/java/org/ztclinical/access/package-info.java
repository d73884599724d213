/**
 * The question and the answer: an access request with everything known about it, and its outcome
 * with everything that explains it. Read {@link org.ztclinical.access.AccessRequest}, then {@link
 * org.ztclinical.access.Outcome}. It never decides.
 */
@NullMarked
package org.ztclinical.access;

import org.jspecify.annotations.NullMarked;
