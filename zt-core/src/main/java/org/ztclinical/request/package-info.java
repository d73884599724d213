/**
 * A request as bytes from outside became values: one spelling of path and query, one credential.
 * Read {@link org.ztclinical.request.CanonicalRequest} first. It never interprets FHIR and never
 * guesses: what could be read in two ways is refused.
 */
@NullMarked
package org.ztclinical.request;

import org.jspecify.annotations.NullMarked;
