/**
 * The clinic: a FHIR server full of synthetic patients and an authorization server, in one JVM.
 *
 * <p>Read {@link org.ztclinical.samples.clinic.Clinic} first, then {@link
 * org.ztclinical.samples.clinic.ClinicProtection}.
 *
 * <p>Nothing here is for production: the personas' passwords are printed at every start.
 */
@NullMarked
package org.ztclinical.samples.clinic;

import org.jspecify.annotations.NullMarked;
