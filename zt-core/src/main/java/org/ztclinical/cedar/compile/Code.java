package org.ztclinical.cedar.compile;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a method in the making (JVM specification 17, §4.7.3).
 *
 * <p>The verifier wants to know, at each place that is jumped to, what is on the stack and in the
 * local variables (§4.7.4). Here this is always the same: the stack is empty, and one variable
 * beyond the parameters, set before the first jump, has the type that the constructor was told. So
 * every frame but the first says "as before".
 */
final class Code {
  static final int ICONST_0 = 0x03;
  static final int ICONST_1 = 0x04;
  static final int ILOAD = 0x15;
  static final int ALOAD = 0x19;
  static final int AALOAD = 0x32;
  static final int ISTORE = 0x36;
  static final int ASTORE = 0x3a;
  static final int ISUB = 0x64;
  static final int IFEQ = 0x99;
  static final int IFNE = 0x9a;
  static final int IFLT = 0x9b;
  static final int GOTO = 0xa7;
  static final int IRETURN = 0xac;
  static final int RETURN = 0xb1;
  static final int GETSTATIC = 0xb2;
  static final int PUTSTATIC = 0xb3;
  static final int INVOKEVIRTUAL = 0xb6;
  static final int INVOKESPECIAL = 0xb7;
  static final int INVOKESTATIC = 0xb8;
  static final int CHECKCAST = 0xc0;

  private static final int SIPUSH = 0x11;
  private static final int LDC_W = 0x13;
  private static final int LDC2_W = 0x14;
  private static final int TABLESWITCH = 0xaa;
  private static final int SAME_FRAME_EXTENDED = 251;
  private static final int APPEND_ONE = 252;

  /** HotSpot leaves longer methods to its interpreter. */
  private static final int COMPILABLE = 8_000;

  private final ConstantPool pool;
  private final byte[] variable;
  private final List<Jump> jumps = new ArrayList<>();
  private byte[] bytes = new byte[256];
  private int size;

  /** A place that can be jumped to. */
  static final class Label {
    private int at = -1;
    private boolean used;

    /** Whether anything jumps here. */
    boolean isUsed() {
      return used;
    }
  }

  private record Jump(int from, int operand, boolean wide, Label to) {}

  /**
   * An empty body.
   *
   * @param variable the verification type of the variable beyond the parameters; empty where
   *     nothing is jumped to
   */
  Code(ConstantPool pool, byte... variable) {
    this.pool = pool;
    this.variable = variable.clone();
  }

  Code op(int opcode) {
    return u1(opcode);
  }

  /** An instruction on a local variable. */
  Code local(int opcode, int index) {
    return u1(opcode).u1(index);
  }

  /** An instruction on a constant of the pool. */
  Code ref(int opcode, int index) {
    return u1(opcode).u2(index);
  }

  Code push(int value) {
    return u1(SIPUSH).u2(value);
  }

  Code push(long value) {
    return ref(LDC2_W, pool.longValue(value));
  }

  /** Pushes a string or class of the pool. */
  Code constant(int index) {
    return ref(LDC_W, index);
  }

  Code jump(int opcode, Label to) {
    to.used = true;
    jumps.add(new Jump(size, size + 1, false, to));
    return u1(opcode).u2(0);
  }

  /** Jumps to the label of the number on the stack; to the last for every other number. */
  Code tableSwitch(List<Label> labels) {
    int from = size;
    u1(TABLESWITCH);
    while (size % 4 != 0) {
      u1(0);
    }
    distance(from, labels.get(labels.size() - 1));
    u4(0).u4(labels.size() - 1);
    labels.forEach(label -> distance(from, label));
    return this;
  }

  private void distance(int from, Label label) {
    label.used = true;
    jumps.add(new Jump(from, size, true, label));
    u4(0);
  }

  Code place(Label label) {
    label.at = size;
    return this;
  }

  /** Whether the JVM will make machine code of it. */
  boolean isCompilable() {
    return size < COMPILABLE;
  }

  /** The instructions, each jump with its distance. */
  byte[] instructions() {
    for (Jump jump : jumps) {
      int distance = jump.to.at - jump.from;
      int at = jump.operand;
      if (jump.wide) {
        bytes[at++] = (byte) (distance >> 24);
        bytes[at++] = (byte) (distance >> 16);
      }
      bytes[at++] = (byte) (distance >> 8);
      bytes[at] = (byte) distance;
    }
    return Arrays.copyOf(bytes, size);
  }

  /** How many frames {@link #frames()} describes. */
  int frameCount() {
    return targets().length;
  }

  byte[] frames() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int previous = -1;
    for (int target : targets()) {
      int delta = target - previous - 1;
      boolean first = previous < 0;
      out.write(first ? APPEND_ONE : SAME_FRAME_EXTENDED);
      out.write(delta >> 8);
      out.write(delta);
      if (first) {
        out.writeBytes(variable);
      }
      previous = target;
    }
    return out.toByteArray();
  }

  /** Where jumps go, ascending, each place once. */
  private int[] targets() {
    return jumps.stream().mapToInt(jump -> jump.to.at).sorted().distinct().toArray();
  }

  private Code u1(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
    return this;
  }

  private Code u2(int value) {
    return u1(value >> 8).u1(value);
  }

  private Code u4(int value) {
    return u2(value >> 16).u2(value);
  }
}
