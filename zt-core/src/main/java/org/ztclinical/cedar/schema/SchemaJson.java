package org.ztclinical.cedar.schema;

import java.nio.charset.StandardCharsets;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * Reads and writes schemas in JSON (Cedar 4.5, JSON schema format). What is read is a whole schema,
 * every name in it resolved; an unknown or repeated member is an error, and every error says at
 * which member. The same world described in Cedar's syntax makes an equal schema.
 */
public final class SchemaJson {
  private static final String SOURCE = "schema";

  private SchemaJson() {}

  /**
   * Reads a schema with the default limits.
   *
   * @throws CedarSyntaxException when it is not one
   */
  public static Schema parse(String document) throws CedarSyntaxException {
    return parse(document, SOURCE, CedarLimits.defaults());
  }

  /**
   * Reads a schema of strict UTF-8 with the default limits.
   *
   * @throws CedarSyntaxException when it is not one
   */
  public static Schema parse(byte[] document) throws CedarSyntaxException {
    return parse(document, SOURCE, CedarLimits.defaults());
  }

  /**
   * Reads a schema.
   *
   * @param source what messages call the document, as {@code clinical.json}
   * @throws CedarSyntaxException when it is not one, or larger than the limits
   */
  public static Schema parse(String document, String source, CedarLimits limits)
      throws CedarSyntaxException {
    refuseLonger(document.length(), source, limits);
    return read(document.getBytes(StandardCharsets.UTF_8), source, limits);
  }

  /**
   * Reads a schema of strict UTF-8, of which the limits count bytes instead of characters.
   *
   * @param source what messages call the document, as {@code clinical.json}
   * @throws CedarSyntaxException when it is not one, or larger than the limits
   */
  public static Schema parse(byte[] document, String source, CedarLimits limits)
      throws CedarSyntaxException {
    refuseLonger(document.length, source, limits);
    return read(document, source, limits);
  }

  /** The schema's document: compact UTF-8, the same for equal common types and definitions. */
  public static byte[] write(Schema schema) {
    return JsonWriter.write(SchemaJsonWriter.write(schema));
  }

  private static void refuseLonger(int length, String source, CedarLimits limits)
      throws CedarSyntaxException {
    if (length > limits.maxCharacters()) {
      throw JsonPlace.document(source)
          .error(
              Fault.LIMIT,
              "the document has a length of %d; the limit is %d"
                  .formatted(length, limits.maxCharacters()));
    }
  }

  private static Schema read(byte[] document, String source, CedarLimits limits)
      throws CedarSyntaxException {
    JsonPlace at = JsonPlace.document(source);
    // A record in a record is two objects deeper; the definitions around them are nine at most.
    JsonLimits size =
        new JsonLimits(
            Math.max(1, document.length), 2 * limits.maxDepth() + 16, document.length + 1);
    JsonValue value;
    try {
      value = JsonReader.of(size).read(document);
    } catch (JsonSyntaxException e) {
      throw at.error(faultOf(e.fault()), String.valueOf(e.getMessage()));
    }
    Declarations declarations = new SchemaJsonReader(limits).read(new JsonNode(value, at));
    return SchemaResolver.resolve(declarations, limits);
  }

  private static Fault faultOf(JsonSyntaxException.Fault fault) {
    return switch (fault) {
      case NOT_UTF8, MALFORMED -> Fault.MALFORMED;
      case DUPLICATE_MEMBER -> Fault.DUPLICATE;
      case TOO_LARGE, TOO_DEEP -> Fault.LIMIT;
    };
  }
}
