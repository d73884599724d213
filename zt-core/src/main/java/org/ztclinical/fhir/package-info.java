/**
 * What a request means in FHIR R4: its interaction and everything it touches, or the reason why it
 * has no meaning we know. Read {@link org.ztclinical.fhir.FhirClassifier} first. It never decides
 * whether a request is allowed and never guesses: what it does not know is unclassified.
 */
@NullMarked
package org.ztclinical.fhir;

import org.jspecify.annotations.NullMarked;
