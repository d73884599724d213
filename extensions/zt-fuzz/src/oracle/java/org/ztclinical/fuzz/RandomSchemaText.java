package org.ztclinical.fuzz;

import java.util.Random;

/** Random small schemas in Cedar syntax, most of them correct. */
final class RandomSchemaText {
  private static final String[] NAMES = {
    "A", "B", "User", "K", "T", "C", "Long", "String", "T", "N", "Set", "Action", "ipaddr", "Bool",
    "type", "in", "entity"
  };

  /** What most random schemas stand on, so that most of their names mean something. */
  private static final String BASE =
      """
      entity User in [B]; entity A, B; entity K enum ["a"]; type T = { a: Long, b?: C }; type C = Set<User>;
      action base; namespace N { entity NA in User; type NT = { x: NA }; action nbase; }
      """;

  private RandomSchemaText() {}

  static String of(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "" : BASE);
    for (int i = random.nextInt(3); i >= 0; i--) {
      if (random.nextInt(3) == 0) {
        text.append("namespace ").append(one(random, "P", "M", "N::O")).append(" {\n");
        declarations(random, text);
        text.append("}\n");
      } else {
        declarations(random, text);
      }
    }
    return text.toString();
  }

  private static void declarations(Random random, StringBuilder text) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(one(random, "", "", "", "@doc(\"x\")\n", "@flag "));
      switch (random.nextInt(5)) {
        case 0 ->
            text.append("type ")
                .append(fresh(random))
                .append(" = ")
                .append(type(random, 2))
                .append(";\n");
        case 1 -> text.append("entity ").append(fresh(random)).append(" enum [\"a\", \"b\"];\n");
        case 2 ->
            text.append("action ")
                .append(one(random, "a", "b", "\"c d\"", "e, f"))
                .append(
                    one(
                        random,
                        "",
                        "",
                        " in [base]",
                        " in base",
                        " in [Action::\"base\"]",
                        " in N::Action::\"nbase\"",
                        " in b"))
                .append(
                    one(
                        random,
                        "",
                        " appliesTo { principal: "
                            + name(random)
                            + ", resource: ["
                            + name(random)
                            + ", "
                            + name(random)
                            + "]"
                            + one(random, "", ", context: " + type(random, 2))
                            + " }"))
                .append(";\n");
        default ->
            text.append("entity ")
                .append(one(random, fresh(random), fresh(random) + ", " + fresh(random)))
                .append(one(random, "", " in " + name(random), " in [" + name(random) + "]"))
                .append(one(random, "", " = " + record(random, 2), " " + record(random, 2)))
                .append(one(random, "", "", " tags " + type(random, 1)))
                .append(";\n");
      }
    }
  }

  private static String type(Random random, int depth) {
    if (depth == 0) {
      return one(
          random,
          "Long",
          "String",
          "Bool",
          "ipaddr",
          "datetime",
          "__cedar::Long",
          "__cedar::decimal",
          name(random),
          name(random));
    }
    return switch (random.nextInt(5)) {
      case 0 -> "Set<" + type(random, depth - 1) + ">";
      case 1 -> record(random, depth - 1);
      case 2 -> one(random, "N::NA", "N::NT", "T", "__cedar::Long", "C", "M::A", "__cedar::A");
      default -> type(random, 0);
    };
  }

  private static String record(Random random, int depth) {
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append(one(random, "", "@x "))
          .append(one(random, "a" + i, "b" + i, "\"c d\"", "in" + i))
          .append(one(random, "", "?"))
          .append(": ")
          .append(type(random, depth))
          .append(", ");
    }
    return text.append("}").toString();
  }

  /** Rarely a name that is there already, or a reserved one. */
  private static String fresh(Random random) {
    return random.nextInt(60) == 0 ? name(random) : "D" + random.nextInt(200);
  }

  private static String name(Random random) {
    return NAMES[random.nextInt(random.nextInt(12) == 0 ? NAMES.length : 3)];
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
