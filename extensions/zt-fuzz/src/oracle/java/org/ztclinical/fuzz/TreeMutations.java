package org.ztclinical.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * Changes to one place of a JSON document that leave it JSON: parts are put in the place of others,
 * taken from the document or from pieces, wrapped, unwrapped, doubled, renamed, left out.
 */
final class TreeMutations {
  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());
  private static final int MAX_DEPTH = 24;

  private final Random random;
  private final List<JsonValue> pieces = new ArrayList<>();
  private final List<String> names;

  private TreeMutations(Random random, String[]... texts) {
    this.random = random;
    Set<String> all = new LinkedHashSet<>();
    for (String[] list : texts) {
      for (String text : list) {
        JsonValue piece = read("[" + text + "]");
        if (piece instanceof JsonArray array && array.elements().size() == 1) {
          pieces.add(array.elements().get(0));
          parts(array).forEach(part -> addNames(part, all));
        }
      }
    }
    this.names = List.copyOf(all);
  }

  /** For policies in JSON. */
  static TreeMutations ofPolicies(Random random) {
    return new TreeMutations(random, Pieces.POLICY_JSON, Pieces.JSON);
  }

  /** For entities and contexts in JSON. */
  static TreeMutations ofEntities(Random random) {
    return new TreeMutations(random, Pieces.JSON);
  }

  /** For schemas in JSON. */
  static TreeMutations ofSchemas(Random random) {
    return new TreeMutations(random, Pieces.SCHEMA_JSON);
  }

  /** The document after one change, or two. */
  String of(String document) {
    JsonValue whole = read(document);
    for (int i = random.nextInt(3); i >= 0; i -= 2) {
      JsonValue changed = once(whole);
      whole = depth(changed) > MAX_DEPTH ? whole : changed;
    }
    return JsonWriter.text(whole);
  }

  private JsonValue once(JsonValue whole) {
    List<JsonValue> parts = parts(whole);
    JsonValue other = random.nextBoolean() ? one(pieces) : one(parts);
    return new Replacement(1 + random.nextInt(parts.size()), other).in(whole);
  }

  /** Walks to the part of a number, in the order of {@link #parts}, and changes it there. */
  private final class Replacement {
    private final JsonValue other;
    private int left;

    Replacement(int number, JsonValue other) {
      this.left = number;
      this.other = other;
    }

    JsonValue in(JsonValue value) {
      if (--left == 0) {
        return changed(value, other);
      }
      if (value instanceof JsonArray array) {
        return new JsonArray(array.elements().stream().map(this::in).toList());
      }
      if (value instanceof JsonObject object) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, in(member)));
        return new JsonObject(members);
      }
      return value;
    }
  }

  private JsonValue changed(JsonValue value, JsonValue other) {
    int choice = random.nextInt(10);
    if (choice < 3) {
      return other;
    }
    if (choice == 3) {
      return wrapped(value);
    }
    if (value instanceof JsonObject object && !object.members().isEmpty()) {
      return changed(object, other, choice);
    }
    if (value instanceof JsonArray array) {
      return changed(array, other);
    }
    return value instanceof JsonString && random.nextBoolean() ? new JsonString(one(names)) : other;
  }

  private JsonValue changed(JsonObject object, JsonValue other, int choice) {
    String name = one(List.copyOf(object.members().keySet()));
    return switch (choice) {
      case 4 -> object.without(name);
      case 5 -> object.with(one(names), other);
      case 6, 7 -> object.without(name).with(one(names), object.members().get(name));
      case 8 -> object.members().get(name);
      default -> object.with(name, other);
    };
  }

  private JsonValue changed(JsonArray array, JsonValue other) {
    List<JsonValue> elements = new ArrayList<>(array.elements());
    int at = random.nextInt(elements.size() + 1);
    if (at < elements.size() && random.nextBoolean()) {
      elements.remove(at);
    } else {
      elements.add(at, elements.isEmpty() || random.nextBoolean() ? other : one(elements));
    }
    return new JsonArray(elements);
  }

  private JsonValue wrapped(JsonValue value) {
    return switch (random.nextInt(4)) {
      case 0 -> new JsonArray(List.of(value));
      case 1 -> new JsonObject(Map.of(one(names), new JsonArray(List.of(value, value))));
      case 2 ->
          new JsonObject(Map.of(one(names), new JsonObject(Map.of("left", value, "right", value))));
      default -> new JsonObject(Map.of(one(names), value));
    };
  }

  /** The value and all that is in it, each before its own parts. */
  private static List<JsonValue> parts(JsonValue whole) {
    List<JsonValue> parts = new ArrayList<>();
    collect(whole, parts);
    return parts;
  }

  private static void collect(JsonValue value, List<JsonValue> parts) {
    parts.add(value);
    inside(value).forEach(part -> collect(part, parts));
  }

  private static List<JsonValue> inside(JsonValue value) {
    if (value instanceof JsonObject object) {
      return List.copyOf(object.members().values());
    }
    return value instanceof JsonArray array ? array.elements() : List.of();
  }

  private static int depth(JsonValue value) {
    return 1 + inside(value).stream().mapToInt(TreeMutations::depth).max().orElse(0);
  }

  private static void addNames(JsonValue value, Set<String> names) {
    if (value instanceof JsonObject object) {
      names.addAll(object.members().keySet());
    } else if (value instanceof JsonString text) {
      names.add(text.value());
    }
  }

  private static JsonValue read(String text) {
    try {
      return JSON.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      // Pieces that are no values are for mutations of text.
      return new JsonArray(List.of());
    }
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
