package org.ztclinical.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonSyntaxException.Fault;

/**
 * Reads one JSON document into values, without recursion. Immutable and safe for use by many
 * threads.
 */
public final class JsonReader {
  private final JsonLimits limits;
  private final JsonFactory factory;

  private JsonReader(JsonLimits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxStringLength(limits.maxBytes())
                    .maxDocumentLength(limits.maxBytes())
                    .maxNameLength(1_024)
                    .maxNumberLength(64)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
  }

  /** A reader with these limits. */
  public static JsonReader of(JsonLimits limits) {
    return new JsonReader(Objects.requireNonNull(limits, "limits"));
  }

  /** Reads a document of strict UTF-8 without byte order mark; nothing may follow the value. */
  public JsonValue read(byte[] document) throws JsonSyntaxException {
    if (document.length > limits.maxBytes()) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
    return read(decode(document));
  }

  /** Reads a part of some bytes, as {@link #read(byte[])} reads the whole. */
  public JsonValue read(byte[] bytes, int from, int to) throws JsonSyntaxException {
    return read(Arrays.copyOfRange(bytes, from, to));
  }

  /**
   * Reads an object of which only a selection is built. All of it is checked as {@link
   * #read(byte[])} does: syntax, UTF-8, depth, and members of the same name in every object.
   *
   * @param from where it begins in the bytes
   * @param to behind its end; nothing may follow the object before that
   */
  public JsonObject readObject(byte[] bytes, int from, int to, JsonSelection selection)
      throws JsonSyntaxException {
    Objects.checkFromToIndex(from, to, bytes.length);
    if (to - from > limits.maxBytes()) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
    JsonScanner scanner = new JsonScanner(limits);
    scanner.begin(selection);
    int end = scanner.scan(bytes, from, to);
    if (end < 0 || !isBlank(bytes, end, to) || !(scanner.value() instanceof JsonObject object)) {
      throw new JsonSyntaxException(Fault.MALFORMED, -1);
    }
    return object;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a document that is text already; nothing may follow the value. The limit of bytes counts
   * its UTF-16 units.
   */
  public JsonValue read(String document) throws JsonSyntaxException {
    if (document.length() > limits.maxBytes()) {
      throw new JsonSyntaxException(Fault.TOO_LARGE, -1);
    }
    try (JsonParser parser = factory.createParser(document)) {
      return read(parser);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw at(e.getLocation(), Fault.MALFORMED);
    } catch (IOException e) {
      throw new JsonSyntaxException(Fault.MALFORMED, -1);
    }
  }

  private JsonValue read(JsonParser parser) throws IOException, JsonSyntaxException {
    try {
      return new Assembly(limits.maxValues()).read(parser);
    } catch (StreamConstraintsException e) {
      // The exception itself knows no place.
      throw at(parser.currentLocation(), faultOf(e));
    }
  }

  /** Reads a document that must be an object. */
  public JsonObject readObject(byte[] document) throws JsonSyntaxException {
    if (read(document) instanceof JsonObject object) {
      return object;
    }
    throw new JsonSyntaxException(Fault.MALFORMED, 0);
  }

  /** The text of strict UTF-8 without byte order mark. */
  public static String decode(byte[] document) throws JsonSyntaxException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(document))
              .toString();
      if (text.startsWith("\uFEFF")) {
        throw new JsonSyntaxException(Fault.NOT_UTF8, 0);
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new JsonSyntaxException(Fault.NOT_UTF8, -1);
    }
  }

  private static Fault faultOf(StreamConstraintsException e) {
    String message = e.getOriginalMessage();
    return message != null && message.contains("depth") ? Fault.TOO_DEEP : Fault.TOO_LARGE;
  }

  static JsonSyntaxException at(
      com.fasterxml.jackson.core.@Nullable JsonLocation location, Fault fault) {
    return location == null
        ? new JsonSyntaxException(fault, -1)
        : new JsonSyntaxException(
            fault, location.getCharOffset(), location.getLineNr(), location.getColumnNr());
  }

  /** The containers open at one moment, innermost first. */
  private static final class Assembly {
    private final Deque<Container> open = new ArrayDeque<>();
    private int valuesLeft;

    Assembly(int maxValues) {
      this.valuesLeft = maxValues;
    }

    JsonValue read(JsonParser parser) throws IOException, JsonSyntaxException {
      JsonToken token = parser.nextToken();
      while (token != null) {
        JsonValue complete = accept(token, parser);
        if (complete != null && open.isEmpty()) {
          if (parser.nextToken() != null) {
            throw at(parser.currentLocation(), Fault.MALFORMED);
          }
          return complete;
        }
        token = parser.nextToken();
      }
      throw at(parser.currentLocation(), Fault.MALFORMED);
    }

    /** Takes one token; returns the value it completed, if it completed one. */
    private @Nullable JsonValue accept(JsonToken token, JsonParser parser)
        throws IOException, JsonSyntaxException {
      switch (token) {
        case START_OBJECT -> open.push(new Container(true));
        case START_ARRAY -> open.push(new Container(false));
        case FIELD_NAME -> open.element().name(parser);
        case END_OBJECT, END_ARRAY -> {
          return place(open.pop().close(), parser);
        }
        case VALUE_STRING -> {
          return place(new JsonString(parser.getText()), parser);
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          return place(new JsonNumber(parser.getText()), parser);
        }
        case VALUE_TRUE -> {
          return place(new JsonBoolean(true), parser);
        }
        case VALUE_FALSE -> {
          return place(new JsonBoolean(false), parser);
        }
        case VALUE_NULL -> {
          return place(new JsonNull(), parser);
        }
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
            throw at(parser.currentLocation(), Fault.MALFORMED);
      }
      return null;
    }

    private JsonValue place(JsonValue value, JsonParser parser) throws JsonSyntaxException {
      if (--valuesLeft < 0) {
        throw at(parser.currentLocation(), Fault.TOO_LARGE);
      }
      if (!open.isEmpty()) {
        open.element().add(value);
      }
      return value;
    }
  }

  /** An object or array that is not closed yet. */
  private static final class Container {
    private final @Nullable Map<String, JsonValue> members;
    private final List<JsonValue> elements = new ArrayList<>();
    private String name = "";

    Container(boolean object) {
      this.members = object ? new LinkedHashMap<>() : null;
    }

    void name(JsonParser parser) throws IOException, JsonSyntaxException {
      String next = parser.currentName();
      if (members != null && members.containsKey(next)) {
        throw at(parser.currentTokenLocation(), Fault.DUPLICATE_MEMBER);
      }
      name = next;
    }

    void add(JsonValue value) {
      if (members != null) {
        members.put(name, value);
      } else {
        elements.add(value);
      }
    }

    JsonValue close() {
      return members != null ? new JsonObject(members) : new JsonArray(elements);
    }
  }
}
