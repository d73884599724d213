package org.ztclinical.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/** Writes values as compact JSON, without recursion, however deep they are. */
public final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private JsonWriter() {}

  /** The value's document, as UTF-8. */
  public static byte[] write(JsonValue value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  /** The value's document, as text. */
  public static String text(JsonValue value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toString();
  }

  private static void write(JsonValue value, JsonGenerator out) throws IOException {
    Deque<Opened> open = new ArrayDeque<>();
    begin(value, out, open);
    while (!open.isEmpty()) {
      open.element().proceed(out, open);
    }
  }

  /** Writes a value without parts, or opens one that has parts. */
  private static void begin(JsonValue value, JsonGenerator out, Deque<Opened> open)
      throws IOException {
    if (value instanceof JsonObject object) {
      out.writeStartObject();
      open.push(new OpenedObject(object.members().entrySet().iterator()));
    } else if (value instanceof JsonArray array) {
      out.writeStartArray();
      open.push(new OpenedArray(array.elements().iterator()));
    } else if (value instanceof JsonString text) {
      out.writeString(text.value());
    } else if (value instanceof JsonNumber number) {
      out.writeNumber(number.text());
    } else if (value instanceof JsonBoolean bool) {
      out.writeBoolean(bool.value());
    } else {
      out.writeNull();
    }
  }

  /** An object or array of which some parts are not written yet. */
  private interface Opened {
    /** Writes the next part, or closes itself. */
    void proceed(JsonGenerator out, Deque<Opened> open) throws IOException;
  }

  private record OpenedObject(Iterator<Map.Entry<String, JsonValue>> left) implements Opened {
    @Override
    public void proceed(JsonGenerator out, Deque<Opened> open) throws IOException {
      if (left.hasNext()) {
        Map.Entry<String, JsonValue> member = left.next();
        out.writeFieldName(member.getKey());
        begin(member.getValue(), out, open);
      } else {
        out.writeEndObject();
        open.pop();
      }
    }
  }

  private record OpenedArray(Iterator<JsonValue> left) implements Opened {
    @Override
    public void proceed(JsonGenerator out, Deque<Opened> open) throws IOException {
      if (left.hasNext()) {
        begin(left.next(), out, open);
      } else {
        out.writeEndArray();
        open.pop();
      }
    }
  }
}
