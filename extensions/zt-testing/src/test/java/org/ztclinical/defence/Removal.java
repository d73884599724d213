package org.ztclinical.defence;

import java.util.Arrays;
import java.util.List;

/**
 * A defence and what stands in its place when it is taken out, written as in {@code
 * smart.PatientCompartment.contains => true}.
 *
 * @param owner the class, below {@code org.ztclinical}
 * @param method its method; with the simple names of its parameters' types where several share one
 * @param instead {@code true}, {@code false}, {@code empty}, {@code nothing} or {@code as given},
 *     which is the first argument; {@code Careless.x}, which is called in its place; {@code first
 *     Careless.x}, by which the first argument goes before it is looked at; {@code without
 *     String.equals}, calls that then answer false or nothing; {@code always String.equals}, calls
 *     that then answer true; {@code no limit of 16384}
 */
record Removal(String owner, String method, String instead) {
  private static final String ROOT = "org.ztclinical.";

  /** Reads one or more, joined by a plus sign. */
  static List<Removal> parse(String text) {
    return Arrays.stream(text.split(" \\+ ", -1)).map(Removal::one).toList();
  }

  private static Removal one(String text) {
    String[] sides = text.split(" => ", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException("a removal is method => what stands in its place");
    }
    int parameters = sides[0].indexOf('(');
    int dot = sides[0].lastIndexOf('.', parameters < 0 ? sides[0].length() : parameters);
    return new Removal(
        ROOT + sides[0].substring(0, dot).strip(),
        sides[0].substring(dot + 1).strip(),
        sides[1].strip());
  }

  boolean isOf(String name, List<String> parameterTypes) {
    return method.equals(name)
        || method.equals(name + "(" + String.join(",", parameterTypes) + ")");
  }

  @Override
  public String toString() {
    return owner.substring(ROOT.length()) + "." + method + " => " + instead;
  }
}
