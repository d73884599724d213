package org.ztclinical.cedar.schema;

import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;

/** Where something was declared, in whichever syntax: it can make the error that shows it. */
@FunctionalInterface
interface Place {
  /** The error at this place. */
  CedarSyntaxException error(Fault fault, String sentence);
}
