/**
 * Stored facts from a HAPI FHIR server that runs in the same JVM, and what its patches make of
 * them. Read {@link org.ztclinical.hapiserver.HapiStore} first. It never writes, and never reads
 * with the rights of whoever sent a request.
 */
@NullMarked
package org.ztclinical.hapiserver;

import org.jspecify.annotations.NullMarked;
