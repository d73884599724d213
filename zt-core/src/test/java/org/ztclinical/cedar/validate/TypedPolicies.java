package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

/**
 * Random policies that mostly fit a schema: attributes are reached by walking its types, and what
 * may be missing is mostly tested first, in one of the many ways to do so.
 */
final class TypedPolicies {
  /** An expression of some type, and the tests without which it may fail. */
  private record Reached(String text, SchemaType type, Set<String> tests) {}

  private static final List<String> ENTITIES = List.of("User", "Group", "Doc", "Kind");

  private final Schema schema;
  private final Random random;
  private ActionDefinition action;
  private Name principal = Name.parse("User");
  private Name resource = Name.parse("Doc");

  TypedPolicies(Schema schema, Random random) {
    this.schema = schema;
    this.random = random;
    this.action = pick(applicable());
  }

  String policy() {
    action = pick(applicable());
    principal = pick(List.copyOf(action.principals()));
    resource = pick(List.copyOf(action.resources()));
    StringBuilder policy = new StringBuilder(random.nextBoolean() ? "permit(" : "forbid(");
    policy.append(pick(List.of("principal is " + principal, "principal in Group::\"b\"")));
    policy.append(", ");
    policy.append(
        pick(List.of("action == " + action.uid().toCedar(), "action in Action::\"all\"")));
    policy.append(", ").append(pick(List.of("resource is " + resource, "resource")));
    policy.append(") when { ").append(bool(1 + random.nextInt(3))).append(" }");
    return policy.append(random.nextInt(3) == 0 ? " unless { " + bool(1) + " };" : ";").toString();
  }

  private List<ActionDefinition> applicable() {
    return schema.actions().values().stream().filter(a -> !a.principals().isEmpty()).toList();
  }

  private String bool(int depth) {
    if (depth <= 0) {
      return pick(
          List.of("true", "false", "principal == resource", "context has a", "resource has b"));
    }
    Set<String> tests = new LinkedHashSet<>();
    String test =
        switch (random.nextInt(12)) {
          case 0 -> bool(depth - 1) + pick(List.of(" && ", " || ")) + bool(depth - 1);
          case 1 -> "!(" + bool(depth - 1) + ")";
          case 2 ->
              "if %s then %s else %s".formatted(bool(depth - 1), bool(depth - 1), bool(depth - 1));
          case 3, 4 -> equality(depth, tests);
          case 5 -> ordered(depth, tests);
          case 6, 7 -> membership(depth, tests);
          case 8 -> value(entity(), depth, tests) + " is " + pick(ENTITIES) + in(depth, tests);
          case 9 -> sets(depth, tests);
          case 10 -> value(primitive(ValueKind.STRING), depth, tests) + " like \"*a\"";
          default -> presence();
        };
    return guarded("(" + test + ")", tests);
  }

  private String equality(int depth, Set<String> tests) {
    SchemaType type = anyType();
    String operator = pick(List.of(" == ", " != "));
    return value(type, depth - 1, tests) + operator + value(type, depth - 1, tests);
  }

  private String ordered(int depth, Set<String> tests) {
    SchemaType type =
        primitive(pick(List.of(ValueKind.LONG, ValueKind.DATETIME, ValueKind.DURATION)));
    String operator = pick(List.of(" < ", " <= ", " > ", " >= "));
    return value(type, depth - 1, tests) + operator + value(type, depth - 1, tests);
  }

  private String membership(int depth, Set<String> tests) {
    String entity = random.nextInt(6) == 0 ? "action" : value(entity(), depth - 1, tests);
    SchemaType group = entity();
    return switch (random.nextInt(5)) {
      case 0 -> entity + " in Action::\"some\"";
      case 1 -> entity + " in " + value(new SchemaType.SetOf(group), depth - 1, tests);
      case 2 -> "%s in [%s]".formatted(entity, value(group, depth - 1, tests));
      default -> entity + " in " + value(group, depth - 1, tests);
    };
  }

  private String in(int depth, Set<String> tests) {
    return random.nextBoolean() ? "" : " in " + value(entity(), depth - 1, tests);
  }

  private String sets(int depth, Set<String> tests) {
    SchemaType element = anyType();
    SchemaType set = new SchemaType.SetOf(element);
    String receiver = value(set, depth - 1, tests);
    return switch (random.nextInt(3)) {
      case 0 -> receiver + ".contains(" + value(element, depth - 1, tests) + ")";
      case 1 -> receiver + ".containsAny(" + value(set, depth - 1, tests) + ")";
      default -> receiver + ".isEmpty()";
    };
  }

  private String presence() {
    String path = pick(List.of("a", "b", "c", "a.b", "b.c", "c.d.a"));
    return walk()
        .filter(
            r -> r.type() instanceof SchemaType.RecordOf || r.type() instanceof SchemaType.EntityOf)
        .map(r -> guarded("(" + r.text() + " has " + path + ")", r.tests()))
        .orElse("principal has " + path);
  }

  /** The test under its conditions, in one of the ways to write that. */
  private String guarded(String test, Set<String> conditions) {
    if (conditions.isEmpty()) {
      return test;
    }
    String all = String.join(" && ", conditions);
    return switch (random.nextInt(8)) {
      case 0 -> "(if %s then %s else %s)".formatted(all, test, random.nextBoolean());
      case 1 -> "((true && (%s)) && %s)".formatted(all, test);
      case 2 -> "((%s || false) && %s)".formatted(all, test);
      case 3 -> "((if %s then true else false) && %s)".formatted(all, test);
      case 4 -> "(!(%s) || %s)".formatted(all, test);
      default -> "(%s && %s)".formatted(all, test);
    };
  }

  private String value(SchemaType type, int depth, Set<String> tests) {
    for (int attempt = 0; attempt < 6; attempt++) {
      Optional<Reached> reached = walk().filter(r -> r.type().equals(type));
      if (reached.isPresent() && random.nextInt(4) > 0) {
        tests.addAll(reached.orElseThrow().tests());
        return reached.orElseThrow().text();
      }
    }
    if (depth > 0 && random.nextInt(8) == 0) {
      return "(if %s then %s else %s)"
          .formatted(bool(depth - 1), value(type, depth - 1, tests), value(type, depth - 1, tests));
    }
    return literal(type, depth, tests);
  }

  private String literal(SchemaType type, int depth, Set<String> tests) {
    if (type instanceof SchemaType.EntityOf entity) {
      return entity.type().equals(principal) ? "principal" : entity.type() + "::\"a\"";
    }
    if (type instanceof SchemaType.SetOf set) {
      return "[" + value(set.element(), depth - 1, tests) + "]";
    }
    if (type instanceof SchemaType.RecordOf record) {
      StringJoiner fields = new StringJoiner(", ", "{", "}");
      record
          .attributes()
          .forEach((n, a) -> fields.add(n + ": " + value(a.type(), depth - 1, tests)));
      return fields.toString();
    }
    return switch (((SchemaType.Primitive) type).kind()) {
      case BOOL -> "true";
      case LONG -> pick(List.of("1", "(0 + 1)", "(2 * -1)", "9223372036854775807"));
      case STRING -> pick(List.of("\"a\"", "\"k\""));
      case DECIMAL -> "decimal(\"1.0\")";
      case IPADDR -> "ip(\"0.0.0.1\")";
      case DATETIME -> "datetime(\"1970-01-02\")";
      case DURATION -> pick(List.of("duration(\"1h\")", "datetime(\"1970-01-02\").toTime()"));
      case ENTITY, SET, RECORD -> throw new IllegalStateException("not a primitive type");
    };
  }

  /** From a variable along attributes and tags, as far as it goes. */
  private Optional<Reached> walk() {
    Reached at =
        switch (random.nextInt(3)) {
          case 0 -> new Reached("principal", new SchemaType.EntityOf(principal), Set.of());
          case 1 -> new Reached("resource", new SchemaType.EntityOf(resource), Set.of());
          default -> new Reached("context", action.context(), Set.of());
        };
    for (int steps = random.nextInt(4); steps > 0; steps--) {
      Optional<Reached> next = step(at);
      if (next.isEmpty()) {
        return Optional.of(at);
      }
      at = next.orElseThrow();
    }
    return Optional.of(at);
  }

  private Optional<Reached> step(Reached at) {
    Map<String, SchemaType.Attribute> attributes = Map.of();
    if (at.type() instanceof SchemaType.EntityOf entity) {
      EntityTypeDefinition type = schema.entityType(entity.type()).orElseThrow();
      attributes = type.attributes().attributes();
      if (type.tags().isPresent() && random.nextInt(4) == 0) {
        String key =
            pick(List.of("\"a\"", "\"b\"", "(if principal == resource then \"a\" else \"b\")"));
        String test = at.text() + ".hasTag(" + key + ")";
        return Optional.of(with(at, ".getTag(" + key + ")", type.tags().orElseThrow(), test));
      }
    } else if (at.type() instanceof SchemaType.RecordOf record) {
      attributes = record.attributes();
    }
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    String name = pick(List.copyOf(attributes.keySet()));
    SchemaType.Attribute attribute = attributes.get(name);
    String test = attribute.required() ? "" : at.text() + " has " + name;
    return Optional.of(with(at, "." + name, attribute.type(), test));
  }

  private static Reached with(Reached at, String suffix, SchemaType type, String test) {
    Set<String> tests = new LinkedHashSet<>(at.tests());
    if (!test.isEmpty()) {
      tests.add(test);
    }
    return new Reached(at.text() + suffix, type, tests);
  }

  private SchemaType anyType() {
    List<SchemaType> types = new ArrayList<>(List.of(entity(), entity()));
    for (ValueKind kind :
        List.of(ValueKind.LONG, ValueKind.STRING, ValueKind.BOOL, ValueKind.IPADDR)) {
      types.add(primitive(kind));
    }
    return pick(types);
  }

  private SchemaType entity() {
    return new SchemaType.EntityOf(Name.parse(pick(ENTITIES)));
  }

  private static SchemaType primitive(ValueKind kind) {
    return new SchemaType.Primitive(kind);
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
