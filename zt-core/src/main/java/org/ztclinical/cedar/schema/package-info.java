/**
 * Schemas: which entity types, attributes, tags and actions exist. Read {@link
 * org.ztclinical.cedar.schema.Schema} first. A schema is a resolved model: it never holds a name
 * that nothing defines, and never looks at a policy.
 */
@NullMarked
package org.ztclinical.cedar.schema;

import org.jspecify.annotations.NullMarked;
