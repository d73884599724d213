package org.ztclinical.fuzz;

import java.util.Random;

/** Small changes to a text, most of which leave most of it meaningful. */
final class Mutations {
  private static final String[] PIECES = {
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    ":",
    "::",
    ",",
    ".",
    "?",
    "@",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "&&",
    "||",
    "&",
    "|",
    "'",
    "\"",
    "\\",
    "\"a\"",
    "\"*\"",
    "\\u{41}",
    "\\u{1F600}",
    "\\x41",
    "\\*",
    "\\0",
    "\\u{d800}",
    "//",
    "/*",
    "\n",
    "\r",
    "\t",
    " ",
    "\u00a0",
    "\u2028",
    "\u000b",
    "\f",
    "\u0085",
    "é",
    "\uD83D\uDE00",
    "#",
    "$",
    "~",
    "0",
    "1",
    "9",
    "-9223372036854775808",
    "9223372036854775808",
    "007",
    "true",
    "false",
    "if",
    "then",
    "else",
    "in",
    "is",
    "like",
    "has",
    "principal",
    "action",
    "resource",
    "context",
    "permit",
    "forbid",
    "when",
    "unless",
    "?principal",
    "?resource",
    "@a(\"b\")",
    "@a",
    "@in",
    "__cedar",
    "__cedar::Long",
    "User",
    "User::\"a\"",
    "Action::\"x\"",
    "NS::User",
    ".contains(1)",
    ".isEmpty()",
    ".a",
    "[\"a\"]",
    ".lessThan(1)",
    "ip(\"::\")",
    "decimal(\"1.0\")",
    "datetime",
    "namespace",
    "entity",
    "type",
    "tags",
    "enum",
    "appliesTo",
    "Long",
    "String",
    "Bool",
    "Boolean",
    "Set<Long>",
    "Set<",
    "Record",
    "Entity",
    "ipaddr",
    "{a: Long}",
    "a?: Long,",
    "memberOf",
    "Action",
    "_",
    "a b",
    "entity A;",
    "type A = Long;",
    "action a;",
    "attributes"
  };

  private static final String[] JSON_PIECES = {
    "null",
    "true",
    "1",
    "-1",
    "1.5",
    "1e3",
    "9223372036854775808",
    "\"x\"",
    "\"\"",
    "[]",
    "{}",
    "[1,\"a\"]",
    "{\"__entity\":{\"type\":\"User\",\"id\":\"a\"}}",
    "{\"type\":\"User\",\"id\":\"a\"}",
    "{\"type\":\"Group\",\"id\":\"a\"}",
    "{\"type\":\"Color\",\"id\":\"pink\"}",
    "{\"type\":\"A B\",\"id\":\"a\"}",
    "{\"fn\":\"ip\",\"arg\":\"::1\"}",
    "{\"__extn\":{\"fn\":\"ip\",\"arg\":\"::1\"}}",
    "{\"__extn\":{\"fn\":\"ip\",\"arg\":1}}",
    "{\"__extn\":{\"fn\":\"ip\",\"args\":[\"::1\"]}}",
    "{\"__extn\":{\"fn\":\"nope\",\"arg\":\"::1\"}}",
    "\"10.0.0.1\"",
    "\"1.0\"",
    "{\"__extn\":{\"fn\":\"decimal\",\"arg\":\"1.0\"}}",
    "\"2024-01-01\"",
    "\"1h\"",
    "{\"__expr\":\"1\"}",
    "\"extra\":1,",
    "\"age\":1,",
    "\"tags\":{},",
    "\"attrs\":{},",
    "\"uid\":1,",
    "\"__entity\"",
    "\"__extn\"",
    "\"id\"",
    "\"type\"",
    "\"NS::Thing\"",
    "\"User\"",
    "\"Group\"",
    "\"Nope\"",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\"__expr\":\"x\"",
    "\"city\":\"x\",",
    "{\"__extn\":{\"fn\":\"offset\",\"args\":[{\"__extn\":{\"fn\":\"datetime\",\"arg\":\"2024-01-01\"}},{\"__extn\":{\"fn\":\"duration\",\"arg\":\"1h\"}}]}}"
  };

  private static final String[] POLICY_JSON_PIECES = {
    "{\"Value\":1}",
    "{\"Value\":1.5}",
    "{\"Value\":null}",
    "{\"Value\":[1,\"a\"]}",
    "{\"Value\":{\"a\":1}}",
    "{\"Value\":{\"__entity\":{\"type\":\"User\",\"id\":\"a\"}}}",
    "{\"Value\":{\"__extn\":{\"fn\":\"ip\",\"arg\":\"::1\"}}}",
    "{\"Value\":{\"__extn\":{\"fn\":\"ip\",\"arg\":\"x\"}}}",
    "{\"Var\":\"principal\"}",
    "{\"Var\":\"nope\"}",
    "{\"Slot\":\"?principal\"}",
    "{\"Set\":[]}",
    "{\"Record\":{}}",
    "{\"Record\":{\"a\":{\"Value\":1}}}",
    "{\"Unknown\":1}",
    "{\"nope\":[]}",
    "{\"ip\":[]}",
    "{\"ip\":[{\"Value\":\"::1\"}]}",
    "{\"isIpv4\":[{\"Value\":1}]}",
    "{\"!\":{\"arg\":{\"Value\":true}}}",
    "{\"neg\":{\"arg\":{\"Value\":1}}}",
    "{\"==\":{\"left\":{\"Value\":1}}}",
    "{\"==\":{\"left\":{\"Value\":1},\"right\":{\"Value\":1},\"x\":1}}",
    "{\"has\":{\"left\":{\"Var\":\"context\"},\"attr\":[\"a\",\"b\"]}}",
    "{\"has\":{\"left\":{\"Var\":\"context\"},\"attr\":[]}}",
    "{\"has\":{\"left\":{\"Var\":\"context\"},\"attr\":[\"a b\"]}}",
    "{\"has\":{\"left\":{\"Var\":\"context\"},\"attr\":\"a b\"}}",
    "{\"like\":{\"left\":{\"Value\":\"a\"},\"pattern\":[\"Wildcard\",{\"Literal\":\"a*\"}]}}",
    "{\"like\":{\"left\":{\"Value\":\"a\"},\"pattern\":\"a*\"}}",
    "{\"like\":{\"left\":{\"Value\":\"a\"},\"pattern\":[]}}",
    "{\"is\":{\"left\":{\"Var\":\"principal\"},\"entity_type\":\"User\"}}",
    "{\"is\":{\"left\":{\"Var\":\"principal\"},\"entity_type\":\"User\",\"in\":{\"Var\":\"resource\"}}}",
    "{\"is\":{\"left\":{\"Var\":\"principal\"},\"entity_type\":\"A B\"}}",
    "{\"isEmpty\":{\"arg\":{\"Set\":[]}}}",
    "{\"op\":\"All\"}",
    "{\"op\":\"==\",\"entity\":{\"type\":\"User\",\"id\":\"a\"}}",
    "{\"op\":\"==\",\"slot\":\"?principal\"}",
    "{\"op\":\"in\",\"entity\":{\"__entity\":{\"type\":\"Action\",\"id\":\"a\"}}}",
    "{\"op\":\"in\",\"entities\":[]}",
    "{\"op\":\"in\",\"entities\":[{\"type\":\"Action\",\"id\":\"a\"}]}",
    "{\"op\":\"is\",\"entity_type\":\"User\"}",
    "{\"op\":\"is\",\"entity_type\":\"User\",\"in\":{\"entity\":{\"type\":\"User\",\"id\":\"a\"}}}",
    "{\"op\":\"nope\"}",
    "[]",
    "null",
    "1",
    "\"when\"",
    "\"permit\"",
    "[{\"kind\":\"when\",\"body\":{\"Value\":true}}]",
    "[{\"kind\":\"when\"}]",
    "{\"a\":\"b\"}",
    "{\"a\":null}",
    "{\"if\":\"x\"}",
    "{\"a b\":\"x\"}",
    "\"x\""
  };

  private final Random random;
  private final String[] pieces;

  private Mutations(Random random, String[] pieces) {
    this.random = random;
    this.pieces = pieces;
  }

  /** For texts in Cedar's own syntax. */
  static Mutations ofCedar(Random random) {
    return new Mutations(random, PIECES);
  }

  /** For JSON: whole values are put in the place of others. */
  static Mutations ofJson(Random random) {
    return new Mutations(random, JSON_PIECES);
  }

  /** For policies in JSON. */
  static Mutations ofPolicyJson(Random random) {
    return new Mutations(random, POLICY_JSON_PIECES);
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
