/**
 * What SMART App Launch scopes, a launch context and the patient compartment allow of a classified
 * request (SMART 2.2). Read {@link org.ztclinical.smart.ScopeAuthorizer} first. It never reads the
 * absence of a scope, a context or a fact as permission.
 */
@NullMarked
package org.ztclinical.smart;

import org.jspecify.annotations.NullMarked;
