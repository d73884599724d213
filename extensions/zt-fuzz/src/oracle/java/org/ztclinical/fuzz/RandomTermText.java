package org.ztclinical.fuzz;

/** Random expressions of every type but Bool, which {@link RandomConditionText} makes. */
final class RandomTermText {
  private final RandomChoice choose;
  private final RandomLeafText leaves;
  private final RandomConditionText conditions;

  /** Whether what is made should have no mistakes made on purpose. */
  private boolean careful;

  RandomTermText(RandomChoice choose, RandomLeafText leaves) {
    this.choose = choose;
    this.leaves = leaves;
    this.conditions = new RandomConditionText(choose, leaves, this);
  }

  void setCareful(boolean careful) {
    this.careful = careful;
  }

  boolean isCareful() {
    return careful;
  }

  String expr(RandomType type, int depth) {
    if (!careful && choose.below(40) == 0) {
      type = RandomType.values()[choose.below(RandomType.values().length)];
    }
    int d = depth - 1 - choose.below(2);
    if (depth <= 0) {
      return leaf(type);
    }
    if (choose.below(12) == 0) {
      return "(if "
          + expr(RandomType.BOOL, d)
          + " then "
          + expr(type, d)
          + " else "
          + expr(type, d)
          + ")";
    }
    RandomType t = RandomType.values()[choose.below(RandomType.values().length)];
    return switch (type) {
      case BOOL -> conditions.of(d, t);
      case LONG ->
          choose.one(
              leaf(RandomType.LONG),
              "("
                  + expr(RandomType.LONG, d)
                  + choose.one(" + ", " - ", " * ")
                  + expr(RandomType.LONG, d)
                  + ")",
              "-" + paren(RandomType.LONG, d),
              expr(RandomType.USER, d) + ".age",
              expr(RandomType.DOC, d) + ".size",
              careful
                  ? "principal.age"
                  : choose.one(expr(RandomType.ADDRESS, d) + ".zip", "context.hour"),
              paren(RandomType.DURATION, d)
                  + choose.one(
                      ".toDays()",
                      ".toHours()",
                      ".toMinutes()",
                      ".toSeconds()",
                      ".toMilliseconds()"),
              "{x: " + expr(RandomType.LONG, d) + "}.x");
      case STRING ->
          choose.one(
              leaf(RandomType.STRING),
              expr(RandomType.USER, d) + ".name",
              expr(RandomType.USER, d) + ".addr.city",
              careful
                  ? expr(RandomType.DOC, d) + ".meta.kind"
                  : choose.one(
                      expr(RandomType.USER, d) + ".getTag(" + expr(RandomType.STRING, d) + ")",
                      "context.reason",
                      expr(RandomType.DOC, d) + ".title"));
      case USER ->
          choose.one(
              leaf(RandomType.USER),
              expr(RandomType.DOC, d) + ".owner",
              careful
                  ? "principal"
                  : choose.one(expr(RandomType.USER, d) + ".manager", "context.who"));
      case DOC -> leaf(RandomType.DOC);
      case GROUP -> leaf(RandomType.GROUP);
      case COLOR ->
          choose.one(
              leaf(RandomType.COLOR),
              expr(RandomType.DOC, d) + ".color",
              careful ? "resource.color" : expr(RandomType.USER, d) + ".color");
      case STRINGS ->
          choose.one(
              "[" + expr(RandomType.STRING, d) + ", " + expr(RandomType.STRING, d) + "]",
              expr(RandomType.USER, d) + ".roles",
              "context.tags",
              "[\"a\"]",
              careful ? "principal.roles" : "[]");
      case LONGS ->
          choose.one(
              "[" + expr(RandomType.LONG, d) + "]",
              expr(RandomType.DOC, d) + ".numbers",
              careful ? "[2, 3]" : expr(RandomType.DOC, d) + ".getTag(\"t\")",
              careful ? "[1]" : "[" + expr(t, d) + ", " + expr(RandomType.LONG, d) + "]");
      case GROUPS ->
          choose.one(
              "[" + uid("Group") + "]",
              expr(RandomType.USER, d) + ".groups",
              expr(RandomType.DOC, d) + ".readers",
              "[" + uid("Group") + ", " + uid("Team") + "]");
      case USERS ->
          choose.one(
              "[" + expr(RandomType.USER, d) + "]",
              expr(RandomType.USER, d) + ".friends",
              "[" + uid("User") + ", " + expr(RandomType.USER, d) + "]");
      case ADDRESS ->
          choose.one(
              leaf(RandomType.ADDRESS),
              expr(RandomType.USER, d) + ".addr",
              careful ? "principal.addr" : expr(RandomType.USER, d) + ".addr2");
      case DECIMAL, IP, DURATION -> leaf(type);
      case DATETIME ->
          choose.one(
              leaf(type),
              paren(RandomType.DATETIME, d) + ".offset(" + expr(RandomType.DURATION, d) + ")",
              paren(RandomType.DATETIME, d) + ".toDate()");
    };
  }

  String paren(RandomType type, int d) {
    return "(" + expr(type, d) + ")";
  }

  String leaf(RandomType type) {
    return leaves.of(type, careful);
  }

  private String uid(String type) {
    return leaves.uid(type);
  }
}
