package org.ztclinical.cedar.data;

import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonWriter;

/**
 * The context of a request in JSON (Cedar 4.5, entities and context syntax): an object whose
 * members are values as in {@link EntitiesJson}. Stateless.
 */
public final class ContextJson {
  private ContextJson() {}

  /** Reads a context without a schema, under the default limits. */
  public static CedarRecord parse(String text) throws CedarSyntaxException {
    return parse(text, CedarLimits.defaults());
  }

  /** Reads a context without a schema from UTF-8, under the default limits. */
  public static CedarRecord parse(byte[] document) throws CedarSyntaxException {
    return parse(CedarJson.decode(document, CedarLimits.defaults()));
  }

  /**
   * Reads a context without a schema.
   *
   * @throws CedarSyntaxException that names the place, as in {@code zones[2]}, and never shows the
   *     data
   */
  public static CedarRecord parse(String text, CedarLimits limits) throws CedarSyntaxException {
    CedarValue value =
        new ValueReader(limits)
            .read(CedarJson.read(text, limits, Depths.of(limits)), Place.root(), 0);
    if (value instanceof CedarRecord record) {
      return record;
    }
    throw Place.root()
        .error(Fault.MALFORMED, "a context is a record, not a " + value.kind().cedarName());
  }

  /** Reads a context that must be as the action declares it, under the default limits. */
  public static CedarRecord parse(String text, Schema schema, EntityUid action)
      throws CedarSyntaxException {
    return parse(text, schema, action, CedarLimits.defaults());
  }

  /**
   * Reads a context that must be as the action declares it. Escapes may be left implicit, as in
   * {@link EntitiesJson}.
   *
   * @throws CedarSyntaxException that names the place and never shows the data; its fault is {@code
   *     NOT_IN_SCHEMA} where the schema lacks the action or the context does not fit
   */
  public static CedarRecord parse(String text, Schema schema, EntityUid action, CedarLimits limits)
      throws CedarSyntaxException {
    ActionDefinition definition = schema.action(action).orElse(null);
    if (definition == null) {
      throw Place.root().error(Fault.NOT_IN_SCHEMA, "the schema has no such action");
    }
    return new TypedReader(schema, limits)
        .record(
            CedarJson.read(text, limits, Depths.of(limits)), definition.context(), Place.root(), 0);
  }

  /**
   * The context as JSON that reads back, without a schema, as the same context.
   *
   * @throws IllegalArgumentException when a record would read back as an escape, or values are
   *     nested deeper than {@link CedarLimits#MAX_DEPTH}
   */
  public static String write(CedarRecord context) {
    return JsonWriter.text(ValueWriter.value(context));
  }
}
