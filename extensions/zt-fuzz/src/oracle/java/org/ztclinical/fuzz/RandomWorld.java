package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One small world in which every type, extension, tag, enumeration, optional attribute and
 * hierarchy occurs: its schema, and random policies, entities and requests for it.
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

  private final RandomChoice choose;
  private final RandomPolicyText policies;

  RandomWorld(long seed) {
    choose = new RandomChoice(new Random(seed));
    policies = new RandomPolicyText(choose);
  }

  /** Policy text. */
  String policies() {
    return policies.policies();
  }

  RandomPolicyText policyText() {
    return policies;
  }

  RandomChoice choose() {
    return choose;
  }

  /** Entities JSON, the actions among them. */
  String entities() {
    List<String> all = new ArrayList<>();
    for (String id : RandomChoice.IDS) {
      if (choose.below(4) > 0) all.add(user(id));
      if (choose.below(4) > 0)
        all.add(
            entity(
                "Group",
                id,
                "{\"level\":" + number() + (choose.toss() ? ",\"lead\":" + ref("User") : "") + "}",
                id.compareTo("b") > 0 ? refs("Group", "a", "b") : "",
                ""));
      if (choose.below(4) > 0)
        all.add(entity("Team", id, "{}", refs("Group", RandomChoice.IDS), ""));
      if (choose.below(4) > 0) all.add(doc(id));
      if (choose.below(4) > 0)
        all.add(
            entity(
                "Folder",
                id,
                "{\"owner\":" + ref("User") + "}",
                id.compareTo("b") > 0 ? refs("Folder", "a", "b") : "",
                ""));
      if (choose.below(4) > 0)
        all.add(entity("NS::Thing", id, choose.toss() ? "{}" : "{\"x\":" + number() + "}", "", ""));
      if (choose.below(4) > 0)
        all.add(
            entity(
                "NS::Robot",
                id,
                "{\"serial\":\"s\",\"age\":3}",
                refs("NS::Thing", RandomChoice.IDS),
                "\"t\":true"));
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
    return switch (choose.below(8)) {
      case 0 ->
          new String[] {
            uidJson("User"),
            uidJson("Action", "edit"),
            uidJson("Doc"),
            "{\"mfa\":" + choose.toss() + (choose.toss() ? ",\"hour\":" + number() : "") + "}"
          };
      case 1 ->
          new String[] {
            uidJson("NS::Robot"), uidJson("NS::Action", "ping"), uidJson("NS::Thing"), "{}"
          };
      case 2 ->
          new String[] {
            uidJson("Team"), uidJson("Action", "admin"), uidJson(choose.one("Group", "Color")), "{}"
          };
      case 3 ->
          new String[] {
            uidJson(choose.one("Group", "Color", "Nobody")),
            uidJson("Action", choose.one("view", "x")),
            uidJson("User"),
            "{\"mfa\":3}"
          };
      default ->
          new String[] {
            uidJson("User"),
            uidJson("Action", choose.one("view", "list")),
            uidJson(choose.one("Doc", "Doc", "Folder")),
            context()
          };
    };
  }

  private String context() {
    return "{\"mfa\":"
        + choose.toss()
        + ",\"hour\":"
        + number()
        + (choose.toss() ? ",\"reason\":" + text() : "")
        + ",\"src\":"
        + extn("ip", choose.ip())
        + ",\"now\":"
        + extn("datetime", choose.datetime())
        + (choose.toss() ? ",\"who\":" + ref("User") : "")
        + ",\"tags\":["
        + text()
        + ","
        + text()
        + "],\"nested\":"
        + choose.one("{}", "{\"a\":{}}", "{\"a\":{\"b\":" + number() + "}}")
        + "}";
  }

  private String user(String id) {
    return entity(
        "User",
        id,
        "{\"name\":"
            + text()
            + ",\"age\":"
            + number()
            + ",\"active\":"
            + choose.toss()
            + (choose.toss() ? ",\"manager\":" + ref("User") : "")
            + ",\"roles\":["
            + text()
            + "],\"addr\":"
            + address()
            + (choose.toss() ? ",\"addr2\":" + address() : "")
            + (choose.toss() ? ",\"ip\":" + extn("ip", choose.ip()) : "")
            + ",\"since\":"
            + extn("datetime", choose.datetime())
            + ",\"quota\":"
            + extn("decimal", choose.decimal())
            + (choose.toss() ? ",\"ttl\":" + extn("duration", choose.duration()) : "")
            + ",\"friends\":["
            + ref("User")
            + "]"
            + (choose.toss() ? ",\"color\":" + refOf("Color", choose.one("red", "green")) : "")
            + ",\"groups\":["
            + ref("Group")
            + ","
            + ref("Group")
            + "]"
            + (choose.toss() ? ",\"thing\":" + ref("NS::Thing") : "")
            + (choose.toss() ? ",\"odd key\":true" : "")
            + "}",
        refs("Group", RandomChoice.IDS),
        choose.toss() ? "\"t\":" + text() : "");
  }

  private String doc(String id) {
    return entity(
        "Doc",
        id,
        "{\"owner\":"
            + ref("User")
            + ",\"readers\":["
            + ref("Group")
            + "],\"size\":"
            + number()
            + (choose.toss() ? ",\"title\":" + text() : "")
            + ",\"public\":"
            + choose.toss()
            + ",\"color\":"
            + refOf("Color", "red")
            + ",\"meta\":{\"kind\":"
            + text()
            + (choose.toss() ? ",\"box\":{\"deep\":" + choose.toss() + "}" : "")
            + "},\"numbers\":["
            + number()
            + ","
            + number()
            + "]"
            + ",\"from\":"
            + extn("ip", choose.ip())
            + (choose.toss() ? ",\"at\":" + extn("datetime", choose.datetime()) : "")
            + "}",
        refs("Folder", RandomChoice.IDS),
        choose.toss() ? "\"t\":[1,2]" : "");
  }

  private String address() {
    return "{\"city\":"
        + text()
        + (choose.toss() ? ",\"zip\":" + number() : "")
        + choose.one(
            "", ",\"geo\":{\"lat\":" + number() + choose.one("", ",\"name\":" + text()) + "}")
        + "}";
  }

  private static String entity(String type, String id, String attrs, String parents, String tags) {
    return "{\"uid\":"
        + uidJson(type, id)
        + ",\"attrs\":"
        + attrs
        + ",\"parents\":["
        + parents
        + "]"
        + (tags.isEmpty() ? "" : ",\"tags\":{" + tags + "}")
        + "}";
  }

  private String refs(String type, String... ids) {
    return List.of(ids).stream()
        .filter(id -> choose.below(3) == 0 && !id.isEmpty())
        .map(id -> uidJson(type, id))
        .collect(Collectors.joining(","));
  }

  private String ref(String type) {
    return refOf(type, choose.one(RandomChoice.IDS));
  }

  private static String refOf(String type, String id) {
    return "{\"__entity\":" + uidJson(type, id) + "}";
  }

  private static String extn(String fn, String arg) {
    return "{\"__extn\":{\"fn\":\"" + fn + "\",\"arg\":\"" + arg + "\"}}";
  }

  private String uidJson(String type) {
    return uidJson(type, type.equals("Color") ? "red" : choose.one(RandomChoice.IDS));
  }

  private static String uidJson(String type, String id) {
    return "{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}";
  }

  private String text() {
    return choose.one("\"\"", "\"a\"", "\"ab\"", "\"x*y\"", "\"émile\"", "\"red\"");
  }

  private String number() {
    return choose.one(
        "0", "1", "2", "5", "-3", "9223372036854775807", "-9223372036854775808", "100");
  }
}
