package org.ztclinical.fuzz;

import java.util.Random;

/** Small changes to a text, most of which leave most of it meaningful. */
final class Mutations {
  private static final String[] PIECES = {
    "(", ")", "{", "}", "[", "]", ";", ":", "::", ",", ".", "?", "@", "=", "==", "!=", "<", "<=", ">",
    ">=", "!", "-", "+", "*", "/", "%", "&&", "||", "&", "|", "'", "\"", "\\", "\"a\"", "\"*\"",
    "\\u{41}", "\\u{1F600}", "\\x41", "\\*", "\\0", "\\u{d800}", "//", "/*", "\n", "\r", "\t", " ",
    "\u00a0", "\u2028", "\u000b", "\f", "\u0085", "é", "\uD83D\uDE00", "#", "$", "~", "0", "1", "9", "-9223372036854775808",
    "9223372036854775808", "007", "true", "false", "if", "then", "else", "in", "is", "like", "has",
    "principal", "action", "resource", "context", "permit", "forbid", "when", "unless", "?principal",
    "?resource", "@a(\"b\")", "@a", "@in", "__cedar", "__cedar::Long", "User", "User::\"a\"", "Action::\"x\"",
    "NS::User", ".contains(1)", ".isEmpty()", ".a", "[\"a\"]", ".lessThan(1)", "ip(\"::\")", "decimal(\"1.0\")",
    "datetime", "namespace", "entity", "type", "tags", "enum", "appliesTo", "Long", "String", "Bool",
    "Boolean", "Set<Long>", "Set<", "Record", "Entity", "ipaddr", "{a: Long}", "a?: Long,", "memberOf", "Action", "_", "a b",
    "entity A;", "type A = Long;", "action a;", "attributes"
  };

  private final Random random;

  Mutations(Random random) {
    this.random = random;
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
    return PIECES[random.nextInt(PIECES.length)];
  }
}
