/**
 * HAPI FHIR clients for other servers, guarded beneath all interceptors: scopes are checked before
 * a request leaves, resources before they reach the application. Read {@link
 * org.ztclinical.fhirclient.SecuredFhirClients} first. It never sends a token, or anything else, to
 * another address than the configured FHIR base.
 */
@NullMarked
package org.ztclinical.fhirclient;

import org.jspecify.annotations.NullMarked;
