package org.ztclinical.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts of random objects, most of them good. */
final class RandomJson {
  private static final List<String> NAMES =
      List.of("id", "meta", "resource", "resourceType", "a", "\\u0061", "ü", "type", "\\\"}", "[");
  private static final List<String> STRINGS =
      List.of(
          "x", "Patient", "Grö\u00dfe \u20ac \ud83d\ude00", "\\\"", "}]{[", "\\\\", "\\ud83d", "");

  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  String object(int depth) {
    List<String> members = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      members.add(space() + "\"" + name() + "\"" + space() + ":" + value(depth) + space());
    }
    return "{" + String.join(",", members) + "}";
  }

  String value(int depth) {
    int kind = random.nextInt(depth > 0 ? 9 : 6);
    String text =
        switch (kind) {
          case 0 -> "true";
          case 1 -> "null";
          case 2 -> "-12.5e3";
          case 3, 4, 5 -> "\"" + STRINGS.get(random.nextInt(STRINGS.size())) + "\"";
          case 6 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
          case 7 -> "[]";
          default -> object(depth - 1);
        };
    return space() + text;
  }

  /** The text with a byte changed, removed or doubled somewhere. */
  byte[] mutated(byte[] text) {
    byte[] changed = text.clone();
    int at = random.nextInt(changed.length);
    if (random.nextBoolean()) {
      changed[at] = (byte) "{}[],:\"\\ 0a\u0000".charAt(random.nextInt(12));
    } else {
      changed[at] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private String name() {
    return random.nextInt(6) == 0
        ? NAMES.get(random.nextInt(NAMES.size()))
        : "m" + random.nextInt(40);
  }

  private String space() {
    return random.nextInt(4) == 0 ? " \n\t\r".substring(0, random.nextInt(5)) : "";
  }
}
