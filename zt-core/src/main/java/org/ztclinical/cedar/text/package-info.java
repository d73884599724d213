/**
 * Policies in Cedar's own syntax: read into trees and printed from them. Read {@link
 * org.ztclinical.cedar.text.PolicyParser} first, then {@link
 * org.ztclinical.cedar.text.PolicyPrinter}; {@link org.ztclinical.cedar.text.Tokens} is shared with
 * the reader of schemas. Nothing here evaluates, looks up a schema, or recurses over its input.
 */
@NullMarked
package org.ztclinical.cedar.text;

import org.jspecify.annotations.NullMarked;
