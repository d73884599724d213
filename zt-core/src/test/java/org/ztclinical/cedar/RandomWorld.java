package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDatetime;
import org.ztclinical.cedar.value.CedarDecimal;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarIp;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * A small world of entities in which random policies find something: types, uids, attributes and
 * tags that occur in policies, stores and requests alike.
 */
public final class RandomWorld {
  /** Entity types; one has a namespace, one the name of a variable. */
  public static final List<Name> TYPES =
      List.of(Name.parse("User"), Name.parse("Group"), Name.parse("Ns::Doc"), Name.parse("action"));

  /** Entities; not all are in every store. */
  public static final List<EntityUid> UIDS =
      List.of(
          EntityUid.of("User", "a"),
          EntityUid.of("User", "b"),
          EntityUid.of("Group", "g1"),
          EntityUid.of("Group", "g2"),
          EntityUid.of("Ns::Doc", "d"),
          EntityUid.of("Ns::Doc", "odd \"id\"\n\\*"),
          EntityUid.of("action", ""));

  /** Actions. */
  public static final List<EntityUid> ACTIONS =
      List.of(
          EntityUid.of("Action", "read"),
          EntityUid.of("Action", "write"),
          EntityUid.of("Action", "all"),
          EntityUid.of("Ns::Action", "read"));

  /** Texts, some of which need escapes. */
  public static final List<String> STRINGS =
      List.of("", "a", "abc", "a*c", "*", "\"", "\\", "'", "\n\r\t\0", "é😀", "\u202e\u00a0", "//");

  /** Attribute names by the kind of value they have where they are present. */
  public static final Map<String, List<String>> ATTRIBUTES =
      Map.of(
          "bool", List.of("b", "if"),
          "long", List.of("n", "a b"),
          "string", List.of("s"),
          "entity", List.of("boss"),
          "set", List.of("ns", "groups"),
          "record", List.of("r"),
          "decimal", List.of("dec"),
          "ip", List.of("addr"),
          "datetime", List.of("t"),
          "duration", List.of("u"));

  /** Tag keys. */
  public static final List<String> TAGS = List.of("k1", "k 2");

  private final Random random;

  private RandomWorld(Random random) {
    this.random = random;
  }

  /** A world that this seed determines. */
  public static RandomWorld seeded(long seed) {
    return new RandomWorld(new Random(seed));
  }

  /** A store with most of the entities and actions; users are in groups, groups in one another. */
  public Entities entities() {
    List<Entity> entities = new ArrayList<>();
    List<EntityUid> all = new ArrayList<>(UIDS);
    all.addAll(ACTIONS);
    for (int i = 0; i < all.size(); i++) {
      if (random.nextInt(5) != 0) {
        Map<String, CedarValue> tags = new LinkedHashMap<>();
        TAGS.stream().filter(tag -> random.nextBoolean()).forEach(tag -> tags.put(tag, value(2)));
        entities.add(
            Entity.of(all.get(i), CedarRecord.of(attributes()), parents(all, i)).withTags(tags));
      }
    }
    return Entities.of(entities);
  }

  /** A request by one entity on another; the context has the attributes that entities have. */
  public AuthorizationRequest request() {
    return AuthorizationRequest.of(
        one(UIDS), one(ACTIONS), one(UIDS), CedarRecord.of(attributes()));
  }

  /** Only entities further on, so that nothing is among its own ancestors. */
  private Set<EntityUid> parents(List<EntityUid> all, int index) {
    Set<EntityUid> parents = new LinkedHashSet<>();
    for (int i = index + 1; i < all.size(); i++) {
      if (random.nextInt(3) == 0) {
        parents.add(all.get(i));
      }
    }
    return parents;
  }

  private Map<String, CedarValue> attributes() {
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    put(attributes, "b", CedarBool.of(random.nextBoolean()));
    put(attributes, "if", CedarBool.of(random.nextBoolean()));
    put(attributes, "n", number());
    put(attributes, "a b", number());
    put(attributes, "s", CedarString.of(one(STRINGS)));
    put(attributes, "boss", one(UIDS));
    put(attributes, "ns", CedarSet.of(number(), number()));
    put(attributes, "groups", CedarSet.of(one(UIDS), one(UIDS)));
    put(
        attributes,
        "r",
        CedarRecord.of(
            Map.of(
                "n",
                number(),
                "r",
                CedarRecord.of(Map.of("b", CedarBool.of(true))),
                "a b",
                value(1))));
    put(attributes, "dec", new CedarDecimal(random.nextInt(5) * 5_000L));
    put(attributes, "addr", new CedarIp(false, 0, 0x0a000001L + random.nextInt(2), 32));
    put(attributes, "t", new CedarDatetime(random.nextInt(3) * 86_400_000L));
    put(attributes, "u", new CedarDuration(random.nextInt(3) * 3_600_000L));
    return attributes;
  }

  /** Mostly there, at times absent, at times of another type. */
  private void put(Map<String, CedarValue> attributes, String name, CedarValue value) {
    int chance = random.nextInt(20);
    if (chance >= 3) {
      attributes.put(name, chance == 3 ? value(1) : value);
    }
  }

  private CedarValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> CedarBool.of(random.nextBoolean());
      case 1 -> number();
      case 2 -> CedarString.of(one(STRINGS));
      case 3 -> one(UIDS);
      case 4 -> CedarSet.of(value(depth - 1), value(depth - 1));
      default -> CedarRecord.of(Map.of("n", value(depth - 1)));
    };
  }

  private CedarLong number() {
    return CedarLong.of(
        random.nextInt(10) == 0
            ? (random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE)
            : random.nextInt(7) - 2);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
