/**
 * Policies as trees: expressions, scopes, policies, templates, policy sets. Read {@link
 * org.ztclinical.cedar.ast.Policy} first, then {@link org.ztclinical.cedar.ast.Expr}. Trees are
 * immutable values that never evaluate, print or read themselves.
 */
@NullMarked
package org.ztclinical.cedar.ast;

import org.jspecify.annotations.NullMarked;
