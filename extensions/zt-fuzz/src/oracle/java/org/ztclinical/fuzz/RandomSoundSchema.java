package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random schemas without mistakes, so that policies over them go deep: several namespaces, nested
 * and optional attributes, common types, tags, enumerations, groups of actions across namespaces.
 */
final class RandomSoundSchema {
  private static final String[] ENTITIES = {"A", "B", "C", "N::D", "N::E", "N::M::F"};
  private static final String[] COMMON = {"T1", "T2", "N::T3"};
  private static final String[] GROUPS = {"Action::\"g1\"", "Action::\"g2\"", "N::Action::\"g3\""};
  private static final String[] ATTRIBUTES = {
    "a", "b", "c", "d", "e", "\"odd key\"", "\"in\"", "type"
  };

  private final RandomChoice choose;

  RandomSoundSchema(Random random) {
    this.choose = new RandomChoice(random);
  }

  /** In Cedar syntax. */
  String text() {
    return "type T1 = "
        + record(2, 0)
        + ";\ntype T2 = "
        + type(2, 1)
        + ";\n"
        + entities("")
        + "entity K enum [\"x\", \"y z\"];\naction g1;\naction g2 in [g1];\n"
        + actions("act", "view", "edit")
        + "namespace N {\ntype T3 = "
        + type(2, 2)
        + ";\n"
        + entities("N::")
        + "entity L enum [\"x\"];\naction g3"
        + choose.one("", " in [Action::\"g1\"]")
        + ";\n"
        + actions("run", "ping")
        + "}\nnamespace N::M {\n"
        + entities("N::M::")
        + "}\n";
  }

  private String entities(String namespace) {
    return List.of(ENTITIES).stream()
        .filter(name -> name.startsWith(namespace))
        .map(name -> name.substring(namespace.length()))
        .filter(name -> !name.contains("::"))
        .map(this::entity)
        .collect(Collectors.joining());
  }

  private String entity(String name) {
    return "entity "
        + name
        + choose.one("", " in [" + entityName() + "]", " in [A, " + entityName() + "]")
        + choose.one("", " = " + record(2, COMMON.length), " = " + record(3, COMMON.length))
        + choose.one("", "", " tags " + type(1, COMMON.length))
        + ";\n";
  }

  private String actions(String... names) {
    return List.of(names).stream()
        .filter(name -> choose.below(5) > 0)
        .map(this::action)
        .collect(Collectors.joining());
  }

  private String action(String name) {
    return "action "
        + name
        + choose.one(
            "", " in [" + choose.one(GROUPS) + "]", " in [Action::\"g2\", N::Action::\"g3\"]")
        + " appliesTo { principal: ["
        + types()
        + "], resource: ["
        + types()
        + "]"
        + choose.one("", ", context: T1", ", context: " + record(2, COMMON.length))
        + " };\n";
  }

  private String types() {
    List<String> names = new ArrayList<>();
    for (int i = choose.below(3); i >= 0; i--) {
      String name = choose.below(8) == 0 ? "K" : entityName();
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return String.join(", ", names);
  }

  private String record(int depth, int common) {
    List<String> names = List.of(ATTRIBUTES).stream().filter(name -> choose.below(5) < 2).toList();
    return names.stream()
        .map(name -> name + choose.one("", "?") + ": " + type(depth - 1, common))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** A type that names only so many of the common types, so that none contains itself. */
  private String type(int depth, int common) {
    return switch (choose.below(depth > 0 ? 9 : 6)) {
      case 0, 1 -> choose.one("Long", "String", "Bool");
      case 2 -> choose.one("ipaddr", "decimal", "datetime", "duration");
      case 3 -> entityName();
      case 4 -> choose.one("K", "N::L", entityName());
      case 5 -> common == 0 ? "__cedar::Long" : COMMON[choose.below(common)];
      case 6 -> "Set<" + type(depth - 1, common) + ">";
      default -> record(depth, common);
    };
  }

  private String entityName() {
    return choose.one(ENTITIES);
  }
}
