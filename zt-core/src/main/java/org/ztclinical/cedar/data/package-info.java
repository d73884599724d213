/**
 * The data that policies are asked about, in JSON: entities and contexts are read, checked against
 * a schema and written. Read {@link org.ztclinical.cedar.data.EntitiesJson} first, then {@link
 * org.ztclinical.cedar.data.DataValidator}. No error of this room ever shows an id or a value.
 */
@NullMarked
package org.ztclinical.cedar.data;

import org.jspecify.annotations.NullMarked;
