package org.ztclinical.cedar.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

/** Random values and stores. */
final class RandomValues {
  private static final String[] TYPES = {"User", "Clinic::User", "a::b::C", "_"};
  private static final String[] STRINGS = {
    "", "a", "if", "__entity", "__extn", "type", "id", "\u0000", "\"\\", "é\u2028", "\uD83D\uDE00"
  };

  private RandomValues() {}

  static Entities entities(Random random) {
    int count = random.nextInt(6);
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<EntityUid> parents = new LinkedHashSet<>();
      // Only later entities are parents, so that there is no cycle.
      for (int p = i + 1; p < count + 2; p++) {
        if (random.nextInt(3) == 0) {
          parents.add(uid(p));
        }
      }
      entities.add(
          new Entity(
              uid(i),
              record(random, 3),
              parents,
              random.nextBoolean() ? CedarRecord.empty() : record(random, 2)));
    }
    return Entities.of(entities);
  }

  private static EntityUid uid(int number) {
    return EntityUid.of(TYPES[number % TYPES.length], STRINGS[number % STRINGS.length] + number);
  }

  static CedarRecord record(Random random, int depth) {
    Map<String, CedarValue> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attributes.put(string(random), value(random, depth - 1));
    }
    return CedarRecord.of(attributes);
  }

  static CedarValue value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> CedarBool.of(random.nextBoolean());
      case 1 -> CedarLong.of(number(random));
      case 2 -> CedarString.of(string(random));
      case 3 -> uid(random.nextInt(9));
      case 4 -> new CedarDecimal(number(random));
      case 5 -> ip(random);
      case 6 -> new CedarDatetime(number(random));
      case 7 -> new CedarDuration(number(random));
      case 8 -> set(random, depth);
      default -> unescaped(record(random, depth));
    };
  }

  /** A record of one attribute may look like an escape, which has no JSON form. */
  private static CedarRecord unescaped(CedarRecord record) {
    return record.attributes().size() == 1 ? CedarRecord.empty() : record;
  }

  private static CedarSet set(Random random, int depth) {
    List<CedarValue> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(value(random, depth - 1));
    }
    return CedarSet.of(elements);
  }

  private static CedarIp ip(Random random) {
    return random.nextBoolean()
        ? new CedarIp(false, 0, random.nextInt() & 0xffffffffL, random.nextInt(33))
        : new CedarIp(true, random.nextLong(), random.nextInt(3), random.nextInt(129));
  }

  private static long number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(10) - 5;
      case 1 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
      case 2 -> random.nextInt() * 1_000_000L;
      default -> random.nextLong();
    };
  }

  private static String string(Random random) {
    return STRINGS[random.nextInt(STRINGS.length)];
  }
}
