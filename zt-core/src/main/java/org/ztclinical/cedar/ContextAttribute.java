package org.ztclinical.cedar;

import java.util.function.Function;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.Lexical;

/**
 * An attribute of the context, looked up once among those that an authorizer's policies read. Made
 * by {@link Authorizer#contextAttribute}, for that authorizer's {@link RequestBuilder}s. Immutable.
 *
 * @param <T> the type of its values in Java
 */
public final class ContextAttribute<T> {
  private final Authorizer owner;
  private final String name;
  private final int slot;
  private final Kind<T> kind;

  ContextAttribute(Authorizer owner, String name, int slot, Kind<T> kind) {
    this.owner = owner;
    this.name = Lexical.requireScalars(name);
    this.slot = slot;
    this.kind = kind;
  }

  /** The attribute's name. */
  public String name() {
    return name;
  }

  int slot() {
    return slot;
  }

  boolean isOf(Authorizer authorizer) {
    return owner == authorizer;
  }

  CedarValue value(T value) {
    return kind.toCedar.apply(value);
  }

  @Override
  public String toString() {
    return "context." + name;
  }

  /**
   * How values in Java become values of Cedar.
   *
   * @param <T> the type in Java
   */
  public static final class Kind<T> {
    /** A Bool. */
    public static final Kind<Boolean> BOOL = new Kind<>(CedarBool::of);

    /** A Long. */
    public static final Kind<Long> LONG = new Kind<>(CedarLong::of);

    /** A String. */
    public static final Kind<String> STRING = new Kind<>(CedarString::of);

    /** Any value, as it is: an entity, a set, a record, a datetime. */
    public static final Kind<CedarValue> VALUE = new Kind<>(value -> value);

    private final Function<T, CedarValue> toCedar;

    private Kind(Function<T, CedarValue> toCedar) {
      this.toCedar = toCedar;
    }
  }
}
