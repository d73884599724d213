package org.ztclinical.cedar.schema;

import java.util.Map;

/** A type as it was written, in either syntax: its names are not resolved yet. Immutable. */
sealed interface TypeSyntax {
  /** Where it was written. */
  Place at();

  /** What a name may stand for. */
  enum Sort {
    /** A common type, an entity type or a built-in type, in this order: Cedar syntax. */
    ANY,
    /** An entity type. */
    ENTITY,
    /** A common type or a built-in type: JSON. */
    COMMON,
    /** Bool, Long, String or an extension type, without regard to what the schema declares. */
    BUILT_IN
  }

  /**
   * A name.
   *
   * @param text in its normal form, with or without namespace
   */
  record Named(Sort sort, String text, Place at) implements TypeSyntax {}

  /** A set of elements of this type. */
  record SetSyntax(TypeSyntax element, Place at) implements TypeSyntax {}

  /** A record with these attributes, in the order written. */
  record RecordSyntax(Map<String, AttributeSyntax> attributes, Place at) implements TypeSyntax {}

  /** An attribute's type, and whether it must be there. */
  record AttributeSyntax(TypeSyntax type, boolean required) {}
}
