package org.ztclinical.cedar.data;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
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
  private static final Set<String> MEMBERS = Set.of("uid", "attrs", "parents", "tags");

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
    return Stores.build(read(text, limits, new ValueReader(limits)));
  }

  private static Map<EntityUid, Entity> read(String text, CedarLimits limits, ValueReader values)
      throws CedarSyntaxException {
    JsonArray array =
        CedarJson.array(CedarJson.read(text, limits, Depths.of(limits)), Place.root());
    if (array.elements().size() > limits.maxEntities()) {
      throw Place.root().error(Fault.LIMIT, "more than " + limits.maxEntities() + " entities");
    }
    Map<EntityUid, Entity> entities = new LinkedHashMap<>();
    int index = 0;
    for (JsonValue element : array.elements()) {
      Place at = Place.root().element(index++);
      Entity entity = entity(CedarJson.object(element, at), at, values);
      Entity before = entities.putIfAbsent(entity.uid(), entity);
      if (before != null && !before.equals(entity)) {
        throw at.member("uid")
            .error(Fault.DUPLICATE, "a different entity before it has the same uid");
      }
    }
    return entities;
  }

  private static Entity entity(JsonObject json, Place at, ValueReader values)
      throws CedarSyntaxException {
    CedarJson.requireOnly(json, MEMBERS, at);
    EntityUid uid = CedarJson.uid(CedarJson.member(json, "uid", at), at.member("uid"));
    CedarRecord attributes =
        record(CedarJson.member(json, "attrs", at), at.member("attrs"), values);
    Set<EntityUid> parents =
        parents(CedarJson.member(json, "parents", at), at.member("parents"), values);
    JsonValue tags = json.get("tags");
    return new Entity(
        uid,
        attributes,
        parents,
        tags == null ? CedarRecord.empty() : record(tags, at.member("tags"), values));
  }

  private static CedarRecord record(JsonValue json, Place at, ValueReader values)
      throws CedarSyntaxException {
    return values.record(CedarJson.object(json, at), at, 0);
  }

  private static Set<EntityUid> parents(JsonValue json, Place at, ValueReader values)
      throws CedarSyntaxException {
    JsonArray array = CedarJson.array(json, at);
    values.requireFew(array.elements().size(), at);
    Set<EntityUid> parents = new LinkedHashSet<>();
    int index = 0;
    for (JsonValue parent : array.elements()) {
      parents.add(CedarJson.uid(parent, at.element(index++)));
    }
    return parents;
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
