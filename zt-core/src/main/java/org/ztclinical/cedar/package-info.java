/**
 * The Cedar policy language 4.5, decided inside the JVM: may this principal do this action on this
 * resource? Read {@link org.ztclinical.cedar.Authorizer} first. This room never fetches anything
 * and never keeps a decision.
 */
@NullMarked
package org.ztclinical.cedar;

import org.jspecify.annotations.NullMarked;
