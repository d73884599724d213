/**
 * The vocabulary of every answer: layers, verdicts, reasons with stable codes. Read {@link
 * org.ztclinical.reason.Reason} first. It never decides anything and never carries patient data.
 */
@NullMarked
package org.ztclinical.reason;

import org.jspecify.annotations.NullMarked;
