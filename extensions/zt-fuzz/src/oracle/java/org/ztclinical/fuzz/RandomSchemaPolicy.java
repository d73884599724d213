package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.EntityTypeDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaType;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.ValueKind;

/**
 * Random policies over any schema. Expressions are made for one kind of request that the schema
 * allows and mostly of the type that is wanted; the scope lets in that kind of request, and often
 * others.
 */
final class RandomSchemaPolicy {
  private static final SchemaType BOOL = new SchemaType.Primitive(ValueKind.BOOL);
  private static final SchemaType LONG = new SchemaType.Primitive(ValueKind.LONG);
  private static final SchemaType STRING = new SchemaType.Primitive(ValueKind.STRING);

  private final Schema schema;
  private final RandomChoice choose;
  private final List<ActionDefinition> usable;

  private ActionDefinition action;
  private Name principal;
  private Name resource;
  private List<SchemaPaths.Path> paths = List.of();

  /** One in so many expressions is of another type than wanted. */
  private int wrongOneIn;

  RandomSchemaPolicy(Schema schema, Random random) {
    this.schema = schema;
    this.choose = new RandomChoice(random);
    this.usable =
        schema.actions().values().stream().filter(a -> !a.principals().isEmpty()).toList();
  }

  boolean canMake() {
    return !usable.isEmpty();
  }

  String policy() {
    choose();
    return text(
        scope("principal", principal), actionScope(action.uid()), scope("resource", resource));
  }

  /** With one slot or two. */
  String template() {
    choose();
    boolean both = choose.toss();
    boolean first = choose.toss();
    return text(
        both || first ? slotScope("principal", principal) : scope("principal", principal),
        actionScope(action.uid()),
        both || !first ? slotScope("resource", resource) : scope("resource", resource));
  }

  /** What may fill a slot: mostly an entity of a type that some action of the schema is about. */
  EntityUid slotValue(Slot slot) {
    ActionDefinition some = usable.get(choose.below(usable.size()));
    Name type =
        choose.below(3) == 0
            ? anyType()
            : any(slot == Slot.PRINCIPAL ? some.principals() : some.resources());
    return EntityUid.of(type, id(type));
  }

  private void choose() {
    action = usable.get(choose.below(usable.size()));
    principal = any(action.principals());
    resource = any(action.resources());
    wrongOneIn = choose.one("n", "n", "y").equals("n") ? 1_000_000 : 25;
    paths = new SchemaPaths(schema).of(principal, resource, action.context());
  }

  private String text(String principalScope, String actionScope, String resourceScope) {
    StringBuilder text =
        new StringBuilder(choose.one("permit(", "forbid("))
            .append(principalScope)
            .append(", ")
            .append(actionScope)
            .append(", ")
            .append(resourceScope)
            .append(")");
    for (int i = choose.below(3); i > 0; i--) {
      text.append(choose.one(" when { ", " when { ", " unless { "))
          .append(expr(BOOL, 1 + choose.below(4)))
          .append(" }");
    }
    return text.append(";").toString();
  }

  private String slotScope(String variable, Name type) {
    return choose.one(
        variable + " == ?" + variable,
        variable + " in ?" + variable,
        variable + " is " + type + " in ?" + variable,
        variable + " is " + anyType() + " in ?" + variable);
  }

  private String scope(String variable, Name type) {
    return choose.one(
        variable,
        variable + " is " + type,
        variable + " is " + type,
        variable + " is " + type,
        variable + " == " + uid(type),
        variable + " in " + uid(anyType()),
        variable + " is " + type + " in " + uid(anyType()),
        variable + " is " + anyType());
  }

  private String actionScope(EntityUid action) {
    return choose.one(
        "action",
        "action == " + action.toCedar(),
        "action == " + action.toCedar(),
        "action == " + action.toCedar(),
        "action in " + anyAction(),
        "action in [" + action.toCedar() + ", " + anyAction() + "]");
  }

  private String expr(SchemaType wanted, int depth) {
    SchemaType type = choose.below(wrongOneIn) == 0 ? somePath(p -> true).type() : wanted;
    int d = depth - 1 - choose.below(2);
    if (depth > 0 && choose.below(12) == 0) {
      return "(if " + expr(BOOL, d) + " then " + expr(type, d) + " else " + expr(type, d) + ")";
    }
    if (depth > 0 && choose.below(15) == 0) {
      return "{x: " + expr(type, d) + ", y: " + expr(LONG, 0) + "}.x";
    }
    if (type.equals(BOOL) && depth > 0) {
      return bool(d);
    }
    List<SchemaPaths.Path> fitting =
        paths.stream().filter(path -> path.type().equals(type)).toList();
    if (!fitting.isEmpty() && choose.below(4) > 0) {
      SchemaPaths.Path path = fitting.get(choose.below(fitting.size()));
      return path.tests().isEmpty() || choose.below(6) == 0
          ? path.text()
          : "(if "
              + String.join(" && ", path.tests())
              + " then "
              + path.text()
              + " else "
              + literal(type, d)
              + ")";
    }
    return literal(type, d);
  }

  private String literal(SchemaType type, int depth) {
    if (type instanceof SchemaType.EntityOf entity) {
      return uid(entity.type());
    }
    if (type instanceof SchemaType.SetOf && choose.below(wrongOneIn) == 0) {
      return "[]";
    }
    if (type instanceof SchemaType.SetOf set) {
      return choose.below(3) == 0
          ? "[" + expr(set.element(), depth) + ", " + expr(set.element(), depth) + "]"
          : "[" + expr(set.element(), depth) + "]";
    }
    if (type instanceof SchemaType.RecordOf record) {
      return record.attributes().entrySet().stream()
          .filter(field -> field.getValue().required() || choose.below(4) == 0)
          .map(field -> Lexical.quote(field.getKey()) + ": " + expr(field.getValue().type(), depth))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return switch (((SchemaType.Primitive) type).kind()) {
      case BOOL -> choose.one("true", "false");
      case LONG -> choose.one("1", "-7", "(1 + 2)");
      case STRING -> choose.one("\"s\"", "\"t\"");
      case DECIMAL -> "decimal(\"1.0\")";
      case IPADDR -> "ip(\"10.0.0.0/8\")";
      case DATETIME -> choose.one("datetime(\"2024-01-01\")", "datetime(\"2024-01-01\").toDate()");
      case DURATION -> "duration(\"1h\")";
      case ENTITY, SET, RECORD -> throw new IllegalStateException(type.toString());
    };
  }

  private String bool(int d) {
    SchemaPaths.Path path = somePath(p -> true);
    SchemaType type = path.type();
    return switch (choose.below(16)) {
      case 0, 1 -> "(" + expr(BOOL, d) + " && " + expr(BOOL, d) + ")";
      case 2 -> "(" + expr(BOOL, d) + " || " + expr(BOOL, d) + ")";
      case 3 -> "!" + "(" + expr(BOOL, d) + ")";
      case 4, 5 -> "(" + expr(type, d) + choose.one(" == ", " != ") + expr(type, d) + ")";
      case 6, 7 -> guarded(somePath(p -> !p.tests().isEmpty()), d);
      case 8 -> has(somePath(p -> !SchemaPaths.attributes(schema, p.type()).isEmpty()));
      case 9 -> in(d);
      case 10 -> is(d);
      case 11 -> contains(d, type);
      case 12 -> "(" + expr(LONG, d) + " < " + expr(LONG, d) + ")";
      case 13 ->
          "("
              + somePath(p -> p.type() instanceof SchemaType.EntityOf).text()
              + ".hasTag("
              + expr(STRING, d)
              + "))";
      case 14 -> "(action" + choose.one(" == ", " in ") + anyAction() + ")";
      default -> guarded(path, d);
    };
  }

  /** Tests for what is optional, then uses it; sometimes joined so that the tests prove nothing. */
  private String guarded(SchemaPaths.Path path, int d) {
    List<String> parts = new ArrayList<>(path.tests());
    parts.add("(" + path.text() + " == " + expr(path.type(), d) + ")");
    return "("
        + String.join(choose.below(12) == 0 ? " || " : " && ", parts)
        + choose.one("", "", " && " + expr(BOOL, d), " || " + expr(BOOL, d))
        + ")";
  }

  private String has(SchemaPaths.Path path) {
    StringBuilder text = new StringBuilder();
    SchemaType type = path.type();
    for (int i = choose.below(3); i >= 0; i--) {
      List<String> names = new ArrayList<>(SchemaPaths.attributes(schema, type).keySet());
      names.removeIf(name -> !Lexical.isIdentifier(name));
      if (names.isEmpty()) {
        break;
      }
      String name = names.get(choose.below(names.size()));
      text.append(text.length() == 0 ? "" : ".").append(name);
      type = SchemaPaths.attributes(schema, type).get(name).type();
    }
    return "(" + path.text() + " has " + (text.length() == 0 ? "zz" : text) + ")";
  }

  private String in(int d) {
    SchemaPaths.Path path = somePath(p -> p.type() instanceof SchemaType.EntityOf);
    Name group = anyType();
    return "("
        + path.text()
        + " in "
        + choose.one(
            uid(group),
            "[" + uid(group) + ", " + uid(choose.below(4) == 0 ? anyType() : group) + "]",
            expr(new SchemaType.EntityOf(group), d),
            expr(new SchemaType.SetOf(new SchemaType.EntityOf(group)), d))
        + ")";
  }

  private String is(int d) {
    SchemaPaths.Path path = somePath(p -> p.type() instanceof SchemaType.EntityOf);
    String test =
        path.text()
            + " is "
            + (choose.toss() ? anyType() : path.type())
            + choose.one("", "", " in " + uid(anyType()));
    return "(" + test + choose.one("", " && " + expr(BOOL, d), " || " + expr(BOOL, d)) + ")";
  }

  private String contains(int d, SchemaType element) {
    SchemaType set = new SchemaType.SetOf(element);
    return choose.one(
        "(" + expr(set, d) + ".contains(" + expr(element, d) + "))",
        "(" + expr(set, d) + ".containsAll(" + expr(set, d) + "))",
        "(" + expr(set, d) + ".containsAny(" + expr(set, d) + "))",
        "(" + expr(set, d) + ".isEmpty())");
  }

  private SchemaPaths.Path somePath(Predicate<SchemaPaths.Path> which) {
    List<SchemaPaths.Path> fitting = paths.stream().filter(which).toList();
    return fitting.isEmpty() ? paths.get(0) : fitting.get(choose.below(fitting.size()));
  }

  private String uid(Name type) {
    return type + "::" + Lexical.quote(id(type));
  }

  private String id(Name type) {
    Set<String> ids =
        schema.entityType(type).flatMap(EntityTypeDefinition::enumIds).orElse(Set.of("a", "b"));
    List<String> all = List.copyOf(ids);
    return wrongOneIn < 100 && choose.below(20) == 0 ? "q" : all.get(choose.below(all.size()));
  }

  private Name anyType() {
    return any(schema.entityTypes().keySet());
  }

  private String anyAction() {
    List<EntityUid> all = List.copyOf(schema.actions().keySet());
    return all.get(choose.below(all.size())).toCedar();
  }

  private Name any(Set<Name> names) {
    List<Name> all = names.stream().sorted().toList();
    return all.get(choose.below(all.size()));
  }
}
