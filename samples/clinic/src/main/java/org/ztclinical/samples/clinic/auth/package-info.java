/**
 * The clinic's authorization server: Spring Authorization Server with the demo's personas, SMART
 * scopes and launch context.
 *
 * <p>Read {@link org.ztclinical.samples.clinic.auth.AuthorizationServer} first.
 *
 * <p>Nothing here trusts a request for more scope than the client and the person are both allowed.
 */
@NullMarked
package org.ztclinical.samples.clinic.auth;

import org.jspecify.annotations.NullMarked;
