/**
 * JSON from outside, read strictly: duplicate members, excess depth, excess size and bytes that are
 * not UTF-8 are refused. Read {@link org.ztclinical.json.JsonReader} first. It never repairs and
 * never binds to classes.
 */
@NullMarked
package org.ztclinical.json;

import org.jspecify.annotations.NullMarked;
