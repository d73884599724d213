package org.ztclinical.cedar.text;

import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.value.Span;

/**
 * A finished part of an expression.
 *
 * @param expr the tree
 * @param depth its levels; 1 for a literal
 * @param from where it begins, parentheses around it included
 */
record Operand(Expr expr, int depth, Span from) {}
