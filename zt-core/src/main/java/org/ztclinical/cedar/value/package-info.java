/**
 * The values of the Cedar language: what policies compare and what entities and contexts hold. Read
 * {@link org.ztclinical.cedar.value.CedarValue} first. Values are immutable, never print their
 * content by accident, and know nothing of policies.
 */
@NullMarked
package org.ztclinical.cedar.value;

import org.jspecify.annotations.NullMarked;
