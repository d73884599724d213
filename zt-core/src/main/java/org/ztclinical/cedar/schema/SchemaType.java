package org.ztclinical.cedar.schema;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

/**
 * A type that an attribute, a tag or a context can have, with every name resolved: common types are
 * replaced by what they stand for. Immutable; equal when the same values are of it.
 */
public sealed interface SchemaType {
  /** Bool, Long, String, or one of the extension types. */
  record Primitive(ValueKind kind) implements SchemaType {
    public Primitive {
      switch (kind) {
        case ENTITY, SET, RECORD ->
            throw new IllegalArgumentException(kind.cedarName() + " is not a primitive type");
        case BOOL, LONG, STRING, DECIMAL, IPADDR, DATETIME, DURATION -> {}
      }
    }
  }

  /** An entity of this type. */
  record EntityOf(Name type) implements SchemaType {}

  /** A set whose elements are all of this type. */
  record SetOf(SchemaType element) implements SchemaType {}

  /** A record with these attributes and no others. */
  record RecordOf(Map<String, Attribute> attributes) implements SchemaType {
    private static final RecordOf EMPTY = new RecordOf(Map.of());

    public RecordOf {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** The record type without attributes. */
    public static RecordOf empty() {
      return EMPTY;
    }
  }

  /** The type of an attribute, and whether it must be there. */
  record Attribute(SchemaType type, boolean required) {}
}
