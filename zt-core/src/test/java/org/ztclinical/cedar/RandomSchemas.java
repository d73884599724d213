package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.Lexical;

/**
 * Valid schemas by chance, in Cedar's syntax: several namespaces, names that hide built-in types,
 * common types made of others, enumerations, tags, action groups across namespaces, annotations,
 * and every freedom of the notation. The same seed gives the same schemas.
 */
public final class RandomSchemas {
  private static final List<String> NAMESPACES = List.of("", "Ns", "Ns::Inner", "entity");
  private static final List<String> GLOBAL_TYPES = List.of("User", "Group", "type", "tags", "T1");
  private static final List<String> LOCAL_TYPES =
      List.of("Doc", "Long", "Set", "ipaddr", "enum", "in2", "Bool", "namespace", "T2");
  private static final List<String> GLOBAL_COMMON = List.of("Name", "duration", "User", "Action");
  private static final List<String> LOCAL_COMMON =
      List.of("Shape", "ipaddr", "context", "Doc", "EntityOrCommon", "C2", "C3");
  private static final List<String> BUILT_IN =
      List.of("Bool", "Long", "String", "decimal", "ipaddr", "datetime", "duration");
  private static final List<String> ATTRIBUTES =
      List.of("a", "b", "name", "__cedar", "in", "if", "", "a b", "\"q\"\\", "é😀", "tags", "\n\0");
  private static final List<String> ACTIONS =
      List.of("read", "write", "all", "view all", "in", "", "appliesTo", "\"", "principal");
  private static final List<String> TEXTS = List.of("", "x", "two words", "\"\\'", "\n\r\t\0", "é");

  private final Random random;
  private final Set<String> entityTypes = new LinkedHashSet<>();
  private final Set<String> commonTypes = new LinkedHashSet<>();
  private final Set<String> actionTypes = new LinkedHashSet<>();
  private final List<String> actions = new ArrayList<>();
  private String namespace = "";

  private RandomSchemas(Random random) {
    this.random = random;
  }

  /** The schema that this seed determines. */
  public static Schema schema(long seed) throws CedarSyntaxException {
    return SchemaParser.parse(text(seed));
  }

  /** The text of the schema that this seed determines. */
  public static String text(long seed) {
    return new RandomSchemas(new Random(seed)).text();
  }

  private String text() {
    List<String> namespaces = some(NAMESPACES);
    for (String each : namespaces) {
      boolean global = each.isEmpty();
      some(global ? GLOBAL_TYPES : LOCAL_TYPES).forEach(name -> entityTypes.add(in(each, name)));
    }
    List<String> blocks = new ArrayList<>();
    // The empty namespace first: what the others declare may not hide it.
    for (String each : namespaces.stream().sorted().toList()) {
      namespace = each;
      String declarations = declarations();
      blocks.add(
          each.isEmpty()
              ? declarations
              : annotations() + "namespace " + each + " {\n" + declarations + "}\n");
    }
    Collections.shuffle(blocks, random);
    return String.join("", blocks);
  }

  private String declarations() {
    List<String> declarations = new ArrayList<>();
    List<String> ids = actionIds();
    for (String name : some(namespace.isEmpty() ? GLOBAL_COMMON : LOCAL_COMMON)) {
      if (isFree(name)) {
        // A type called Action that holds one would hold itself.
        declarations.add("type " + name + " = " + (name.equals("Action") ? builtIn() : type(3)));
        commonTypes.add(in(namespace, name));
      }
    }
    for (String name : entityTypes) {
      if (namespaceOf(name).equals(namespace)) {
        declarations.add(entity(name));
      }
    }
    for (String id : ids) {
      declarations.add(action(id));
      actions.add(in(namespace, "Action::" + Lexical.quote(id)));
    }
    Collections.shuffle(declarations, random);
    return declarations.stream()
        .map(declaration -> annotations() + declaration + ";" + blank() + "\n")
        .collect(Collectors.joining());
  }

  /** Ids for actions of the namespace: none that would hide an action of the empty one. */
  private List<String> actionIds() {
    List<String> ids =
        some(ACTIONS).stream()
            .filter(id -> namespace.isEmpty() || !actions.contains("Action::" + Lexical.quote(id)))
            .toList();
    if (!ids.isEmpty()) {
      actionTypes.add(in(namespace, "Action"));
    }
    return ids;
  }

  /** Whether a common type may have the name: nothing global is hidden, nothing local captured. */
  private boolean isFree(String name) {
    return namespace.isEmpty()
        ? entityTypes.stream().noneMatch(type -> !type.equals(name) && last(type).equals(name))
            && commonTypes.stream().noneMatch(type -> last(type).equals(name))
        : !entityTypes.contains(name) && !commonTypes.contains(name);
  }

  private String entity(String name) {
    StringBuilder entity = new StringBuilder("entity ").append(last(name));
    if (chance(5)) {
      String ids = some(TEXTS).stream().map(Lexical::quote).collect(Collectors.joining(", "));
      return entity.append(" enum [").append(ids).append(']').toString();
    }
    if (chance(2)) {
      entity.append(" in ").append(list(some(List.copyOf(entityTypes))));
    }
    if (chance(2)) {
      entity.append(chance(2) ? " = " : " ").append(record(3));
    }
    if (chance(3)) {
      entity.append(" tags ").append(type(2));
    }
    return entity.toString();
  }

  private String action(String id) {
    boolean bare = Lexical.isIdentifier(id) && chance(2);
    StringBuilder action = new StringBuilder("action ").append(bare ? id : Lexical.quote(id));
    if (!actions.isEmpty() && chance(2)) {
      action.append(" in ").append(list(some(actions)));
    }
    if (!entityTypes.isEmpty() && chance(2)) {
      List<String> to = new ArrayList<>();
      to.add("principal: " + list(some(List.copyOf(entityTypes))));
      to.add("resource: " + list(some(List.copyOf(entityTypes))));
      if (chance(2)) {
        to.add("context: " + record(3));
      }
      Collections.shuffle(to, random);
      action.append(" appliesTo {").append(String.join("," + blank(), to));
      action.append(chance(2) ? ",}" : "}");
    }
    return action.toString();
  }

  private String type(int depth) {
    List<Supplier<String>> kinds = new ArrayList<>(List.of(this::builtIn, this::builtIn));
    if (!commonTypes.isEmpty()) {
      kinds.add(() -> one(List.copyOf(commonTypes)));
    }
    List<String> visible = entityTypes.stream().filter(name -> !isCaptured(name)).toList();
    if (!visible.isEmpty()) {
      kinds.add(() -> one(visible));
    }
    if (chance(3) && !actionTypes.isEmpty()) {
      kinds.add(() -> one(List.copyOf(actionTypes)));
    }
    if (depth > 0) {
      kinds.add(() -> "Set<" + type(depth - 1) + ">");
      kinds.add(() -> record(depth - 1));
    }
    return one(kinds).get();
  }

  /** A common type of the same name comes first, and may not be written before it is declared. */
  private boolean isCaptured(String entityType) {
    return GLOBAL_COMMON.contains(last(entityType)) || LOCAL_COMMON.contains(last(entityType));
  }

  private String builtIn() {
    String name = one(BUILT_IN);
    boolean hidden = GLOBAL_COMMON.contains(name) || LOCAL_COMMON.contains(name);
    return hidden || chance(3) ? "__cedar::" + name : name;
  }

  private String record(int depth) {
    List<String> attributes = new ArrayList<>();
    for (String name : some(ATTRIBUTES)) {
      boolean bare = (Lexical.isIdentifier(name) || name.equals("__cedar")) && chance(2);
      attributes.add(
          (chance(8) ? annotations() : "")
              + (bare ? name : Lexical.quote(name))
              + (chance(2) ? ": " : "?" + blank() + ": ")
              + type(depth - 1));
    }
    String comma = !attributes.isEmpty() && chance(2) ? "," : "";
    return "{" + String.join("," + blank(), attributes) + comma + "}";
  }

  private String annotations() {
    return chance(4)
        ? some(List.of("doc", "in", "__cedar", "x1")).stream()
            .map(key -> "@" + key + (chance(2) ? "(" + Lexical.quote(one(TEXTS)) + ")" : "") + " ")
            .collect(Collectors.joining())
        : "";
  }

  private String list(List<String> names) {
    return names.size() == 1 && chance(2)
        ? names.get(0)
        : names.stream().collect(Collectors.joining("," + blank(), "[", "]"));
  }

  private String blank() {
    return one(List.of("", " ", "\n", " // a comment; entity\n", "\t"));
  }

  private static String in(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "::" + name;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  private static String namespaceOf(String name) {
    int end = name.lastIndexOf("::");
    return end < 0 ? "" : name.substring(0, end);
  }

  /** At least one of them, most often two or three, in any order. */
  private <T> List<T> some(List<T> all) {
    List<T> mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, random);
    int most = chance(4) ? mixed.size() : Math.min(3, mixed.size());
    return mixed.subList(0, 1 + random.nextInt(most));
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }
}
