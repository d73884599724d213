/**
 * Who can log in to the demo, and what each of them may at most be granted.
 *
 * <p>Read {@link org.ztclinical.samples.clinic.personas.Persona} first.
 *
 * <p>Nobody here is real, and every password and secret is public: the clinic prints them.
 */
@NullMarked
package org.ztclinical.samples.clinic.personas;

import org.jspecify.annotations.NullMarked;
