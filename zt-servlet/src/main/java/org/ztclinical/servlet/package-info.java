/**
 * Puts the walk of {@code org.ztclinical} in front of any Jakarta Servlet 6 application. Read
 * {@link org.ztclinical.servlet.ZeroTrustFilter} first. It never decides, and never lets a byte of
 * the application out that was not checked.
 */
@NullMarked
package org.ztclinical.servlet;

import org.jspecify.annotations.NullMarked;
