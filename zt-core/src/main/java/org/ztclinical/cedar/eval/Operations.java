package org.ztclinical.cedar.eval;

import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarIp;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * The tests that generated code calls: each takes what nodes give, values or errors, and returns an
 * {@link Outcome}. They say what the nodes of the same name say, in a form that a just-in-time
 * compiler can place where it is called.
 */
public final class Operations {
  private Operations() {}

  /** A value as a condition. */
  public static int test(Object value) {
    if (value == CedarBool.TRUE) {
      return Outcome.TRUE;
    }
    return value == CedarBool.FALSE ? Outcome.FALSE : typeError(value);
  }

  /** {@code !a}. */
  public static int not(int outcome) {
    return outcome < 0 ? outcome : Outcome.TRUE - outcome;
  }

  /** {@code a == b}. */
  public static int equal(Object left, Object right) {
    if (left instanceof CedarError error) {
      return Outcome.of(error);
    }
    return right instanceof CedarError error ? Outcome.of(error) : Outcome.of(left.equals(right));
  }

  /** {@code a == "text"}. */
  public static int equalText(Object value, String text) {
    if (value instanceof CedarString string) {
      return Outcome.of(string.value().equals(text));
    }
    return different(value);
  }

  /** {@code a == Type::"id"}. */
  public static int equalUid(Object value, EntityUid uid) {
    if (value instanceof EntityUid other) {
      return Outcome.of(uid.equals(other));
    }
    return different(value);
  }

  /** {@code a == 1}. */
  public static int equalLong(Object value, long number) {
    if (value instanceof CedarLong other) {
      return Outcome.of(other.value() == number);
    }
    return different(value);
  }

  /** {@code a < 1}. */
  public static int less(Object value, long number) {
    return value instanceof CedarLong other ? Outcome.of(other.value() < number) : typeError(value);
  }

  /** {@code a > 1}. */
  public static int greater(Object value, long number) {
    return value instanceof CedarLong other ? Outcome.of(other.value() > number) : typeError(value);
  }

  /** {@code a in Type::"id"}. */
  public static int in(Object value, EntityUid group, Evaluation in) {
    return value instanceof EntityUid uid
        ? Outcome.of(in.entities().isIn(uid, group))
        : typeError(value);
  }

  /** {@code a is Type}. */
  public static int is(Object value, Name type) {
    return value instanceof EntityUid uid ? Outcome.of(uid.type().equals(type)) : typeError(value);
  }

  /** {@code set.contains(value)}. */
  public static int contains(Object set, Object value) {
    if (set instanceof CedarError error) {
      return Outcome.of(error);
    }
    if (value instanceof CedarError error) {
      return Outcome.of(error);
    }
    return set instanceof CedarSet elements
        ? Outcome.of(elements.contains((CedarValue) value))
        : Outcome.of(CedarError.TYPE);
  }

  /** {@code set.containsAll(other)}. */
  public static int containsAll(Object set, Object other) {
    return set instanceof CedarSet elements && other instanceof CedarSet others
        ? Outcome.of(elements.containsAll(others))
        : typeError(set, other);
  }

  /** {@code set.containsAny(other)}. */
  public static int containsAny(Object set, Object other) {
    return set instanceof CedarSet elements && other instanceof CedarSet others
        ? Outcome.of(elements.containsAny(others))
        : typeError(set, other);
  }

  /** {@code address.isInRange(range)}. */
  public static int isInRange(Object address, Object range) {
    return address instanceof CedarIp ip && range instanceof CedarIp within
        ? Outcome.of(ip.isInRange(within))
        : typeError(address, range);
  }

  /** {@code object has attribute}, given what the slots of both hold. */
  public static int has(Object attribute, Object object) {
    if (!(attribute instanceof CedarError missing)) {
      return Outcome.TRUE;
    }
    if (object instanceof CedarError error) {
      return Outcome.of(error);
    }
    return missing == CedarError.TYPE ? Outcome.of(missing) : Outcome.FALSE;
  }

  /** A value of another type is different; an error stays one. */
  private static int different(Object value) {
    return value instanceof CedarError error ? Outcome.of(error) : Outcome.FALSE;
  }

  private static int typeError(Object value) {
    return Outcome.of(value instanceof CedarError error ? error : CedarError.TYPE);
  }

  private static int typeError(Object left, Object right) {
    return left instanceof CedarError error ? Outcome.of(error) : typeError(right);
  }
}
