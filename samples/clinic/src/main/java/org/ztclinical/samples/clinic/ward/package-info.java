/**
 * What the clinic serves beside FHIR: pages for the wards. Read {@link
 * org.ztclinical.samples.clinic.ward.WristbandServlet} first. It never looks at who asks: the
 * protection in front of it does, by the route that is declared there.
 */
@NullMarked
package org.ztclinical.samples.clinic.ward;

import org.jspecify.annotations.NullMarked;
