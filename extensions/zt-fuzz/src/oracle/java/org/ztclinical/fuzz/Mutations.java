package org.ztclinical.fuzz;

import java.util.Random;

/** Small changes to a text, most of which leave most of it meaningful. */
final class Mutations {
  private static final String TYPE = "{\"type\":";

  private final Random random;
  private final String[] pieces;

  private Mutations(Random random, String[] pieces) {
    this.random = random;
    this.pieces = pieces;
  }

  /** For texts in Cedar's own syntax. */
  static Mutations ofCedar(Random random) {
    return new Mutations(random, Pieces.CEDAR);
  }

  /** For JSON: whole values are put in the place of others. */
  static Mutations ofJson(Random random) {
    return new Mutations(random, Pieces.JSON);
  }

  /** For schemas in JSON. */
  static Mutations ofSchemaJson(Random random) {
    return new Mutations(random, Pieces.SCHEMA_JSON);
  }

  /** For policies in JSON. */
  static Mutations ofPolicyJson(Random random) {
    return new Mutations(random, Pieces.POLICY_JSON);
  }

  /** Puts a piece in the place of one JSON scalar or closed container. */
  String ofValue(String json) {
    StringBuilder text = new StringBuilder(json);
    for (int i = random.nextInt(2); i >= 0; i--) {
      int from = text.indexOf(":", random.nextInt(text.length())) + 1;
      int to = from;
      int depth = 0;
      boolean quoted = false;
      while (to < text.length()) {
        char c = text.charAt(to);
        if (c == '"') {
          quoted = !quoted;
        } else if (!quoted && (c == '{' || c == '[')) {
          depth++;
        } else if (!quoted && (c == '}' || c == ']' || c == ',')) {
          if (depth == 0) {
            break;
          }
          depth -= c == ',' ? 0 : 1;
        }
        to++;
      }
      text.replace(from, to, piece());
    }
    return text.toString();
  }

  /** Puts a piece that is a type in the place of one type of a schema in JSON. */
  String ofType(String json) {
    int from = json.indexOf(TYPE, random.nextInt(json.length()));
    if (from < 0) {
      return ofValue(json);
    }
    int to = from;
    int depth = 0;
    do {
      depth += json.charAt(to) == '{' ? 1 : json.charAt(to) == '}' ? -1 : 0;
      to++;
    } while (depth > 0);
    String piece = piece();
    while (!piece.startsWith(TYPE)) {
      piece = piece();
    }
    return json.substring(0, from) + piece + json.substring(to);
  }

  String of(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      change(changed);
    }
    return changed.toString();
  }

  private void change(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(6));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
      case 2 -> replaceWord(text, at);
      case 3 -> text.replace(at, end, piece());
      default -> text.insert(at, piece());
    }
  }

  /** Puts a piece in the place of the word at this place. */
  private void replaceWord(StringBuilder text, int at) {
    int from = at;
    int to = at;
    while (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) {
      from--;
    }
    while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
      to++;
    }
    text.replace(from, to, piece());
  }

  private String piece() {
    return pieces[random.nextInt(pieces.length)];
  }
}
