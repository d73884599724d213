/**
 * Turns policies that are asked often into Java bytecode. Read {@link
 * org.ztclinical.cedar.compile.CompilingRunner} first. What is generated answers as the interpreter
 * does, and never stands in its way: where no class can be defined, the interpreter goes on.
 */
@NullMarked
package org.ztclinical.cedar.compile;

import org.jspecify.annotations.NullMarked;
