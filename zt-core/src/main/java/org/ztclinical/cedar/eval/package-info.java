/**
 * Evaluates policies: turns expressions into small trees of nodes that run on one request. Read
 * {@link org.ztclinical.cedar.eval.Program} first, then {@link org.ztclinical.cedar.eval.Node}. It
 * never decides what the results of all policies together mean.
 */
@NullMarked
package org.ztclinical.cedar.eval;

import org.jspecify.annotations.NullMarked;
