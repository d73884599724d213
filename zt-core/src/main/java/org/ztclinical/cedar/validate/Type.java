package org.ztclinical.cedar.validate;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

/**
 * What the validator knows of an expression's value. Finer than the types of a schema: a Bool can
 * be known to be true or false, an entity can be one of several types, a record can have more
 * attributes than are known. Immutable; prints as it is named in messages.
 */
sealed interface Type {
  /** The name without the attributes of records, which can be many. */
  default String brief() {
    if (this instanceof SetOf set) {
      return "Set<" + set.element().brief() + ">";
    }
    return this instanceof RecordOf record && !record.fields().isEmpty() ? "{…}" : toString();
  }

  /** The types without parts. */
  enum Basic implements Type {
    /** Of no value at all: the element type of the empty set. */
    NEVER("Never"),
    /** Nothing is known, because a mistake has been reported already. */
    FAILED("?"),
    TRUE("true"),
    FALSE("false"),
    BOOL("Bool"),
    LONG("Long"),
    STRING("String"),
    DECIMAL("decimal"),
    IPADDR("ipaddr"),
    DATETIME("datetime"),
    DURATION("duration");

    private final String cedarName;

    Basic(String cedarName) {
      this.cedarName = cedarName;
    }

    static Basic bool(boolean value) {
      return value ? TRUE : FALSE;
    }

    static Basic of(ValueKind kind) {
      return switch (kind) {
        case BOOL -> BOOL;
        case LONG -> LONG;
        case STRING -> STRING;
        case DECIMAL -> DECIMAL;
        case IPADDR -> IPADDR;
        case DATETIME -> DATETIME;
        case DURATION -> DURATION;
        case ENTITY, SET, RECORD ->
            throw new IllegalArgumentException(kind.cedarName() + " has parts");
      };
    }

    /** The type of {@code left && right} where neither is known to be false. */
    static Type both(Type left, Type right) {
      if (left == FAILED || right == FAILED) {
        return FAILED;
      }
      return left == TRUE ? right : right == TRUE ? left : BOOL;
    }

    /** The type of {@code !a}. */
    static Type negated(Type type) {
      return type == TRUE ? FALSE : type == FALSE ? TRUE : type;
    }

    boolean isBool() {
      return this == TRUE || this == FALSE || this == BOOL;
    }

    @Override
    public String toString() {
      return cedarName;
    }
  }

  /** A set of elements of a type. */
  record SetOf(Type element) implements Type {
    @Override
    public String toString() {
      return "Set<" + element + ">";
    }
  }

  /** An entity of one of these types. */
  record EntityOf(Set<Name> types) implements Type {
    public EntityOf {
      types = Collections.unmodifiableSet(new TreeSet<>(types));
    }

    static EntityOf of(Name type) {
      return new EntityOf(Set.of(type));
    }

    @Override
    public String toString() {
      return types.stream().map(Name::text).collect(Collectors.joining(" or "));
    }
  }

  /** A record with these attributes, and when it is open perhaps with others. */
  record RecordOf(Map<String, Field> fields, boolean open) implements Type {
    public RecordOf {
      fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    @Override
    public String toString() {
      return fields.entrySet().stream()
          .limit(8)
          .map(
              e ->
                  Lexical.attributeName(e.getKey())
                      + (e.getValue().required() ? ": " : "?: ")
                      + e.getValue().type().brief())
          .collect(Collectors.joining(", ", "{", fields.size() > 8 || open ? ", …}" : "}"));
    }
  }

  /** The type of an attribute, and whether it is always there. */
  record Field(Type type, boolean required) {}
}
