/**
 * Schemas: which entity types, attributes, tags and actions exist, read from Cedar's syntax or JSON
 * and written in both. Read {@link org.ztclinical.cedar.schema.Schema} first, then {@link
 * org.ztclinical.cedar.schema.SchemaParser}. A schema is a resolved model: it never holds a name
 * that nothing defines, and never looks at a policy.
 */
@NullMarked
package org.ztclinical.cedar.schema;

import org.jspecify.annotations.NullMarked;
