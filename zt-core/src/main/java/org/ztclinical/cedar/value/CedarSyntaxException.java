package org.ztclinical.cedar.value;

import java.util.Objects;

/**
 * Text, JSON or a combination of them that is not what the Cedar language allows. The message is
 * for the author: it says where, shows the line, and names the remedy where there is one. Policies
 * and schemas are not secret; where the document was data (entities, context), the message shows
 * the place and never the data.
 */
public final class CedarSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for programs. */
  public enum Fault {
    /** Not a sentence of the grammar, or not JSON. */
    MALFORMED,
    /** A name, attribute, id, annotation or member that must be unique occurs twice. */
    DUPLICATE,
    /** A name that nothing defines, or a member that nobody knows. */
    UNKNOWN,
    /** Well-formed, and not allowed here: a slot in a condition, a number with a fraction. */
    NOT_ALLOWED,
    /** Does not fit the schema. */
    NOT_IN_SCHEMA,
    /** Types, groups or entities that contain themselves. */
    CYCLE,
    /** Larger, longer or deeper than the limits. */
    LIMIT
  }

  private final Fault fault;
  private final String place;
  private final Span at;

  /**
   * An error at a place.
   *
   * @param fault its class
   * @param place where, for people: {@code baseline.cedar:12:5}, {@code [3].attrs.panel}
   * @param at where, for programs; {@link Span#NONE} in JSON
   * @param sentence what is wrong and what to do
   */
  public CedarSyntaxException(Fault fault, String place, Span at, String sentence) {
    super(place.isEmpty() ? sentence : place + ": " + sentence);
    this.fault = Objects.requireNonNull(fault, "fault");
    this.place = place;
    this.at = Objects.requireNonNull(at, "at");
  }

  /** The class of the error. */
  public Fault fault() {
    return fault;
  }

  /** Where, for people. */
  public String place() {
    return place;
  }

  /** Where, for programs. */
  public Span at() {
    return at;
  }
}
