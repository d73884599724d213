package org.ztclinical.cedar.schema;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

/**
 * A type that an attribute, a tag or a context can have, with every name resolved: common types are
 * replaced by what they stand for. Immutable; equal when the same values are of it.
 *
 * <p>A type that was declared once and used often is one object wherever it is used. Hash, depth
 * and size are computed once; comparing two types takes as many stack frames as the types are deep.
 */
public sealed interface SchemaType {
  /** The levels of sets and records in it: 1 for a type that holds no other. */
  int depth();

  /** The types it is written with when every common type is written out, itself among them. */
  long size();

  /** Bool, Long, String, or one of the extension types. */
  record Primitive(ValueKind kind) implements SchemaType {
    public Primitive {
      switch (kind) {
        case ENTITY, SET, RECORD ->
            throw new IllegalArgumentException(kind.cedarName() + " is not a primitive type");
        case BOOL, LONG, STRING, DECIMAL, IPADDR, DATETIME, DURATION -> {}
      }
    }

    @Override
    public int depth() {
      return 1;
    }

    @Override
    public long size() {
      return 1;
    }
  }

  /** An entity of this type. */
  record EntityOf(Name type) implements SchemaType {
    public EntityOf {
      Objects.requireNonNull(type, "type");
    }

    @Override
    public int depth() {
      return 1;
    }

    @Override
    public long size() {
      return 1;
    }
  }

  /** A set whose elements are all of one type. */
  final class SetOf implements SchemaType {
    private final SchemaType element;
    private final int depth;
    private final long size;
    private final int hash;

    /** The set of this element type. */
    public SetOf(SchemaType element) {
      this.element = element;
      this.depth = 1 + element.depth();
      this.size = 1 + element.size();
      this.hash = 31 * element.hashCode() + 1;
    }

    /** The type of every element. */
    public SchemaType element() {
      return element;
    }

    @Override
    public int depth() {
      return depth;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof SetOf that && hash == that.hash && element.equals(that.element));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return "Set of " + size + " types";
    }
  }

  /** A record with these attributes and no others. */
  final class RecordOf implements SchemaType {
    private static final RecordOf EMPTY = new RecordOf(Map.of());

    private final SortedMap<String, Attribute> attributes;
    private final int depth;
    private final long size;
    private final int hash;

    /**
     * The record with these attributes.
     *
     * @throws IllegalArgumentException when a name has half of a surrogate pair
     */
    public RecordOf(Map<String, Attribute> attributes) {
      this.attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
      int deepest = 0;
      long all = 1;
      int mixed = 7;
      for (Map.Entry<String, Attribute> entry : this.attributes.entrySet()) {
        Lexical.requireScalars(entry.getKey());
        SchemaType type = entry.getValue().type();
        deepest = Math.max(deepest, type.depth());
        all += type.size();
        mixed = 31 * (31 * mixed + entry.getKey().hashCode()) + entry.getValue().hashCode();
      }
      this.depth = 1 + deepest;
      this.size = all;
      this.hash = mixed;
    }

    /** The record type without attributes. */
    public static RecordOf empty() {
      return EMPTY;
    }

    /** The attributes by name, in the order of names; unmodifiable. */
    public Map<String, Attribute> attributes() {
      return attributes;
    }

    @Override
    public int depth() {
      return depth;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof RecordOf that
              && hash == that.hash
              && size == that.size
              && hasAttributesOf(that));
    }

    private boolean hasAttributesOf(RecordOf that) {
      if (attributes.size() != that.attributes.size()) {
        return false;
      }
      Iterator<Map.Entry<String, Attribute>> theirs = that.attributes.entrySet().iterator();
      for (Map.Entry<String, Attribute> ours : attributes.entrySet()) {
        Map.Entry<String, Attribute> their = theirs.next();
        if (!ours.getKey().equals(their.getKey()) || !ours.getValue().equals(their.getValue())) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return "Record of " + attributes.keySet();
    }
  }

  /** The type of an attribute, and whether it must be there. */
  record Attribute(SchemaType type, boolean required) {
    public Attribute {
      Objects.requireNonNull(type, "type");
    }

    // Not the generated methods: they take several stack frames a level while they are cold.
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Attribute that
              && required == that.required
              && type.equals(that.type));
    }

    @Override
    public int hashCode() {
      return 2 * type.hashCode() + (required ? 1 : 0);
    }
  }
}
