package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr;

/**
 * The attributes that policies read, as {@code context.device.trust}, each with a number: its slot.
 * A request looks each up once, in the slot; nodes then read an array. The four variables are the
 * first slots. A parent's slot is always lower than its children's.
 *
 * <p>Filled while policies are made ready, read-only afterwards.
 */
public final class Paths {
  /** The slot of {@code principal}. */
  public static final int PRINCIPAL = 0;

  /** The slot of {@code action}. */
  public static final int ACTION = 1;

  /** The slot of {@code resource}. */
  public static final int RESOURCE = 2;

  /** The slot of {@code context}. */
  public static final int CONTEXT = 3;

  /** What has no slot says so with this. */
  public static final int NONE = -1;

  // A request has an array of this size; more paths than this are looked up wherever they stand.
  private static final int MAX_SLOTS = 256;

  private final List<Path> paths = new ArrayList<>();
  private final Map<Path, Integer> slots = new HashMap<>();
  private int[] contextSlots = new int[0];

  Paths() {
    for (Expr.Var variable : Expr.Var.values()) {
      paths.add(new Path(NONE, variable.cedarName()));
    }
  }

  /** The slot of a variable. */
  static int variable(Expr.Var variable) {
    return switch (variable) {
      case PRINCIPAL -> PRINCIPAL;
      case ACTION -> ACTION;
      case RESOURCE -> RESOURCE;
      case CONTEXT -> CONTEXT;
    };
  }

  /** The slot of an attribute of what is in a slot, or {@link #NONE} when there are no more. */
  int child(int parent, String attribute) {
    // Hosts name attributes by literals, which the JVM interns: then finding one is a glance.
    Path path = new Path(parent, attribute.intern());
    Integer slot = slots.get(path);
    if (slot == null && paths.size() < MAX_SLOTS) {
      slot = paths.size();
      paths.add(path);
      slots.put(path, slot);
      if (parent == CONTEXT) {
        contextSlots = Arrays.copyOf(contextSlots, contextSlots.length + 1);
        contextSlots[contextSlots.length - 1] = slot;
      }
    }
    return slot == null ? NONE : slot;
  }

  /** The slot of an attribute of the context; {@link #NONE} where no policy has one for it. */
  public int contextSlot(String attribute) {
    return slots.getOrDefault(new Path(CONTEXT, attribute), NONE);
  }

  /** The slots of all attributes of the context. */
  int[] contextSlots() {
    return contextSlots;
  }

  int parent(int slot) {
    return paths.get(slot).parent;
  }

  String attribute(int slot) {
    return paths.get(slot).attribute;
  }

  int size() {
    return paths.size();
  }

  private record Path(int parent, String attribute) {}
}
