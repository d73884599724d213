/**
 * The guided tour: calls to the running clinic whose answers are checked, and what each left in the
 * audit log. Read {@link org.ztclinical.samples.clinic.tour.Tour} first. It never reaches into the
 * clinic: it speaks HTTP and reads the log, as anyone on this machine could.
 */
@NullMarked
package org.ztclinical.samples.clinic.tour;

import org.jspecify.annotations.NullMarked;
