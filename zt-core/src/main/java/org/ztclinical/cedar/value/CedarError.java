package org.ztclinical.cedar.value;

/** Why an expression has no value: the classes of run-time errors of the Cedar language. */
public enum CedarError {
  /** An operand is of a type the operator does not take. */
  TYPE("the operand has the wrong type"),
  /** The record or entity has no attribute of this name. */
  ATTRIBUTE_MISSING("there is no such attribute"),
  /** The entity has no tag of this name. */
  TAG_MISSING("there is no such tag"),
  /** The entity is not in the store. */
  ENTITY_MISSING("the entity does not exist"),
  /** The result does not fit 64 bits. */
  OVERFLOW("the result does not fit 64 bits"),
  /** An extension function does not take this number of arguments. */
  ARITY("wrong number of arguments"),
  /** The text is not a decimal, ipaddr, datetime or duration. */
  EXTENSION_SYNTAX("the text is not a value of this extension type"),
  /** A bound of the engine was reached. */
  LIMIT("a limit of the engine was reached");

  private final String sentence;

  CedarError(String sentence) {
    this.sentence = sentence;
  }

  /** The error in words, without any value. */
  public String sentence() {
    return sentence;
  }
}
