/**
 * The synthetic patients: which of them a clinic has, and how they get into an empty database once.
 *
 * <p>Read {@link org.ztclinical.samples.clinic.synthea.SyntheticClinic} first, then {@link
 * org.ztclinical.samples.clinic.synthea.DataFolder}.
 *
 * <p>Nothing here knows HAPI or Spring: resources are JSON text with a type and an id.
 */
@NullMarked
package org.ztclinical.samples.clinic.synthea;

import org.jspecify.annotations.NullMarked;
