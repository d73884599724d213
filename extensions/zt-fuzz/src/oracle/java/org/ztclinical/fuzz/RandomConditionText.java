package org.ztclinical.fuzz;

/** Random expressions of type Bool: every operator that gives one, and tests that guard. */
final class RandomConditionText {
  private final RandomChoice choose;
  private final RandomLeafText leaves;
  private final RandomTermText terms;
  private final RandomOddText odd;

  RandomConditionText(RandomChoice choose, RandomLeafText leaves, RandomTermText terms) {
    this.choose = choose;
    this.leaves = leaves;
    this.terms = terms;
    this.odd = new RandomOddText(choose, leaves, terms);
  }

  String of(int d, RandomType t) {
    return switch (choose.below(37)) {
      case 0, 1, 2 -> "(" + expr(RandomType.BOOL, d) + " && " + expr(RandomType.BOOL, d) + ")";
      case 3, 4 -> "(" + expr(RandomType.BOOL, d) + " || " + expr(RandomType.BOOL, d) + ")";
      case 5 -> "!" + paren(RandomType.BOOL, d);
      case 6, 7 -> "(" + expr(t, d) + choose.one(" == ", " != ") + expr(t, d) + ")";
      case 8 ->
          "("
              + expr(RandomType.LONG, d)
              + choose.one(" < ", " <= ", " > ", " >= ")
              + expr(RandomType.LONG, d)
              + ")";
      case 9 ->
          "("
              + expr(RandomType.DATETIME, d)
              + choose.one(" < ", " >= ")
              + expr(RandomType.DATETIME, d)
              + ")";
      case 10 ->
          "("
              + expr(RandomType.USER, d)
              + " in "
              + choose.one(
                  expr(RandomType.GROUP, d),
                  expr(RandomType.GROUPS, d),
                  expr(RandomType.USER, d),
                  expr(RandomType.USERS, d),
                  "[" + uid("Group") + ", " + uid("Folder") + "]")
              + ")";
      case 11 ->
          "("
              + choose.one(expr(RandomType.DOC, d), "resource", "principal", "action")
              + " in "
              + choose.one(
                  uid("Folder"),
                  "Action::\"readLike\"",
                  "[Action::\"view\", Action::\"edit\"]",
                  uid("Group"))
              + ")";
      case 12 ->
          "("
              + choose.one(expr(RandomType.USER, d), "principal", "resource")
              + " is "
              + choose.one(
                  "User", "Doc", "NS::Robot", "Team", terms.isCareful() ? "Group" : "Nothing")
              + choose.one("", " in " + expr(RandomType.GROUP, d))
              + ")";
      case 13 ->
          "("
              + expr(RandomType.STRING, d)
              + " like \""
              + choose.one("*", "a*", "*b", "x\\*y", "a*b*", "", "*é*")
              + "\")";
      case 14, 15 -> guarded(d);
      case 16 ->
          "("
              + expr(RandomType.USER, d)
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
      case 18 -> "(" + expr(RandomType.USER, d) + ".hasTag(" + expr(RandomType.STRING, d) + "))";
      case 19 ->
          "("
              + choose.one(
                  expr(RandomType.LONGS, d) + ".contains(" + expr(RandomType.LONG, d),
                  expr(RandomType.STRINGS, d) + ".contains(" + expr(RandomType.STRING, d),
                  expr(RandomType.GROUPS, d) + ".contains(" + expr(RandomType.GROUP, d),
                  expr(RandomType.USERS, d) + ".contains(" + expr(t, d))
              + "))";
      case 20 ->
          "("
              + expr(RandomType.STRINGS, d)
              + choose.one(".containsAll(", ".containsAny(")
              + expr(RandomType.STRINGS, d)
              + "))";
      case 21 ->
          "("
              + choose.one(
                  expr(RandomType.LONGS, d),
                  expr(RandomType.STRINGS, d),
                  expr(RandomType.GROUPS, d),
                  expr(RandomType.USERS, d))
              + ".isEmpty())";
      case 22 ->
          "("
              + paren(RandomType.IP, d)
              + choose.one(
                  ".isIpv4()",
                  ".isIpv6()",
                  ".isLoopback()",
                  ".isMulticast()",
                  ".isInRange(" + expr(RandomType.IP, d) + ")")
              + ")";
      case 23 ->
          "("
              + paren(RandomType.DECIMAL, d)
              + choose.one(
                  ".lessThan(", ".lessThanOrEqual(", ".greaterThan(", ".greaterThanOrEqual(")
              + expr(RandomType.DECIMAL, d)
              + "))";
      case 24 ->
          "("
              + paren(RandomType.DATETIME, d)
              + choose.one(".durationSince(" + expr(RandomType.DATETIME, d) + ")", ".toTime()")
              + " < "
              + expr(RandomType.DURATION, d)
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
      case 27 -> expr(RandomType.USER, d) + ".active";
      case 28 ->
          "({a: "
              + expr(RandomType.LONG, d)
              + choose.one("", ", b: " + expr(t, d))
              + "} == {a: "
              + expr(RandomType.LONG, d)
              + choose.one("", ", b: " + expr(t, d))
              + "})";
      case 29 ->
          "("
              + expr(RandomType.USER, d)
              + ".hasTag(\"t\") && "
              + expr(RandomType.USER, d)
              + ".getTag(\"t\") == "
              + expr(RandomType.STRING, d)
              + ")";
      case 30, 31, 32, 33, 34 -> odd.of(d);
      default -> terms.leaf(RandomType.BOOL);
    };
  }

  private String guarded(int d) {
    String user = expr(RandomType.USER, Math.min(d, 1));
    return choose.one(
        "(" + user + " has manager && " + user + ".manager.age > " + expr(RandomType.LONG, d) + ")",
        "("
            + user
            + " has addr2 && "
            + user
            + ".addr2 has geo && "
            + user
            + ".addr2.geo.lat == "
            + expr(RandomType.LONG, d)
            + ")",
        "(" + user + " has addr.geo.name && " + user + ".addr.geo.name like \"a*\")",
        "(" + user + ".hasTag(\"t\") && " + user + ".getTag(\"t\") like \"a*\")",
        "(context has hour && context.hour > " + expr(RandomType.LONG, d) + ")",
        "(context has nested.a.b && context.nested.a.b == " + expr(RandomType.LONG, d) + ")",
        "(principal is User && principal.age == " + expr(RandomType.LONG, d) + ")",
        "(resource is Doc && resource.owner == principal)",
        "(principal is NS::Robot && principal.hasTag(\"t\") && principal.getTag(\"t\"))",
        "(if "
            + user
            + " has ip then "
            + user
            + ".ip.isLoopback() else "
            + expr(RandomType.BOOL, d)
            + ")",
        "(!(" + user + " has ttl) || " + user + ".ttl < " + expr(RandomType.DURATION, d) + ")",
        "((" + user + " has ttl || " + user + " has ttl) && " + user + ".ttl == duration(\"1h\"))",
        "((resource has title && context has reason) && resource.title == context.reason)",
        "(action == Action::\"view\" && context.hour == 1)",
        "(action in Action::\"readLike\" && context.src.isLoopback())");
  }

  private String expr(RandomType type, int d) {
    return terms.expr(type, d);
  }

  private String paren(RandomType type, int d) {
    return terms.paren(type, d);
  }

  private String uid(String type) {
    return leaves.uid(type);
  }
}
