package org.ztclinical.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies a JSON Patch (RFC 6902) without changing the document. A patch that cannot be applied
 * completely, or is malformed, gives no result.
 */
public final class JsonPatch {
  private static final int MAX_OPERATIONS = 1_000;
  private static final int MAX_DEPTH = JsonLimits.forResources().maxDepth();
  private static final int MAX_VALUES_ADDED = 500_000;

  /** Every operation copies the containers on its path; more members and elements are refused. */
  private static final int MAX_VALUES_COPIED = 10_000_000;

  private JsonPatch() {}

  /** The patched document; empty when any operation is malformed, unknown or fails. */
  public static Optional<JsonValue> apply(JsonArray patch, JsonValue document) {
    if (patch.elements().size() > MAX_OPERATIONS) {
      return Optional.empty();
    }
    try {
      JsonValue result = document;
      Growth growth = new Growth();
      for (JsonValue operation : patch.elements()) {
        result = apply(operation, result, growth);
      }
      return Optional.of(result);
    } catch (NotApplicableException e) {
      return Optional.empty();
    }
  }

  private static JsonValue apply(JsonValue operation, JsonValue document, Growth growth)
      throws NotApplicableException {
    if (!(operation instanceof JsonObject object)) {
      throw new NotApplicableException();
    }
    List<String> path = pointer(object, "path");
    String op = object.string("op").orElse("");
    if (!op.equals("test") && !op.equals("move")) {
      growth.copying(document, path);
    }
    return switch (op) {
      case "add" -> edit(document, path, 0, Edit.ADD, growth.by(member(object, "value"), path));
      case "remove" -> edit(document, path, 0, Edit.REMOVE, null);
      case "replace" ->
          edit(document, path, 0, Edit.REPLACE, growth.by(member(object, "value"), path));
      case "move" -> move(document, pointer(object, "from"), path, growth);
      case "copy" ->
          edit(
              document,
              path,
              0,
              Edit.ADD,
              growth.by(find(document, pointer(object, "from")), path));
      case "test" -> test(document, path, member(object, "value"));
      default -> throw new NotApplicableException();
    };
  }

  private static JsonValue move(
      JsonValue document, List<String> from, List<String> to, Growth growth)
      throws NotApplicableException {
    boolean intoItself = to.size() > from.size() && to.subList(0, from.size()).equals(from);
    if (intoItself) {
      throw new NotApplicableException();
    }
    JsonValue moved = growth.by(find(document, from), to);
    growth.copying(document, from);
    JsonValue without = edit(document, from, 0, Edit.REMOVE, null);
    growth.copying(without, to);
    return edit(without, to, 0, Edit.ADD, moved);
  }

  /**
   * Keeps copies of copies from growing without bound, in depth as in number, and small patches
   * from working long on large documents. One thread's.
   */
  private static final class Growth {
    private int left = MAX_VALUES_ADDED;
    private int copiesLeft = MAX_VALUES_COPIED;

    /** The containers on this path are copied. */
    void copying(JsonValue document, List<String> path) throws NotApplicableException {
      JsonValue value = document;
      for (int i = 0; i < path.size(); i++) {
        copiesLeft -= size(value);
        if (copiesLeft < 0) {
          throw new NotApplicableException();
        }
        // What the last token names need not be there.
        value = i < path.size() - 1 ? child(value, path.get(i)) : value;
      }
    }

    private static int size(JsonValue value) {
      return value instanceof JsonArray array
          ? array.elements().size()
          : value instanceof JsonObject object ? object.members().size() : 0;
    }

    /** The value, which may be put at the path. */
    JsonValue by(JsonValue value, List<String> path) throws NotApplicableException {
      count(value, path.size());
      return value;
    }

    private void count(JsonValue value, int depth) throws NotApplicableException {
      if (--left < 0 || depth > MAX_DEPTH) {
        throw new NotApplicableException();
      }
      if (value instanceof JsonArray array) {
        for (JsonValue element : array.elements()) {
          count(element, depth + 1);
        }
      } else if (value instanceof JsonObject object) {
        for (JsonValue member : object.members().values()) {
          count(member, depth + 1);
        }
      }
    }
  }

  private static JsonValue test(JsonValue document, List<String> path, JsonValue expected)
      throws NotApplicableException {
    // Numbers are compared as written: stricter than RFC 6902 §4.6, never laxer.
    if (!find(document, path).equals(expected)) {
      throw new NotApplicableException();
    }
    return document;
  }

  private static JsonValue find(JsonValue document, List<String> path)
      throws NotApplicableException {
    JsonValue value = document;
    for (String token : path) {
      value = child(value, token);
    }
    return value;
  }

  private static JsonValue child(JsonValue value, String token) throws NotApplicableException {
    if (value instanceof JsonArray array) {
      return array.elements().get(index(token, array.elements().size() - 1));
    }
    JsonValue child = value instanceof JsonObject object ? object.get(token) : null;
    if (child == null) {
      throw new NotApplicableException();
    }
    return child;
  }

  private enum Edit {
    ADD,
    REMOVE,
    REPLACE
  }

  /** A copy of the value in which the place at the end of the path is edited. */
  private static JsonValue edit(
      JsonValue value, List<String> path, int depth, Edit edit, @Nullable JsonValue operand)
      throws NotApplicableException {
    if (depth == path.size()) {
      if (edit == Edit.REMOVE || operand == null) {
        throw new NotApplicableException();
      }
      return operand;
    }
    String token = path.get(depth);
    boolean last = depth == path.size() - 1;
    if (value instanceof JsonObject object) {
      return last
          ? edit(object, token, edit, operand)
          : object.with(token, edit(child(object, token), path, depth + 1, edit, operand));
    }
    if (value instanceof JsonArray array) {
      List<JsonValue> elements = new ArrayList<>(array.elements());
      if (last) {
        edit(elements, token, edit, operand);
      } else {
        int index = index(token, elements.size() - 1);
        elements.set(index, edit(elements.get(index), path, depth + 1, edit, operand));
      }
      return new JsonArray(elements);
    }
    throw new NotApplicableException();
  }

  private static JsonObject edit(
      JsonObject object, String name, Edit edit, @Nullable JsonValue operand)
      throws NotApplicableException {
    if (edit != Edit.ADD && object.get(name) == null) {
      throw new NotApplicableException();
    }
    return edit == Edit.REMOVE || operand == null
        ? object.without(name)
        : object.with(name, operand);
  }

  private static void edit(
      List<JsonValue> elements, String token, Edit edit, @Nullable JsonValue operand)
      throws NotApplicableException {
    if (edit == Edit.ADD && operand != null) {
      boolean atEnd = token.equals("-");
      elements.add(atEnd ? elements.size() : index(token, elements.size()), operand);
      return;
    }
    int index = index(token, elements.size() - 1);
    if (edit == Edit.REPLACE && operand != null) {
      elements.set(index, operand);
    } else {
      elements.remove(index);
    }
  }

  /** RFC 6901 §4: digits without leading zero. */
  private static int index(String token, int max) throws NotApplicableException {
    boolean wellFormed =
        !token.isEmpty()
            && token.length() <= 9
            && token.chars().allMatch(c -> c >= '0' && c <= '9')
            && (token.length() == 1 || token.charAt(0) != '0');
    if (!wellFormed || Integer.parseInt(token) > max) {
      throw new NotApplicableException();
    }
    return Integer.parseInt(token);
  }

  private static List<String> pointer(JsonObject operation, String member)
      throws NotApplicableException {
    String text = operation.string(member).orElseThrow(NotApplicableException::new);
    if (text.isEmpty()) {
      return List.of();
    }
    if (text.charAt(0) != '/') {
      throw new NotApplicableException();
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      tokens.add(unescaped(token));
    }
    return tokens;
  }

  private static String unescaped(String token) throws NotApplicableException {
    String rest = token.replace("~0", "").replace("~1", "");
    if (rest.indexOf('~') >= 0) {
      throw new NotApplicableException();
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  private static JsonValue member(JsonObject operation, String name) throws NotApplicableException {
    JsonValue value = operation.get(name);
    if (value == null) {
      throw new NotApplicableException();
    }
    return value;
  }

  /** Ends the application of a patch; never leaves this class. */
  private static final class NotApplicableException extends Exception {
    private static final long serialVersionUID = 1L;

    NotApplicableException() {
      super("the patch cannot be applied", null, false, false);
    }
  }
}
