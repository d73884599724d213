package org.ztclinical.policy;

/** Names of operations whose meaning the library knows, without the dollar sign. */
final class Operation {
  static final String EVERYTHING = "everything";
  static final String EXPORT = "export";

  private Operation() {}
}
