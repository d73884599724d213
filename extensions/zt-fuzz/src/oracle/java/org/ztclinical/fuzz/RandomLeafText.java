package org.ztclinical.fuzz;

/** The smallest random expressions: literals, variables and what is one attribute away. */
final class RandomLeafText {
  private static final String[] TEXTS = {
    "", "a", "ab", "x*y", "émile", "\\u{1F600}", "a\\nb", "NS", "red", "view"
  };

  private final RandomChoice choose;

  RandomLeafText(RandomChoice choose) {
    this.choose = choose;
  }

  /** An expression of the type; without mistakes made on purpose when careful. */
  String of(RandomType type, boolean careful) {
    return switch (type) {
      case BOOL ->
          choose.one(
              "true",
              "false",
              "principal.active",
              "context.mfa",
              "resource.public",
              "principal == resource.owner");
      case LONG ->
          choose.one(
              "0",
              "1",
              "2",
              "5",
              "-3",
              "9223372036854775807",
              "-9223372036854775808",
              "principal.age",
              "resource.size",
              careful ? "3" : "context.hour",
              "007");
      case STRING -> choose.one("\"" + choose.one(TEXTS) + "\"", "principal.name", "\"t\"");
      case USER -> choose.one("principal", "principal", "resource.owner", uid("User"));
      case GROUP -> choose.one(uid("Group"), uid("Group"), uid("Team"));
      case DOC -> choose.one("resource", "resource", "resource", uid("Doc"));
      case COLOR ->
          choose.one(
              uid("Color"), "resource.color", careful ? "Color::\"red\"" : "Color::\"pink\"");
      case STRINGS -> choose.one("[\"a\", \"b\"]", "principal.roles", "context.tags");
      case LONGS -> choose.one("[1, 2]", "resource.numbers");
      case GROUPS -> choose.one("[Group::\"a\"]", "principal.groups", "resource.readers");
      case USERS -> choose.one("[User::\"a\", User::\"b\"]", "principal.friends", "[principal]");
      case ADDRESS -> choose.one("principal.addr", "{city: \"a\"}", "{city: \"a\", zip: 1}");
      case DECIMAL ->
          choose.one(
              "decimal(\"" + choose.decimal() + "\")",
              "principal.quota",
              careful ? "decimal(\"1.0\")" : "decimal(\"1.00000\")");
      case IP ->
          choose.one(
              "ip(\"" + choose.ip() + "\")",
              "context.src",
              "resource.from",
              careful ? "ip(\"::\")" : choose.one("ip(\"1.2.3\")", "ip(principal.name)"));
      case DATETIME ->
          choose.one("datetime(\"" + choose.datetime() + "\")", "principal.since", "context.now");
      case DURATION ->
          choose.one(
              "duration(\"" + choose.duration() + "\")",
              careful ? "duration(\"1d\")" : "principal.ttl");
    };
  }

  /** An entity of the type. */
  String uid(String type) {
    return type
        + "::\""
        + (type.equals("Color") ? choose.one("red", "green", "blue") : choose.one(RandomChoice.IDS))
        + "\"";
  }
}
