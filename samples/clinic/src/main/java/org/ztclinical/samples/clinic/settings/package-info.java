/**
 * The clinic's command line and what it makes of it. Read {@link
 * org.ztclinical.samples.clinic.settings.ClinicSettings} first. It never ignores an option that it
 * does not know.
 */
@NullMarked
package org.ztclinical.samples.clinic.settings;

import org.jspecify.annotations.NullMarked;
