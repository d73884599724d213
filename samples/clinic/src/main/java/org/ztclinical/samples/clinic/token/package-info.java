/**
 * Gets access tokens from the running clinic over HTTP, as an app would: for the tour and the
 * tests.
 *
 * <p>Read {@link org.ztclinical.samples.clinic.token.DemoApp} first.
 *
 * <p>Nothing here shares memory with the servers; it needs the JDK alone.
 */
@NullMarked
package org.ztclinical.samples.clinic.token;

import org.jspecify.annotations.NullMarked;
