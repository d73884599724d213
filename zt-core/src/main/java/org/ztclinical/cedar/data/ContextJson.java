package org.ztclinical.cedar.data;

import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.CedarValue;
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
