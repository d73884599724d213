/**
 * The clinic's FHIR R4 server: HAPI FHIR JPA on an embedded H2 database, behind Tomcat on loopback.
 *
 * <p>Read {@link org.ztclinical.samples.clinic.fhir.FhirServer} first.
 *
 * <p>Nothing here decides who may see what: that is done in front of it, by the filter that the
 * clinic's protection registers.
 */
@NullMarked
package org.ztclinical.samples.clinic.fhir;

import org.jspecify.annotations.NullMarked;
