/**
 * What both servers want of Tomcat: a servlet for every path, and error pages that tell nothing.
 * Read {@link org.ztclinical.samples.clinic.tomcat.NothingHere} first. It never looks at who asks.
 */
@NullMarked
package org.ztclinical.samples.clinic.tomcat;

import org.jspecify.annotations.NullMarked;
