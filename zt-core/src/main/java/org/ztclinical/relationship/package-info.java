/**
 * What a user is to a patient: whether they treat the patient, by which care team, encounter or
 * appointment. Read {@link org.ztclinical.relationship.RelationshipSource} first. It never decides:
 * what nobody knows in time is unknown, and policies say what follows.
 */
@NullMarked
package org.ztclinical.relationship;

import org.jspecify.annotations.NullMarked;
