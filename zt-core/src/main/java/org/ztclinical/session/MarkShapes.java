package org.ztclinical.session;

import java.util.Arrays;

/** Kinds of target of which there are marks, as sums of bits. Immutable. */
final class MarkShapes {
  static final MarkShapes NONE = new MarkShapes(new int[0], new int[0]);

  private final int[] until;
  private final int[] during;

  private MarkShapes(int[] until, int[] during) {
    this.until = until;
    this.during = during;
  }

  /** Not to be changed. */
  int[] until() {
    return until;
  }

  /** Not to be changed. */
  int[] during() {
    return during;
  }

  MarkShapes with(Mark mark) {
    return mark.kind() == Mark.Kind.UNTIL
        ? new MarkShapes(add(until, mark.bits()), during)
        : new MarkShapes(until, add(during, mark.bits()));
  }

  private static int[] add(int[] known, int bits) {
    for (int one : known) {
      if (one == bits) {
        return known;
      }
    }
    int[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = bits;
    return more;
  }
}
