/**
 * What the JSON forms of Cedar have in common: documents read under the engine's limits, places for
 * errors, references to entities, and the escapes for values that JSON lacks. Read {@link
 * org.ztclinical.cedar.json.CedarJson} first. It never says what a document means as a whole.
 */
@NullMarked
package org.ztclinical.cedar.json;

import org.jspecify.annotations.NullMarked;
