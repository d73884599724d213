package org.ztclinical.fuzz;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random policies over the random world. Two thirds are made without mistakes on purpose, so that
 * questions go deep; the others have ill-typed parts, so that errors are met everywhere.
 */
final class RandomPolicyText {
  private enum T {
    BOOL,
    LONG,
    STRING,
    USER,
    GROUP,
    DOC,
    COLOR,
    STRINGS,
    LONGS,
    GROUPS,
    USERS,
    ADDRESS,
    DECIMAL,
    IP,
    DATETIME,
    DURATION
  }

  private static final String[] TEXTS = {
    "", "a", "ab", "x*y", "émile", "\\u{1F600}", "a\\nb", "NS", "red", "view"
  };

  private final RandomChoice choose;

  /** Whether the policy being made should have no mistakes made on purpose. */
  private boolean careful;

  RandomPolicyText(RandomChoice choose) {
    this.choose = choose;
  }

  /** One to four policies. */
  String policies() {
    return IntStream.range(0, 1 + choose.below(4))
        .mapToObj(i -> policy())
        .collect(Collectors.joining("\n"));
  }

  private String policy() {
    careful = choose.below(3) > 0;
    if (careful) {
      return choose.one("permit", "permit", "forbid")
          + choose.one(
              "(principal is User, action == Action::\"view\", resource is Doc)",
              "(principal is User, action in [Action::\"view\", Action::\"edit\"], resource is Doc)",
              "(principal is User in "
                  + uid("Group")
                  + ", action in Action::\"readLike\", resource in "
                  + uid("Folder")
                  + ")",
              "(principal, action == Action::\"list\", resource)",
              "(principal, action, resource)")
          + " when { "
          + expr(T.BOOL, 1 + choose.below(4))
          + " }"
          + (choose.below(3) == 0 ? " unless { " + expr(T.BOOL, 2) + " };" : ";");
    }
    StringBuilder text = new StringBuilder(choose.one("permit", "permit", "forbid")).append("(");
    text.append(
        choose.one(
            "principal",
            "principal",
            "principal is User",
            "principal is User in " + uid("Group"),
            "principal in " + uid(choose.one("Group", "Team", "User", "Group")),
            "principal == " + uid("User"),
            "principal is NS::Robot",
            "principal is Team in " + uid("Group")));
    text.append(", ")
        .append(
            choose.one(
                "action",
                "action",
                "action == Action::\"view\"",
                "action in Action::\"readLike\"",
                "action in [Action::\"view\", Action::\"edit\"]",
                "action == Action::\"edit\"",
                "action in [Action::\"edit\", NS::Action::\"ping\"]",
                "action in []",
                "action == Action::\"admin\""));
    text.append(", ")
        .append(
            choose.one(
                "resource",
                "resource",
                "resource is Doc",
                "resource in " + uid("Folder"),
                "resource == " + uid("Doc"),
                "resource is Doc in " + uid("Folder"),
                "resource is Folder",
                "resource is Color",
                "resource is NS::Thing"));
    text.append(")");
    for (int i = choose.below(3); i >= 0; i--) {
      text.append(choose.one(" when { ", " when { ", " unless { "))
          .append(expr(T.BOOL, 1 + choose.below(4)))
          .append(" }");
    }
    return text.append(";").toString();
  }

  private String expr(T type, int depth) {
    if (!careful && choose.below(40) == 0) {
      type = T.values()[choose.below(T.values().length)];
    }
    int d = depth - 1 - choose.below(2);
    if (depth <= 0) {
      return leaf(type);
    }
    if (choose.below(12) == 0) {
      return "(if " + expr(T.BOOL, d) + " then " + expr(type, d) + " else " + expr(type, d) + ")";
    }
    T t = T.values()[choose.below(T.values().length)];
    return switch (type) {
      case BOOL -> bool(d, t);
      case LONG ->
          choose.one(
              leaf(T.LONG),
              "(" + expr(T.LONG, d) + choose.one(" + ", " - ", " * ") + expr(T.LONG, d) + ")",
              "-" + paren(T.LONG, d),
              expr(T.USER, d) + ".age",
              expr(T.DOC, d) + ".size",
              careful ? "principal.age" : choose.one(expr(T.ADDRESS, d) + ".zip", "context.hour"),
              paren(T.DURATION, d)
                  + choose.one(
                      ".toDays()",
                      ".toHours()",
                      ".toMinutes()",
                      ".toSeconds()",
                      ".toMilliseconds()"),
              "{x: " + expr(T.LONG, d) + "}.x");
      case STRING ->
          choose.one(
              leaf(T.STRING),
              expr(T.USER, d) + ".name",
              expr(T.USER, d) + ".addr.city",
              careful
                  ? expr(T.DOC, d) + ".meta.kind"
                  : choose.one(
                      expr(T.USER, d) + ".getTag(" + expr(T.STRING, d) + ")",
                      "context.reason",
                      expr(T.DOC, d) + ".title"));
      case USER ->
          choose.one(
              leaf(T.USER),
              expr(T.DOC, d) + ".owner",
              careful ? "principal" : choose.one(expr(T.USER, d) + ".manager", "context.who"));
      case DOC -> leaf(T.DOC);
      case GROUP -> leaf(T.GROUP);
      case COLOR ->
          choose.one(
              leaf(T.COLOR),
              expr(T.DOC, d) + ".color",
              careful ? "resource.color" : expr(T.USER, d) + ".color");
      case STRINGS ->
          choose.one(
              "[" + expr(T.STRING, d) + ", " + expr(T.STRING, d) + "]",
              expr(T.USER, d) + ".roles",
              "context.tags",
              "[\"a\"]",
              careful ? "principal.roles" : "[]");
      case LONGS ->
          choose.one(
              "[" + expr(T.LONG, d) + "]",
              expr(T.DOC, d) + ".numbers",
              careful ? "[2, 3]" : expr(T.DOC, d) + ".getTag(\"t\")",
              careful ? "[1]" : "[" + expr(t, d) + ", " + expr(T.LONG, d) + "]");
      case GROUPS ->
          choose.one(
              "[" + uid("Group") + "]",
              expr(T.USER, d) + ".groups",
              expr(T.DOC, d) + ".readers",
              "[" + uid("Group") + ", " + uid("Team") + "]");
      case USERS ->
          choose.one(
              "[" + expr(T.USER, d) + "]",
              expr(T.USER, d) + ".friends",
              "[" + uid("User") + ", " + expr(T.USER, d) + "]");
      case ADDRESS ->
          choose.one(
              leaf(T.ADDRESS),
              expr(T.USER, d) + ".addr",
              careful ? "principal.addr" : expr(T.USER, d) + ".addr2");
      case DECIMAL, IP, DURATION -> leaf(type);
      case DATETIME ->
          choose.one(
              leaf(type),
              paren(T.DATETIME, d) + ".offset(" + expr(T.DURATION, d) + ")",
              paren(T.DATETIME, d) + ".toDate()");
    };
  }

  private String bool(int d, T t) {
    return switch (choose.below(31)) {
      case 0, 1, 2 -> "(" + expr(T.BOOL, d) + " && " + expr(T.BOOL, d) + ")";
      case 3, 4 -> "(" + expr(T.BOOL, d) + " || " + expr(T.BOOL, d) + ")";
      case 5 -> "!" + paren(T.BOOL, d);
      case 6, 7 -> "(" + expr(t, d) + choose.one(" == ", " != ") + expr(t, d) + ")";
      case 8 ->
          "(" + expr(T.LONG, d) + choose.one(" < ", " <= ", " > ", " >= ") + expr(T.LONG, d) + ")";
      case 9 -> "(" + expr(T.DATETIME, d) + choose.one(" < ", " >= ") + expr(T.DATETIME, d) + ")";
      case 10 ->
          "("
              + expr(T.USER, d)
              + " in "
              + choose.one(
                  expr(T.GROUP, d),
                  expr(T.GROUPS, d),
                  expr(T.USER, d),
                  expr(T.USERS, d),
                  "[" + uid("Group") + ", " + uid("Folder") + "]")
              + ")";
      case 11 ->
          "("
              + choose.one(expr(T.DOC, d), "resource", "principal", "action")
              + " in "
              + choose.one(
                  uid("Folder"),
                  "Action::\"readLike\"",
                  "[Action::\"view\", Action::\"edit\"]",
                  uid("Group"))
              + ")";
      case 12 ->
          "("
              + choose.one(expr(T.USER, d), "principal", "resource")
              + " is "
              + choose.one("User", "Doc", "NS::Robot", "Team", careful ? "Group" : "Nothing")
              + choose.one("", " in " + expr(T.GROUP, d))
              + ")";
      case 13 ->
          "("
              + expr(T.STRING, d)
              + " like \""
              + choose.one("*", "a*", "*b", "x\\*y", "a*b*", "", "*é*")
              + "\")";
      case 14, 15 -> guarded(d);
      case 16 ->
          "("
              + expr(T.USER, d)
              + " has "
              + choose.one(
                  "manager",
                  "addr2",
                  "ip",
                  "color",
                  "addr.zip",
                  "addr.geo.lat",
                  "\"odd key\"",
                  "nothing",
                  "manager.manager",
                  "manager.addr.geo.name",
                  "thing.x")
              + ")";
      case 17 ->
          "(context has "
              + choose.one("hour", "reason", "who", "who.manager", "nested.a.b", "mfa", "who.age")
              + ")";
      case 18 -> "(" + expr(T.USER, d) + ".hasTag(" + expr(T.STRING, d) + "))";
      case 19 ->
          "("
              + choose.one(
                  expr(T.LONGS, d) + ".contains(" + expr(T.LONG, d),
                  expr(T.STRINGS, d) + ".contains(" + expr(T.STRING, d),
                  expr(T.GROUPS, d) + ".contains(" + expr(T.GROUP, d),
                  expr(T.USERS, d) + ".contains(" + expr(t, d))
              + "))";
      case 20 ->
          "("
              + expr(T.STRINGS, d)
              + choose.one(".containsAll(", ".containsAny(")
              + expr(T.STRINGS, d)
              + "))";
      case 21 ->
          "("
              + choose.one(
                  expr(T.LONGS, d), expr(T.STRINGS, d), expr(T.GROUPS, d), expr(T.USERS, d))
              + ".isEmpty())";
      case 22 ->
          "("
              + paren(T.IP, d)
              + choose.one(
                  ".isIpv4()",
                  ".isIpv6()",
                  ".isLoopback()",
                  ".isMulticast()",
                  ".isInRange(" + expr(T.IP, d) + ")")
              + ")";
      case 23 ->
          "("
              + paren(T.DECIMAL, d)
              + choose.one(
                  ".lessThan(", ".lessThanOrEqual(", ".greaterThan(", ".greaterThanOrEqual(")
              + expr(T.DECIMAL, d)
              + "))";
      case 24 ->
          "("
              + paren(T.DATETIME, d)
              + choose.one(".durationSince(" + expr(T.DATETIME, d) + ")", ".toTime()")
              + " < "
              + expr(T.DURATION, d)
              + ")";
      case 25 ->
          "("
              + choose.one("principal", "resource", "action", "context")
              + " == "
              + choose.one(
                  "principal", "resource", "context", uid("User"), uid("Doc"), "Action::\"view\"")
              + ")";
      case 26 ->
          "("
              + choose.one("principal", "resource", "action")
              + " has "
              + choose.one("age", "owner", "level", "serial", "x", "owner.manager")
              + ")";
      case 27 -> expr(T.USER, d) + ".active";
      case 28 ->
          "({a: "
              + expr(T.LONG, d)
              + choose.one("", ", b: " + expr(t, d))
              + "} == {a: "
              + expr(T.LONG, d)
              + choose.one("", ", b: " + expr(t, d))
              + "})";
      case 29 ->
          "("
              + expr(T.USER, d)
              + ".hasTag(\"t\") && "
              + expr(T.USER, d)
              + ".getTag(\"t\") == "
              + expr(T.STRING, d)
              + ")";
      default -> leaf(T.BOOL);
    };
  }

  private String guarded(int d) {
    String user = expr(T.USER, Math.min(d, 1));
    return choose.one(
        "(" + user + " has manager && " + user + ".manager.age > " + expr(T.LONG, d) + ")",
        "("
            + user
            + " has addr2 && "
            + user
            + ".addr2 has geo && "
            + user
            + ".addr2.geo.lat == "
            + expr(T.LONG, d)
            + ")",
        "(" + user + " has addr.geo.name && " + user + ".addr.geo.name like \"a*\")",
        "(" + user + ".hasTag(\"t\") && " + user + ".getTag(\"t\") like \"a*\")",
        "(context has hour && context.hour > " + expr(T.LONG, d) + ")",
        "(context has nested.a.b && context.nested.a.b == " + expr(T.LONG, d) + ")",
        "(principal is User && principal.age == " + expr(T.LONG, d) + ")",
        "(resource is Doc && resource.owner == principal)",
        "(principal is NS::Robot && principal.hasTag(\"t\") && principal.getTag(\"t\"))",
        "(if " + user + " has ip then " + user + ".ip.isLoopback() else " + expr(T.BOOL, d) + ")",
        "(!(" + user + " has ttl) || " + user + ".ttl < " + expr(T.DURATION, d) + ")",
        "((" + user + " has ttl || " + user + " has ttl) && " + user + ".ttl == duration(\"1h\"))",
        "((resource has title && context has reason) && resource.title == context.reason)",
        "(action == Action::\"view\" && context.hour == 1)",
        "(action in Action::\"readLike\" && context.src.isLoopback())");
  }

  private String paren(T type, int d) {
    return "(" + expr(type, d) + ")";
  }

  private String leaf(T type) {
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

  private String uid(String type) {
    return type
        + "::\""
        + (type.equals("Color") ? choose.one("red", "green", "blue") : choose.one(RandomChoice.IDS))
        + "\"";
  }
}
