/**
 * Who asks: the subject, client, FHIR user, roles, scopes and launch context of a verified token,
 * and how strongly the user was authenticated. Read {@link org.ztclinical.identity.Identity} first.
 * It never takes anything from a request but its verified token, and never reads a malformed claim
 * as an absent one.
 */
@NullMarked
package org.ztclinical.identity;

import org.jspecify.annotations.NullMarked;
