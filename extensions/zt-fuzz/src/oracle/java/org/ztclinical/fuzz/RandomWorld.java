package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random policies, entities and requests over one small world in which every type, extension,
 * tag, enumeration, optional attribute and hierarchy occurs. Mostly well typed, so that questions go
 * deep; sometimes not, so that errors are met everywhere.
 */
final class RandomWorld {
  static final String SCHEMA =
      """
      type Address = { city: String, zip?: Long, geo?: { lat: Long, name?: String } };
      entity User in [Group, Team] = {
        name: String, age: Long, active: Bool, manager?: User, roles: Set<String>, addr: Address,
        addr2?: Address, ip?: ipaddr, since: datetime, quota: decimal, ttl?: duration,
        friends: Set<User>, color?: Color, groups: Set<Group>, thing?: NS::Thing, "odd key"?: Bool,
      } tags String;
      entity Group in [Group] = { level: Long, lead?: User };
      entity Team in [Group];
      entity Doc in [Folder] = {
        owner: User, readers: Set<Group>, size: Long, title?: String, public: Bool, color: Color,
        meta: { kind: String, box?: { deep: Bool } }, numbers: Set<Long>, from: ipaddr, at?: datetime,
      } tags Set<Long>;
      entity Folder in [Folder] = { owner: User };
      entity Color enum ["red", "green", "blue"];
      action readLike;
      action view, list in [readLike] appliesTo {
        principal: [User], resource: [Doc, Folder],
        context: { mfa: Bool, hour: Long, reason?: String, src: ipaddr, now: datetime, who?: User,
                   tags: Set<String>, nested: { a?: { b?: Long } } },
      };
      action edit appliesTo {
        principal: [User, NS::Robot], resource: Doc, context: { mfa: Bool, hour?: Long },
      };
      action admin in [Action::"edit"] appliesTo { principal: Team, resource: [Color, Group] };
      namespace NS {
        entity Thing = { x?: Long, owner?: User };
        entity Robot in [Thing] = { serial: String, age: Long } tags Bool;
        action ping in [Action::"readLike"] appliesTo { principal: Robot, resource: Thing };
      }
      """;

  enum T { BOOL, LONG, STRING, USER, GROUP, DOC, COLOR, STRINGS, LONGS, GROUPS, USERS, ADDRESS, DECIMAL, IP, DATETIME, DURATION }

  private static final String[] IDS = {"a", "b", "c", "d", ""};
  private static final String[] TEXTS = {
    "", "a", "ab", "x*y", "émile", "\\u{1F600}", "a\\nb", "NS", "red", "view"
  };
  private final Random random;

  /** Whether the policy being made should have no mistakes made on purpose. */
  private boolean careful;

  RandomWorld(long seed) {
    random = new Random(seed);
  }

  String policies() {
    return IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> policy()).collect(Collectors.joining("\n"));
  }

  String policy() {
    careful = random.nextInt(3) > 0;
    if (careful) {
      return one("permit", "permit", "forbid")
          + one("(principal is User, action == Action::\"view\", resource is Doc)", "(principal is User, action in [Action::\"view\", Action::\"edit\"], resource is Doc)", "(principal is User in " + uid("Group") + ", action in Action::\"readLike\", resource in " + uid("Folder") + ")", "(principal, action == Action::\"list\", resource)", "(principal, action, resource)")
          + " when { " + expr(T.BOOL, 1 + random.nextInt(4)) + " }" + (random.nextInt(3) == 0 ? " unless { " + expr(T.BOOL, 2) + " };" : ";");
    }
    StringBuilder text = new StringBuilder(one("permit", "permit", "forbid")).append("(");
    text.append(one("principal", "principal", "principal is User", "principal is User in " + uid("Group"),
        "principal in " + uid(one("Group", "Team", "User", "Group")), "principal == " + uid("User"), "principal is NS::Robot", "principal is Team in " + uid("Group")));
    text.append(", ").append(one("action", "action", "action == Action::\"view\"", "action in Action::\"readLike\"",
        "action in [Action::\"view\", Action::\"edit\"]", "action == Action::\"edit\"", "action in [Action::\"edit\", NS::Action::\"ping\"]", "action in []", "action == Action::\"admin\""));
    text.append(", ").append(one("resource", "resource", "resource is Doc", "resource in " + uid("Folder"),
        "resource == " + uid("Doc"), "resource is Doc in " + uid("Folder"), "resource is Folder", "resource is Color", "resource is NS::Thing"));
    text.append(")");
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append(one(" when { ", " when { ", " unless { ")).append(expr(T.BOOL, 1 + random.nextInt(4))).append(" }");
    }
    return text.append(";").toString();
  }

  String entities() {
    List<String> all = new ArrayList<>();
    for (String id : IDS) {
      if (random.nextInt(4) > 0) all.add(user(id));
      if (random.nextInt(4) > 0) all.add(entity("Group", id, "{\"level\":" + number() + (random.nextBoolean() ? ",\"lead\":" + ref("User") : "") + "}", id.compareTo("b") > 0 ? refs("Group", "a", "b") : "", ""));
      if (random.nextInt(4) > 0) all.add(entity("Team", id, "{}", refs("Group", IDS), ""));
      if (random.nextInt(4) > 0) all.add(doc(id));
      if (random.nextInt(4) > 0) all.add(entity("Folder", id, "{\"owner\":" + ref("User") + "}", id.compareTo("b") > 0 ? refs("Folder", "a", "b") : "", ""));
      if (random.nextInt(4) > 0) all.add(entity("NS::Thing", id, random.nextBoolean() ? "{}" : "{\"x\":" + number() + "}", "", ""));
      if (random.nextInt(4) > 0) all.add(entity("NS::Robot", id, "{\"serial\":\"s\",\"age\":3}", refs("NS::Thing", IDS), "\"t\":true"));
    }
    all.add(entity("Action", "view", "{}", refs("Action", "readLike"), ""));
    all.add(entity("Action", "list", "{}", refs("Action", "readLike"), ""));
    all.add(entity("Action", "readLike", "{}", "", ""));
    all.add(entity("Action", "edit", "{}", "", ""));
    all.add(entity("Action", "admin", "{}", refs("Action", "edit"), ""));
    all.add(entity("NS::Action", "ping", "{}", refs("Action", "readLike"), ""));
    return all.stream().collect(Collectors.joining(",\n", "[", "]"));
  }

  /** principal, action, resource as JSON uids, then the context. */
  String[] request() {
    return switch (random.nextInt(8)) {
      case 0 -> new String[] {uidJson("User"), uidJson("Action", "edit"), uidJson("Doc"), "{\"mfa\":" + random.nextBoolean() + (random.nextBoolean() ? ",\"hour\":" + number() : "") + "}"};
      case 1 -> new String[] {uidJson("NS::Robot"), uidJson("NS::Action", "ping"), uidJson("NS::Thing"), "{}"};
      case 2 -> new String[] {uidJson("Team"), uidJson("Action", "admin"), uidJson(one("Group", "Color")), "{}"};
      case 3 -> new String[] {uidJson(one("Group", "Color", "Nobody")), uidJson("Action", one("view", "x")), uidJson("User"), "{\"mfa\":3}"};
      default -> new String[] {uidJson("User"), uidJson("Action", one("view", "list")), uidJson(one("Doc", "Doc", "Folder")), context()};
    };
  }

  private String context() {
    return "{\"mfa\":" + random.nextBoolean() + ",\"hour\":" + number() + (random.nextBoolean() ? ",\"reason\":" + text() : "")
        + ",\"src\":" + extn("ip", ip()) + ",\"now\":" + extn("datetime", datetime()) + (random.nextBoolean() ? ",\"who\":" + ref("User") : "")
        + ",\"tags\":[" + text() + "," + text() + "],\"nested\":" + one("{}", "{\"a\":{}}", "{\"a\":{\"b\":" + number() + "}}") + "}";
  }

  private String user(String id) {
    return entity("User", id, "{\"name\":" + text() + ",\"age\":" + number() + ",\"active\":" + random.nextBoolean()
        + (random.nextBoolean() ? ",\"manager\":" + ref("User") : "") + ",\"roles\":[" + text() + "],\"addr\":" + address()
        + (random.nextBoolean() ? ",\"addr2\":" + address() : "") + (random.nextBoolean() ? ",\"ip\":" + extn("ip", ip()) : "")
        + ",\"since\":" + extn("datetime", datetime()) + ",\"quota\":" + extn("decimal", decimal())
        + (random.nextBoolean() ? ",\"ttl\":" + extn("duration", duration()) : "") + ",\"friends\":[" + ref("User") + "]"
        + (random.nextBoolean() ? ",\"color\":" + refOf("Color", one("red", "green")) : "") + ",\"groups\":[" + ref("Group") + "," + ref("Group") + "]"
        + (random.nextBoolean() ? ",\"thing\":" + ref("NS::Thing") : "") + (random.nextBoolean() ? ",\"odd key\":true" : "") + "}",
        refs("Group", IDS), random.nextBoolean() ? "\"t\":" + text() : "");
  }

  private String doc(String id) {
    return entity("Doc", id, "{\"owner\":" + ref("User") + ",\"readers\":[" + ref("Group") + "],\"size\":" + number()
        + (random.nextBoolean() ? ",\"title\":" + text() : "") + ",\"public\":" + random.nextBoolean() + ",\"color\":" + refOf("Color", "red")
        + ",\"meta\":{\"kind\":" + text() + (random.nextBoolean() ? ",\"box\":{\"deep\":" + random.nextBoolean() + "}" : "") + "},\"numbers\":[" + number() + "," + number() + "]"
        + ",\"from\":" + extn("ip", ip()) + (random.nextBoolean() ? ",\"at\":" + extn("datetime", datetime()) : "") + "}",
        refs("Folder", IDS), random.nextBoolean() ? "\"t\":[1,2]" : "");
  }

  private String address() {
    return "{\"city\":" + text() + (random.nextBoolean() ? ",\"zip\":" + number() : "") + one("", ",\"geo\":{\"lat\":" + number() + one("", ",\"name\":" + text()) + "}") + "}";
  }

  private static String entity(String type, String id, String attrs, String parents, String tags) {
    return "{\"uid\":" + uidJson(type, id) + ",\"attrs\":" + attrs + ",\"parents\":[" + parents + "]" + (tags.isEmpty() ? "" : ",\"tags\":{" + tags + "}") + "}";
  }

  private String refs(String type, String... ids) {
    return List.of(ids).stream().filter(id -> random.nextInt(3) == 0 && !id.isEmpty()).map(id -> uidJson(type, id)).collect(Collectors.joining(","));
  }

  private String ref(String type) { return refOf(type, one(IDS)); }

  private static String refOf(String type, String id) { return "{\"__entity\":" + uidJson(type, id) + "}"; }

  private static String extn(String fn, String arg) { return "{\"__extn\":{\"fn\":\"" + fn + "\",\"arg\":\"" + arg + "\"}}"; }

  private String uidJson(String type) { return uidJson(type, type.equals("Color") ? "red" : one(IDS)); }

  private static String uidJson(String type, String id) { return "{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}"; }

  private String text() { return one("\"\"", "\"a\"", "\"ab\"", "\"x*y\"", "\"émile\"", "\"red\""); }

  private String number() { return one("0", "1", "2", "5", "-3", "9223372036854775807", "-9223372036854775808", "100"); }

  private String ip() { return one("10.0.0.1", "10.0.0.0/8", "127.0.0.1", "::1", "ff02::1", "fe80::/10", "224.0.0.1", "0.0.0.0/0"); }

  private String decimal() { return one("1.0", "0.0001", "-5.25", "922337203685477.5807", "0.0"); }

  private String datetime() { return one("2024-01-01", "1969-12-31T23:59:59.999Z", "2024-02-29T12:00:00+0130", "0000-01-01", "9999-12-31"); }

  private String duration() { return one("1h", "-1d2h", "0ms", "90m", "9223372036854775807ms", "-1999ms"); }

  private String uid(String type) {
    return type + "::\"" + (type.equals("Color") ? one("red", "green", "blue") : one(IDS)) + "\"";
  }

  String expr(T type, int depth) {
    if (!careful && random.nextInt(40) == 0) {
      type = T.values()[random.nextInt(T.values().length)];
    }
    int d = depth - 1 - random.nextInt(2);
    if (depth <= 0) {
      return leaf(type);
    }
    if (random.nextInt(12) == 0) {
      return "(if " + expr(T.BOOL, d) + " then " + expr(type, d) + " else " + expr(type, d) + ")";
    }
    T t = T.values()[random.nextInt(T.values().length)];
    return switch (type) {
      case BOOL -> bool(d, t);
      case LONG -> one(leaf(T.LONG), "(" + expr(T.LONG, d) + one(" + ", " - ", " * ") + expr(T.LONG, d) + ")", "-" + paren(T.LONG, d),
          expr(T.USER, d) + ".age", expr(T.DOC, d) + ".size", careful ? "principal.age" : one(expr(T.ADDRESS, d) + ".zip", "context.hour"), paren(T.DURATION, d) + one(".toDays()", ".toHours()", ".toMinutes()", ".toSeconds()", ".toMilliseconds()"), "{x: " + expr(T.LONG, d) + "}.x");
      case STRING -> one(leaf(T.STRING), expr(T.USER, d) + ".name", expr(T.USER, d) + ".addr.city", careful ? expr(T.DOC, d) + ".meta.kind" : one(expr(T.USER, d) + ".getTag(" + expr(T.STRING, d) + ")", "context.reason", expr(T.DOC, d) + ".title"));
      case USER -> one(leaf(T.USER), expr(T.DOC, d) + ".owner", careful ? "principal" : one(expr(T.USER, d) + ".manager", "context.who"));
      case DOC -> leaf(T.DOC);
      case GROUP -> leaf(T.GROUP);
      case COLOR -> one(leaf(T.COLOR), expr(T.DOC, d) + ".color", careful ? "resource.color" : expr(T.USER, d) + ".color");
      case STRINGS -> one("[" + expr(T.STRING, d) + ", " + expr(T.STRING, d) + "]", expr(T.USER, d) + ".roles", "context.tags", "[\"a\"]", careful ? "principal.roles" : "[]");
      case LONGS -> one("[" + expr(T.LONG, d) + "]", expr(T.DOC, d) + ".numbers", careful ? "[2, 3]" : expr(T.DOC, d) + ".getTag(\"t\")", careful ? "[1]" : "[" + expr(t, d) + ", " + expr(T.LONG, d) + "]");
      case GROUPS -> one("[" + uid("Group") + "]", expr(T.USER, d) + ".groups", expr(T.DOC, d) + ".readers", "[" + uid("Group") + ", " + uid("Team") + "]");
      case USERS -> one("[" + expr(T.USER, d) + "]", expr(T.USER, d) + ".friends", "[" + uid("User") + ", " + expr(T.USER, d) + "]");
      case ADDRESS -> one(leaf(T.ADDRESS), expr(T.USER, d) + ".addr", careful ? "principal.addr" : expr(T.USER, d) + ".addr2");
      case DECIMAL, IP, DURATION -> leaf(type);
      case DATETIME -> one(leaf(type), paren(T.DATETIME, d) + ".offset(" + expr(T.DURATION, d) + ")", paren(T.DATETIME, d) + ".toDate()");
    };
  }

  private String bool(int d, T t) {
    return switch (random.nextInt(31)) {
      case 0, 1, 2 -> "(" + expr(T.BOOL, d) + " && " + expr(T.BOOL, d) + ")";
      case 3, 4 -> "(" + expr(T.BOOL, d) + " || " + expr(T.BOOL, d) + ")";
      case 5 -> "!" + paren(T.BOOL, d);
      case 6, 7 -> "(" + expr(t, d) + one(" == ", " != ") + expr(t, d) + ")";
      case 8 -> "(" + expr(T.LONG, d) + one(" < ", " <= ", " > ", " >= ") + expr(T.LONG, d) + ")";
      case 9 -> "(" + expr(T.DATETIME, d) + one(" < ", " >= ") + expr(T.DATETIME, d) + ")";
      case 10 -> "(" + expr(T.USER, d) + " in " + one(expr(T.GROUP, d), expr(T.GROUPS, d), expr(T.USER, d), expr(T.USERS, d), "[" + uid("Group") + ", " + uid("Folder") + "]") + ")";
      case 11 -> "(" + one(expr(T.DOC, d), "resource", "principal", "action") + " in " + one(uid("Folder"), "Action::\"readLike\"", "[Action::\"view\", Action::\"edit\"]", uid("Group")) + ")";
      case 12 -> "(" + one(expr(T.USER, d), "principal", "resource") + " is " + one("User", "Doc", "NS::Robot", "Team", careful ? "Group" : "Nothing") + one("", " in " + expr(T.GROUP, d)) + ")";
      case 13 -> "(" + expr(T.STRING, d) + " like \"" + one("*", "a*", "*b", "x\\*y", "a*b*", "", "*é*") + "\")";
      case 14, 15 -> guarded(d);
      case 16 -> "(" + expr(T.USER, d) + " has " + one("manager", "addr2", "ip", "color", "addr.zip", "addr.geo.lat", "\"odd key\"", "nothing", "manager.manager", "manager.addr.geo.name", "thing.x") + ")";
      case 17 -> "(context has " + one("hour", "reason", "who", "who.manager", "nested.a.b", "mfa", "who.age") + ")";
      case 18 -> "(" + expr(T.USER, d) + ".hasTag(" + expr(T.STRING, d) + "))";
      case 19 -> "(" + one(expr(T.LONGS, d) + ".contains(" + expr(T.LONG, d), expr(T.STRINGS, d) + ".contains(" + expr(T.STRING, d), expr(T.GROUPS, d) + ".contains(" + expr(T.GROUP, d), expr(T.USERS, d) + ".contains(" + expr(t, d)) + "))";
      case 20 -> "(" + expr(T.STRINGS, d) + one(".containsAll(", ".containsAny(") + expr(T.STRINGS, d) + "))";
      case 21 -> "(" + one(expr(T.LONGS, d), expr(T.STRINGS, d), expr(T.GROUPS, d), expr(T.USERS, d)) + ".isEmpty())";
      case 22 -> "(" + paren(T.IP, d) + one(".isIpv4()", ".isIpv6()", ".isLoopback()", ".isMulticast()", ".isInRange(" + expr(T.IP, d) + ")") + ")";
      case 23 -> "(" + paren(T.DECIMAL, d) + one(".lessThan(", ".lessThanOrEqual(", ".greaterThan(", ".greaterThanOrEqual(") + expr(T.DECIMAL, d) + "))";
      case 24 -> "(" + paren(T.DATETIME, d) + one(".durationSince(" + expr(T.DATETIME, d) + ")", ".toTime()") + " < " + expr(T.DURATION, d) + ")";
      case 25 -> "(" + one("principal", "resource", "action", "context") + " == " + one("principal", "resource", "context", uid("User"), uid("Doc"), "Action::\"view\"") + ")";
      case 26 -> "(" + one("principal", "resource", "action") + " has " + one("age", "owner", "level", "serial", "x", "owner.manager") + ")";
      case 27 -> expr(T.USER, d) + ".active";
      case 28 -> "({a: " + expr(T.LONG, d) + one("", ", b: " + expr(t, d)) + "} == {a: " + expr(T.LONG, d) + one("", ", b: " + expr(t, d)) + "})";
      case 29 -> "(" + expr(T.USER, d) + ".hasTag(\"t\") && " + expr(T.USER, d) + ".getTag(\"t\") == " + expr(T.STRING, d) + ")";
      default -> leaf(T.BOOL);
    };
  }

  private String guarded(int d) {
    String user = expr(T.USER, Math.min(d, 1));
    return one(
        "(" + user + " has manager && " + user + ".manager.age > " + expr(T.LONG, d) + ")",
        "(" + user + " has addr2 && " + user + ".addr2 has geo && " + user + ".addr2.geo.lat == " + expr(T.LONG, d) + ")",
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
      case BOOL -> one("true", "false", "principal.active", "context.mfa", "resource.public", "principal == resource.owner");
      case LONG -> one("0", "1", "2", "5", "-3", "9223372036854775807", "-9223372036854775808", "principal.age", "resource.size", careful ? "3" : "context.hour", "007");
      case STRING -> one("\"" + one(TEXTS) + "\"", "principal.name", "\"t\"");
      case USER -> one("principal", "principal", "resource.owner", uid("User"));
      case GROUP -> one(uid("Group"), uid("Group"), uid("Team"));
      case DOC -> one("resource", "resource", "resource", uid("Doc"));
      case COLOR -> one(uid("Color"), "resource.color", careful ? "Color::\"red\"" : "Color::\"pink\"");
      case STRINGS -> one("[\"a\", \"b\"]", "principal.roles", "context.tags");
      case LONGS -> one("[1, 2]", "resource.numbers");
      case GROUPS -> one("[Group::\"a\"]", "principal.groups", "resource.readers");
      case USERS -> one("[User::\"a\", User::\"b\"]", "principal.friends", "[principal]");
      case ADDRESS -> one("principal.addr", "{city: \"a\"}", "{city: \"a\", zip: 1}");
      case DECIMAL -> one("decimal(\"" + decimal() + "\")", "principal.quota", careful ? "decimal(\"1.0\")" : "decimal(\"1.00000\")");
      case IP -> one("ip(\"" + ip() + "\")", "context.src", "resource.from", careful ? "ip(\"::\")" : one("ip(\"1.2.3\")", "ip(principal.name)"));
      case DATETIME -> one("datetime(\"" + datetime() + "\")", "principal.since", "context.now");
      case DURATION -> one("duration(\"" + duration() + "\")", careful ? "duration(\"1d\")" : "principal.ttl");
    };
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
