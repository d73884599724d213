package org.ztclinical.cedar.schema;

import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;

/** Where something was declared, in whichever syntax: it can make the error that shows it. */
@FunctionalInterface
interface Place {
  /** The longest name that a message shows whole. */
  int SHOWN = 80;

  /** The error at this place. */
  CedarSyntaxException error(Fault fault, String sentence);

  /** A name as a message shows it: a long one is cut. */
  static String shown(Object name) {
    String text = name.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
