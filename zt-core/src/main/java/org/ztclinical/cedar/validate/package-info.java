/**
 * Finds the mistakes in policies before any request does: names that the schema does not know,
 * operands of the wrong type, attributes that may be missing. Read {@link
 * org.ztclinical.cedar.validate.Validator} first. It never looks at entities or requests, and never
 * changes a policy.
 */
@NullMarked
package org.ztclinical.cedar.validate;

import org.jspecify.annotations.NullMarked;
