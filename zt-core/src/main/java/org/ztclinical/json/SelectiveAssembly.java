package org.ztclinical.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonSyntaxException.Fault;

/** Builds the selected part of one object from a parser's tokens, without recursion; used once. */
final class SelectiveAssembly {
  private final JsonParser parser;
  private final MemberNames seen = new MemberNames();
  private final Deque<Container> open = new ArrayDeque<>();
  private int valuesLeft;

  SelectiveAssembly(JsonParser parser, int maxValues) {
    this.parser = parser;
    this.valuesLeft = maxValues;
  }

  JsonObject read(JsonSelection selection) throws IOException, JsonSyntaxException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw fault(Fault.MALFORMED);
    }
    openObject(selection);
    while (true) {
      JsonValue complete = accept(next());
      if (complete != null && open.isEmpty()) {
        if (parser.nextToken() != null) {
          throw fault(Fault.MALFORMED);
        }
        return (JsonObject) complete;
      }
    }
  }

  private JsonToken next() throws IOException, JsonSyntaxException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw fault(Fault.MALFORMED);
    }
    return token;
  }

  private @Nullable JsonValue accept(JsonToken token) throws IOException, JsonSyntaxException {
    switch (token) {
      case FIELD_NAME -> {
        String name = parser.currentName();
        add(name);
        if (!open.element().begins(name)) {
          skipValue();
        }
      }
      case START_OBJECT -> openObject(open.element().selectionOfNext());
      case START_ARRAY -> open.push(new Container(null, open.element().selectionOfNext()));
      case END_OBJECT -> {
        seen.close();
        return place(open.pop().close());
      }
      case END_ARRAY -> {
        return place(open.pop().close());
      }
      case VALUE_STRING -> {
        return place(new JsonString(parser.getText()));
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return place(new JsonNumber(parser.getText()));
      }
      case VALUE_TRUE -> {
        return place(new JsonBoolean(true));
      }
      case VALUE_FALSE -> {
        return place(new JsonBoolean(false));
      }
      case VALUE_NULL -> {
        return place(new JsonNull());
      }
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw fault(Fault.MALFORMED);
    }
    return null;
  }

  private void openObject(JsonSelection selection) {
    seen.open();
    open.push(new Container(selection, selection));
  }

  private void add(String name) throws JsonSyntaxException {
    if (!seen.add(name)) {
      throw fault(Fault.DUPLICATE_MEMBER);
    }
  }

  private JsonValue place(JsonValue value) throws JsonSyntaxException {
    count();
    if (!open.isEmpty()) {
      open.element().add(value);
    }
    return value;
  }

  /** Walks over the value of a member that nobody asked for. */
  private void skipValue() throws IOException, JsonSyntaxException {
    int depth = 0;
    do {
      JsonToken token = next();
      switch (token) {
        case FIELD_NAME -> add(parser.currentName());
        case START_OBJECT -> {
          seen.open();
          depth++;
        }
        case END_OBJECT -> {
          seen.close();
          depth--;
          count();
        }
        case START_ARRAY -> depth++;
        case END_ARRAY -> {
          depth--;
          count();
        }
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> count();
        case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> count();
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw fault(Fault.MALFORMED);
      }
    } while (depth > 0);
  }

  private void count() throws JsonSyntaxException {
    if (--valuesLeft < 0) {
      throw fault(Fault.TOO_LARGE);
    }
  }

  private JsonSyntaxException fault(Fault fault) {
    return JsonReader.at(parser.currentLocation(), fault);
  }

  /** An object or array that is not closed yet. */
  private static final class Container {
    private final @Nullable SelectedMembers members;
    private final @Nullable List<JsonValue> elements;
    private JsonSelection selection;
    private String name = "";

    /**
     * @param ofObject null for an array
     * @param selection of the object; of an array, what is selected in each of its elements
     */
    Container(@Nullable JsonSelection ofObject, JsonSelection selection) {
      this.members = ofObject == null ? null : new SelectedMembers();
      this.elements = ofObject == null ? new ArrayList<>(4) : null;
      this.selection = selection;
    }

    /** A member begins; false when it is not selected. */
    boolean begins(String next) {
      if (selection.isByFirst() && !(selection.isKey(next) && isEmpty())) {
        selection = JsonSelection.all();
      }
      name = next;
      return selection.selects(next);
    }

    private boolean isEmpty() {
      return members == null || members.isEmpty();
    }

    JsonSelection selectionOfNext() {
      return members == null ? selection : selection.within(name);
    }

    void add(JsonValue value) {
      if (elements != null) {
        elements.add(value);
        return;
      }
      if (selection.isByFirst()) {
        selection =
            value instanceof JsonString text
                ? selection.decided(text.value())
                : JsonSelection.all();
      }
      Objects.requireNonNull(members, "an object or an array").add(name, value);
    }

    JsonValue close() {
      if (elements != null) {
        return new JsonArray(elements);
      }
      return new JsonObject(
          Objects.requireNonNull(members, "an object or an array").complete(selection.names()));
    }
  }
}
