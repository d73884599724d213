package org.ztclinical.cedar.validate;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Small schemas of four entity types and a few actions, with attributes of every kind. */
final class SmallSchemas {
  static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final List<String> PRIMITIVES =
      List.of("Long", "String", "Bool", "ipaddr", "decimal", "datetime", "duration");
  private static final List<String> ENTITIES = List.of("User", "Group", "Doc", "Kind");

  private final Random random;

  SmallSchemas(Random random) {
    this.random = random;
  }

  Schema next() throws CedarSyntaxException {
    StringBuilder text = new StringBuilder();
    text.append("entity Group in [Group] = ").append(record(2)).append(tags());
    text.append("entity User in [Group] = ").append(record(2)).append(tags());
    text.append(random.nextBoolean() ? "entity Doc = " : "entity Doc in [Group, Doc] = ")
        .append(record(2))
        .append(tags());
    text.append("entity Kind enum [\"a\", \"b\"]; action all; action some in [all];\n");
    for (String action : List.of("v", "w", "z")) {
      text.append("action ").append(action).append(random.nextBoolean() ? " in [some]" : "");
      text.append(" appliesTo { principal: [User, Group], resource: [Doc, User, Kind], context: ");
      text.append(record(2)).append("};\n");
    }
    return SchemaParser.parse(text.toString());
  }

  private String record(int depth) {
    StringJoiner record = new StringJoiner(", ", "{", "}");
    for (String name : NAMES) {
      if (random.nextInt(5) < 3) {
        record.add(name + (random.nextBoolean() ? ": " : "?: ") + type(depth));
      }
    }
    return record.toString();
  }

  private String tags() {
    return (random.nextBoolean() ? " tags " + type(1) : "") + ";\n";
  }

  private String type(int depth) {
    int choice = random.nextInt(10);
    if (choice < 4 || depth == 0) {
      return PRIMITIVES.get(random.nextInt(PRIMITIVES.size()));
    }
    if (choice < 7) {
      return ENTITIES.get(random.nextInt(ENTITIES.size()));
    }
    return choice < 8 ? "Set<" + type(depth - 1) + ">" : record(depth - 1);
  }
}
