/**
 * The same clinical decision by several policy engines, and what each takes for it. Read {@link
 * org.ztclinical.benchmarks.cedar.ClinicalRules} first, the rules that every engine states in its
 * own words. It never measures an engine that answers one of the questions wrongly.
 */
@NullMarked
package org.ztclinical.benchmarks.cedar;

import org.jspecify.annotations.NullMarked;
