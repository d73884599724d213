package org.ztclinical.cedar.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * Entities in JSON (Cedar 4.5, entities and context syntax): an array of <code>
 * {"uid": …, "attrs": {…}, "parents": […], "tags": {…}}</code>, of which only {@code tags} may be
 * left out. Stateless.
 *
 * <p>A value is a boolean, a whole number of 64 bits, a string, an array (a set), an object (a
 * record) or an escape, see {@link org.ztclinical.cedar.json.Escape}. Null, fractions, exponents,
 * unknown members and duplicate members are refused. One entity given twice is one entity; two
 * different ones of the same uid, and entities among their own ancestors, are refused.
 */
public final class EntitiesJson {
  private EntitiesJson() {}

  /** Reads entities without a schema, under the default limits. */
  public static Entities parse(String text) throws CedarSyntaxException {
    return parse(text, CedarLimits.defaults());
  }

  /** Reads entities without a schema from UTF-8, under the default limits. */
  public static Entities parse(byte[] document) throws CedarSyntaxException {
    return parse(CedarJson.decode(document, CedarLimits.defaults()));
  }

  /**
   * Reads entities without a schema.
   *
   * @throws CedarSyntaxException that names the place, as in {@code [3].attrs.panel[2]}, and never
   *     shows the data
   */
  public static Entities parse(String text, CedarLimits limits) throws CedarSyntaxException {
    return Stores.of(read(text, Optional.empty(), limits));
  }

  /** Reads entities that must fit the schema, under the default limits. */
  public static Entities parse(String text, Schema schema) throws CedarSyntaxException {
    return parse(text, schema, CedarLimits.defaults());
  }

  /** Reads entities that must fit the schema from UTF-8, under the default limits. */
  public static Entities parse(byte[] document, Schema schema) throws CedarSyntaxException {
    return parse(CedarJson.decode(document, CedarLimits.defaults()), schema);
  }

  /**
   * Reads entities that must fit the schema, see {@link DataValidator}. Escapes may be left
   * implicit where the schema tells the type: <code>{"type": …, "id": …}</code> is a reference, and
   * {@code "10.0.0.1"} an address, where one is expected. The schema's actions are added; those
   * given must be as the schema has them.
   *
   * @throws CedarSyntaxException that names the place and never shows the data; its fault is {@code
   *     NOT_IN_SCHEMA} where the entities are well-formed and do not fit
   */
  public static Entities parse(String text, Schema schema, CedarLimits limits)
      throws CedarSyntaxException {
    List<Entity> entities = read(text, Optional.of(schema), limits);
    Stores.requireNoCycle(entities);
    Stores.requireInSchema(entities, schema);
    return Stores.withActions(entities, schema);
  }

  private static List<Entity> read(String text, Optional<Schema> schema, CedarLimits limits)
      throws CedarSyntaxException {
    JsonArray array =
        CedarJson.array(CedarJson.read(text, limits, Depths.of(limits)), Place.root());
    if (array.elements().size() > limits.maxEntities()) {
      throw Place.root().error(Fault.LIMIT, "more than " + limits.maxEntities() + " entities");
    }
    EntityReader reader = new EntityReader(schema, limits);
    List<Entity> entities = new ArrayList<>(array.elements().size());
    Map<EntityUid, Entity> byUid = new HashMap<>();
    for (JsonValue element : array.elements()) {
      Place at = Place.root().element(entities.size());
      Entity entity = reader.read(element, at);
      Entity before = byUid.putIfAbsent(entity.uid(), entity);
      if (before != null && !before.equals(entity)) {
        throw at.member("uid")
            .error(Fault.DUPLICATE, "a different entity before it has the same uid");
      }
      entities.add(entity);
    }
    return entities;
  }

  /**
   * The entities as JSON that reads back, without a schema, as the same entities.
   *
   * @throws IllegalArgumentException when a record would read back as an escape, or values are
   *     nested deeper than {@link CedarLimits#MAX_DEPTH}
   */
  public static String write(Entities entities) {
    return JsonWriter.text(ValueWriter.entities(entities));
  }
}
