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

  /** By slot: what attributes of it are read from, under their names. */
  private final List<Map<String, Integer>> children = new ArrayList<>();

  private final String[] attributes = new String[MAX_SLOTS];
  private final int[] parents = new int[MAX_SLOTS];
  private int[] contextSlots = new int[0];

  Paths() {
    for (Expr.Var variable : Expr.Var.values()) {
      add(NONE, variable.cedarName());
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
    Integer slot = children.get(parent).get(attribute);
    if (slot != null) {
      return slot;
    }
    return size() < MAX_SLOTS ? add(parent, attribute) : NONE;
  }

  private int add(int parent, String attribute) {
    int slot = size();
    // Hosts name attributes by literals, which the JVM interns: then finding one is a glance.
    attributes[slot] = attribute.intern();
    children.add(new HashMap<>(2));
    parents[slot] = parent;
    if (parent != NONE) {
      children.get(parent).put(attribute, slot);
    }
    if (parent == CONTEXT) {
      contextSlots = Arrays.copyOf(contextSlots, contextSlots.length + 1);
      contextSlots[contextSlots.length - 1] = slot;
    }
    return slot;
  }

  /** The slot of an attribute of the context; {@link #NONE} where no policy has one for it. */
  public int contextSlot(String attribute) {
    return children.get(CONTEXT).getOrDefault(attribute, NONE);
  }

  /** The slots of all attributes of the context. */
  int[] contextSlots() {
    return contextSlots;
  }

  int parent(int slot) {
    return parents[slot];
  }

  String attribute(int slot) {
    return attributes[slot];
  }

  int size() {
    return children.size();
  }
}
