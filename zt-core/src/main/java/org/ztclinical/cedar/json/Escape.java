package org.ztclinical.cedar.json;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * What an object with one reserved member stands for. An object is an escape only where that member
 * is its only one and has a well-formed body without further members; every other object is a
 * record.
 */
public sealed interface Escape {
  /** The member of a reference to an entity. */
  String ENTITY = "__entity";

  /** The member of a value of an extension type. */
  String EXTENSION = "__extn";

  /** The member of an expression in Cedar's syntax, which the language has given up. */
  String EXPRESSION = "__expr";

  /** The error for {@link Expression}. */
  String NO_EXPRESSIONS = "__expr is no longer part of the language; use __entity or __extn";

  /**
   * <code>{"__entity": {"type": …, "id": …}}</code>.
   *
   * @param type as written
   * @param id as written
   * @param body in which other members may stand, too
   */
  record Entity(String type, String id, JsonObject body) implements Escape {
    /** The members that have a meaning. */
    public static final Set<String> MEMBERS = Set.of("type", "id");
  }

  /**
   * <code>{"__extn": {"fn": …, "arg": …}}</code> or <code>{"__extn": {"fn": …, "args": […]}}</code>
   * .
   *
   * @param function its name
   * @param arguments in order
   * @param list whether they were given as {@code args}
   * @param body in which other members may stand, too
   */
  record Extension(String function, List<JsonValue> arguments, boolean list, JsonObject body)
      implements Escape {
    private static final Set<String> ONE = Set.of("fn", "arg");
    private static final Set<String> LIST = Set.of("fn", "args");

    public Extension {
      arguments = List.copyOf(arguments);
    }

    /** The members that have a meaning. */
    public Set<String> members() {
      return list ? LIST : ONE;
    }

    /** The place of an argument, where the body stands at this place. */
    public Place argument(int number, Place body) {
      return list ? body.member("args").element(number) : body.member("arg");
    }
  }

  /** <code>{"__expr": "…"}</code>: always an error. */
  record Expression() implements Escape {}

  /** The escape that the object is; empty for a record. */
  static Optional<Escape> of(JsonObject object) {
    if (object.members().size() != 1) {
      return Optional.empty();
    }
    if (object.get(EXPRESSION) instanceof JsonString) {
      return Optional.of(new Expression());
    }
    if (object.get(ENTITY) instanceof JsonObject body) {
      return entity(body);
    }
    return object.get(EXTENSION) instanceof JsonObject body ? call(body) : Optional.empty();
  }

  /** The call that the body of an extension escape is; empty where it is none. */
  static Optional<Escape> call(JsonObject body) {
    if (!(body.get("fn") instanceof JsonString function)) {
      return Optional.empty();
    }
    JsonValue argument = body.get("arg");
    if (argument != null) {
      return Optional.of(new Extension(function.value(), List.of(argument), false, body));
    }
    return body.get("args") instanceof JsonArray arguments
        ? Optional.of(new Extension(function.value(), arguments.elements(), true, body))
        : Optional.empty();
  }

  private static Optional<Escape> entity(JsonObject body) {
    return body.get("type") instanceof JsonString type && body.get("id") instanceof JsonString id
        ? Optional.of(new Entity(type.value(), id.value(), body))
        : Optional.empty();
  }
}
