package org.ztclinical.cedar.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Span;

/** Nodes that give what is known: constants, variables, attributes, tags. */
public final class AttributeNodes {
  private AttributeNodes() {}

  /** A value, or an error, known before any request. */
  public static final class Constant extends Node {
    private final Object value;

    Constant(Object value, Span at) {
      super(at);
      this.value = value;
    }

    @Override
    public Object value(Evaluation in) {
      if (value instanceof CedarError error) {
        return fail(in, error);
      }
      return value;
    }

    /** The value, or the error. */
    public Object constant() {
      return value;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** A variable, or an attribute reached from one through others, as {@code context.device.id}. */
  public static final class Slot extends Node {
    private final int slot;

    Slot(int slot, Span at) {
      super(at);
      this.slot = slot;
    }

    @Override
    public Object value(Evaluation in) {
      Object value = in.slot(slot);
      if (value instanceof CedarError error) {
        return fail(in, error);
      }
      return value;
    }

    /** Its number; see {@link Paths}. */
    public int slot() {
      return slot;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.slot(this);
    }
  }

  /** {@code a.b.c}, where {@code a} is computed. */
  static final class Navigate extends Node {
    private final Node object;
    private final String attribute;

    Navigate(Node object, String attribute, Span at) {
      super(at);
      this.object = object;
      this.attribute = attribute;
    }

    @Override
    public Object value(Evaluation in) {
      Object of = object.value(in);
      if (of instanceof CedarError) {
        return of;
      }
      Object value = in.attribute(of, attribute);
      return value instanceof CedarError error ? fail(in, error) : value;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /** {@code a has b}, where both {@code a} and {@code a.b} are slots. */
  public static final class HasSlot extends Node.Test {
    private final int object;
    private final int attribute;

    HasSlot(int object, int attribute, Span at) {
      super(at);
      this.object = object;
      this.attribute = attribute;
    }

    @Override
    public int test(Evaluation in) {
      if (!(in.slot(attribute) instanceof CedarError missing)) {
        return Outcome.TRUE;
      }
      if (in.slot(object) instanceof CedarError error) {
        return failure(in, error);
      }
      // The object is there: either it is none that has attributes, or it lacks this one.
      return missing == CedarError.TYPE ? failure(in, missing) : Outcome.FALSE;
    }

    /** The slot of the object. */
    public int object() {
      return object;
    }

    /** The slot of the attribute. */
    public int attribute() {
      return attribute;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.hasSlot(this);
    }
  }

  /** {@code a has b.c}, where {@code a} is computed. */
  static final class Has extends Node.Test {
    private final Node object;
    private final List<String> path;

    Has(Node object, List<String> path, Span at) {
      super(at);
      this.object = object;
      this.path = path;
    }

    @Override
    public int test(Evaluation in) {
      Object of = object.value(in);
      if (of instanceof CedarError error) {
        return Outcome.of(error);
      }
      for (String attribute : path) {
        of = in.attribute(of, attribute);
        if (of instanceof CedarError missing) {
          return missing == CedarError.TYPE ? failure(in, missing) : Outcome.FALSE;
        }
      }
      return Outcome.TRUE;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /** {@code entity.getTag(key)}. */
  static final class GetTag extends Node {
    private final Node entity;
    private final Node key;

    GetTag(Node entity, Node key, Span at) {
      super(at);
      this.entity = entity;
      this.key = key;
    }

    @Override
    public Object value(Evaluation in) {
      Object of = entity.value(in);
      if (of instanceof CedarError) {
        return of;
      }
      Object name = key.value(in);
      if (name instanceof CedarError) {
        return name;
      }
      if (!(of instanceof EntityUid uid) || !(name instanceof CedarString tag)) {
        return fail(in, CedarError.TYPE);
      }
      CedarRecord tags = tags(in, uid);
      if (tags == null) {
        return fail(in, CedarError.ENTITY_MISSING);
      }
      Object value = tags.get(tag.value());
      return value == null ? fail(in, CedarError.TAG_MISSING) : value;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /** {@code entity.hasTag(key)}: false for an entity that is not in the store. */
  static final class HasTag extends Node.Test {
    private final Node entity;
    private final Node key;

    HasTag(Node entity, Node key, Span at) {
      super(at);
      this.entity = entity;
      this.key = key;
    }

    @Override
    public int test(Evaluation in) {
      Object of = entity.value(in);
      if (of instanceof CedarError error) {
        return Outcome.of(error);
      }
      Object name = key.value(in);
      if (name instanceof CedarError error) {
        return Outcome.of(error);
      }
      if (!(of instanceof EntityUid uid) || !(name instanceof CedarString tag)) {
        return failure(in, CedarError.TYPE);
      }
      CedarRecord tags = tags(in, uid);
      return Outcome.of(tags != null && tags.has(tag.value()));
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  private static @Nullable CedarRecord tags(Evaluation in, EntityUid uid) {
    Entity entity = in.entities().get(uid);
    return entity == null ? null : entity.tags();
  }
}
