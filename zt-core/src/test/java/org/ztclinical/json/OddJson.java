package org.ztclinical.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents that are good or nearly so, with all that two readers could see differently. */
final class OddJson {
  private static final List<String> NAMES =
      List.of(
          "id",
          "\\u0069d",
          "i\\u0064",
          "a",
          "\\u0061",
          "A",
          "meta",
          "m1",
          "ü",
          "\\u00fc",
          "\\u00FC",
          "u\\u0308",
          "",
          "\\u0000",
          "resourceType",
          "resource\\u0054ype",
          "resourceTypf",
          "\\ud83d",
          "\\ud83d\\ude00",
          "\ud83d\ude00",
          "?",
          "a\\/b",
          "a/b",
          "\\\"",
          "\\\\",
          "a member of 17 b",
          "a member of 17 bytes",
          "12345678",
          "1234567",
          "123456789",
          "1234567\\u0038");

  private static final List<String> VALUES =
      List.of(
          "0",
          "-0",
          "1.50",
          "-1e5",
          "1E+05",
          "0.1e-2",
          "12345678901234567890",
          "true",
          "false",
          "null",
          "\"\"",
          "\"x\"",
          "\"Patient/1\"",
          "\"1234567\"",
          "\"12345678\"",
          "\"1234567\\n\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\"",
          "\"\u007f\"",
          "\"\ufeff\"",
          "\"Grö\u00dfe \u20ac \ud83d\ude00\"",
          "\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"",
          "[]",
          "{}",
          "[[]]",
          "[{}]",
          "{\"a\":{}}");

  /** What replaces a piece of a good document: all of it is wrong somewhere. */
  private static final List<String> WRONG =
      List.of(
          "01",
          "-",
          "+1",
          "1.",
          ".5",
          "1e",
          "1e+",
          "NaN",
          "Infinity",
          "tru",
          "True",
          "nul",
          "'x'",
          "\"\t\"",
          "\"\n\"",
          "\"\\x\"",
          "\"\\u12g4\"",
          "\"\\u12\"",
          "\"\\",
          "/**/1",
          "//",
          "#",
          "1 2",
          "[1,]",
          "[,]",
          "{,}",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1,}",
          "{a:1}",
          "\u00a0",
          "\u2028",
          "\ufeff",
          "]",
          "}",
          "{\"a\":1,\"\\u0061\":2}",
          "\"\u0001\"",
          "[1}",
          "{\"a\":1]",
          "\\u0061",
          "\"\\u\uff11\uff11\uff11\uff11\"");

  private final Random random;

  OddJson(long seed) {
    random = new Random(seed);
  }

  byte[] document() {
    String text = object(4);
    if (random.nextInt(4) == 0) {
      int at = random.nextInt(text.length());
      int length = random.nextInt(Math.min(4, text.length() - at + 1));
      text = text.substring(0, at) + pick(WRONG) + text.substring(at + length);
    }
    byte[] bytes = (space() + text + space()).getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(8)) {
      case 0 -> changed(bytes);
      case 1 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      default -> bytes;
    };
  }

  private byte[] changed(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      changed[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) (changed[at] ^ (1 << random.nextInt(8)));
    }
    return changed;
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(random.nextInt(30) == 0 ? 45 : 5); i > 0; i--) {
      members.add(space() + "\"" + name() + "\"" + space() + ":" + value(depth) + space());
    }
    return "{" + String.join(",", members) + "}";
  }

  private String value(int depth) {
    return space()
        + switch (random.nextInt(depth == 0 ? 3 : 5)) {
          case 0, 1 -> pick(VALUES);
          case 2 -> "\"" + "x".repeat(random.nextInt(20)) + string() + "\"";
          case 3 -> object(depth - 1);
          default -> "[" + value(depth - 1) + "," + value(depth - 1) + space() + "]";
        };
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(
          switch (random.nextInt(8)) {
            case 0 -> String.format("\\u%04x", random.nextInt(0x10000));
            case 1 -> "\\" + "\"\\/bfnrt".charAt(random.nextInt(8));
            case 2 -> Character.toString(0x80 + random.nextInt(0x700));
            case 3 -> Character.toString(0x10000 + random.nextInt(0x100000));
            case 4 -> Character.toString(0xE000 + random.nextInt(0x2000));
            default -> Character.toString(' ' + 3 + random.nextInt(50));
          });
    }
    return text.toString();
  }

  private String name() {
    return random.nextInt(3) == 0 ? pick(NAMES) : "m" + random.nextInt(1_000);
  }

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private String space() {
    return random.nextInt(6) == 0 ? " \n\t\r".substring(0, random.nextInt(5)) : "";
  }
}
