package org.ztclinical.fuzz;

import static org.ztclinical.fuzz.RandomType.BOOL;
import static org.ztclinical.fuzz.RandomType.GROUP;
import static org.ztclinical.fuzz.RandomType.LONG;
import static org.ztclinical.fuzz.RandomType.STRING;
import static org.ztclinical.fuzz.RandomType.USER;

/** Random conditions that are seldom written, where implementations differ before they agree. */
final class RandomOddText {
  private final RandomChoice choose;
  private final RandomLeafText leaves;
  private final RandomTermText terms;

  RandomOddText(RandomChoice choose, RandomLeafText leaves, RandomTermText terms) {
    this.choose = choose;
    this.leaves = leaves;
    this.terms = terms;
  }

  /** Each at most this deep below itself. */
  String of(int d) {
    return switch (choose.below(8)) {
      case 0 -> actions();
      case 1 -> collections(d);
      case 2 -> hierarchies(d);
      case 3 -> types(d);
      case 4 -> branches(d);
      case 5 -> tags(d);
      case 6 -> capabilities(d);
      default -> chains(d);
    };
  }

  private String actions() {
    return choose.one(
        "(action has x)",
        "(action has \"a b\" && action.x == 1)",
        "(action.x == 1)",
        "(action.hasTag(\"t\"))",
        "(action is Action)",
        "(action is NS::Action || action == Action::\"view\")",
        "([action].contains(Action::\"view\"))",
        "(action in [NS::Action::\"ping\"])",
        "(action in [Action::\"edit\", NS::Action::\"ping\"])",
        "(Action::\"admin\" in action)",
        "(Action::\"view\" in Action::\"readLike\")",
        "(NS::Action::\"ping\" in Action::\"readLike\")",
        "(principal in action)");
  }

  private String collections(int d) {
    String number = terms.expr(LONG, d);
    return choose.one(
        "([[1], [2]].contains([" + number + "]))",
        "([{a: 1}, {a: 2}].contains({a: " + number + "}))",
        "([{a: 1}, {a: 2, b: 3}].contains({a: " + number + "}))",
        "([[" + number + "]] == [[1], [2]])",
        "({a: {b: {c: " + number + "}}}.a.b.c == 1)",
        "({a: {b: " + number + "}} has a.b)",
        "({a: {b: " + number + "}} has a.c)",
        "({a: [principal]}.a.contains(principal))",
        "([principal, principal] == [principal])",
        "([1, " + number + "].containsAll([" + number + "]))",
        "([" + number + ", \"a\"].contains(1))",
        "([true, false] == [false, true, true])",
        "([decimal(\"1.0\")] == [decimal(\"1.00\")])",
        "(resource.numbers.containsAny(principal.roles))",
        "([[]].contains([]))");
  }

  private String hierarchies(int d) {
    String group = terms.expr(GROUP, d);
    return choose.one(
        "(principal in [" + leaves.uid("User") + ", " + group + ", " + leaves.uid("Team") + "])",
        "(principal in [" + group + ", principal])",
        "(principal in [])",
        "(principal in [1])",
        "(resource in [resource])",
        "(resource in principal)",
        "(" + group + " in " + group + ")",
        "(" + leaves.uid("Color") + " in " + leaves.uid("Color") + ")",
        "(" + terms.expr(USER, d) + " in " + terms.expr(USER, d) + ".groups)",
        "(principal in (if " + terms.expr(BOOL, d) + " then " + group + " else " + group + "))",
        "(principal in {g: " + group + "}.g)",
        "([principal, resource].contains(principal))",
        "([principal] == [resource])");
  }

  private String types(int d) {
    String rest = terms.expr(BOOL, d);
    return choose.one(
        "(principal is User && principal is User in " + leaves.uid("Group") + " && " + rest + ")",
        "((principal is User || principal is NS::Robot) && principal.age > 1)",
        "((principal is NS::Robot && principal.serial == \"s\")"
            + " || (principal is User && principal.name == \"a\"))",
        "(if principal is User then principal.active else " + rest + ")",
        "(!(principal is User) || principal.active)",
        "(principal is User == true)",
        "(resource is Doc in resource)",
        "(resource is Doc in " + leaves.uid("Folder") + " && resource.public)",
        "((resource is Folder && resource.owner == principal) || (resource is Doc && "
            + rest
            + "))",
        "(context is User)",
        "({a: principal}.a is User)",
        "(principal is User in [" + leaves.uid("Group") + ", " + leaves.uid("Team") + "])");
  }

  private String branches(int d) {
    String test = terms.expr(BOOL, d);
    return choose.one(
        "((if " + test + " then principal else resource) == principal)",
        "((if " + test + " then {a: 1} else {a: 1, b: 2}).a == 1)",
        "((if " + test + " then {a: true} else {a: false}).a)",
        "((if " + test + " then [1] else []) == [2])",
        "((if " + test + " then User::\"a\" else principal) has manager)",
        "((if " + test + " then context else {mfa: true}).mfa)",
        "((if " + test + " then 1 else 2) == (if " + test + " then 2 else 1))",
        "(if true then true else 1)",
        "(if false then 1 else " + test + ")",
        "(if principal has manager then principal.manager.active else " + test + ")",
        "(if !(principal has manager) then " + test + " else principal.manager.active)",
        "(if " + test + " && principal has ip then principal.ip.isIpv4() else true)",
        "(if " + test + " then principal has ip else false) && principal.ip.isIpv4()",
        "((if " + test + " then principal has ip else principal has ip) && principal.ip.isIpv6())");
  }

  private String tags(int d) {
    String user = terms.expr(USER, Math.min(d, 1));
    String key = terms.expr(STRING, Math.min(d, 1));
    return choose.one(
        "(" + user + ".hasTag(" + key + ") && " + user + ".getTag(" + key + ") == \"a\")",
        "(" + user + ".hasTag(" + key + ") && " + user + ".getTag(\"t\") == \"a\")",
        "(" + user + ".getTag(" + key + ") == \"a\")",
        "(resource.hasTag(\"t\") && resource.getTag(\"t\").contains(1))",
        "(" + user + ".hasTag(\"t\") || " + user + ".hasTag(\"u\"))",
        "(("
            + user
            + ".hasTag(\"t\") || "
            + user
            + ".hasTag(\"t\")) && "
            + user
            + ".getTag(\"t\") like \"*\")",
        "(" + user + " has t && " + user + ".getTag(\"t\") == \"a\")",
        "(" + user + ".hasTag(\"name\") && " + user + ".name == " + user + ".getTag(\"name\"))",
        "(principal.hasTag(1))",
        "(\"a\".hasTag(\"a\"))",
        "(context.hasTag(\"a\"))",
        "(Group::\"a\".hasTag(\"t\"))");
  }

  private String capabilities(int d) {
    String rest = terms.expr(BOOL, d);
    String user = terms.expr(USER, Math.min(d, 1));
    return choose.one(
        "(context.nested has a && context.nested.a has b && context.nested.a.b > 1)",
        "(context.nested has a.b && context.nested[\"a\"].b > 1)",
        "(resource.meta has box && resource.meta.box.deep)",
        "(" + user + " has \"odd key\" && " + user + "[\"odd key\"])",
        "({x: " + user + "}.x has manager && {x: " + user + "}.x.manager.age == 1)",
        "(" + user + " has addr2.zip && " + user + ".addr2.zip == 1)",
        "(" + user + " has addr2.geo && " + user + ".addr2.zip == 1)",
        "((" + rest + " || " + user + " has manager) && " + user + ".manager.active)",
        "((" + rest + " && " + user + " has manager) && " + user + ".manager.active)",
        "(" + user + " has manager && (" + rest + " || " + user + ".manager.active))",
        "(!(!(" + user + " has manager)) && " + user + ".manager.active)",
        "((" + user + " has manager) == true && " + user + ".manager.active)",
        "((" + user + " has manager && true) && (true && " + user + ".manager.active))",
        "((true || " + user + " has manager) && " + user + ".manager.active)",
        "((false || " + user + " has manager) && " + user + ".manager.active)",
        "(" + user + " has manager && " + user + " has manager && " + user + ".manager has ip)");
  }

  private String chains(int d) {
    String one = terms.expr(BOOL, d);
    String other = terms.expr(BOOL, d);
    String number = terms.expr(LONG, d);
    return choose.one(
        "(" + one + " && " + other + " && " + one + " && principal.active)",
        "(" + one + " || " + other + " || " + one + ")",
        "(" + one + " && (" + other + " && " + one + "))",
        "(" + number + " + 1 - " + number + " * 2 == 3)",
        "(" + number + " * " + number + " * 2 > -" + number + ")",
        "!!!" + one,
        "(- -1 == 1 && --1 == " + number + ")",
        "(false && (1 == \"a\"))",
        "(true || (1 + \"a\" == 2))",
        "((1 == \"a\") || " + one + ")",
        "((" + one + " || true) && " + other + ")",
        "((" + one + " == " + other + ") != false)",
        "(context.src == ip(\"10.0.0.1\"))",
        "(principal.quota == decimal(\"1.00\"))",
        "(context == {mfa: true})",
        "(principal == User::\"a\" && principal.active && User::\"a\".active)",
        "(-(" + number + ") < " + number + ")");
  }
}
