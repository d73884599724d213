package org.ztclinical.cedar.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonNull;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/** A JSON value that knows its place, and is of the kind that is asked for or an error. */
record JsonNode(JsonValue value, JsonPlace at) {
  /** The members of an object, in order. */
  Map<String, JsonNode> members() throws CedarSyntaxException {
    if (!(value instanceof JsonObject object)) {
      throw at.error(Fault.MALFORMED, "an object is expected here");
    }
    Map<String, JsonNode> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      refuseHalfCharacters(member.getKey());
      members.put(member.getKey(), new JsonNode(member.getValue(), at.member(member.getKey())));
    }
    return members;
  }

  /** The members of an object that has no others than these. */
  Map<String, JsonNode> members(List<String> known) throws CedarSyntaxException {
    Map<String, JsonNode> members = members();
    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
      if (!known.contains(member.getKey())) {
        throw member
            .getValue()
            .at
            .error(
                Fault.UNKNOWN,
                "there is no such member; known here are "
                    + String.join(", ", new TreeSet<>(known)));
      }
    }
    return members;
  }

  /** One of these members, which must be there. */
  JsonNode required(Map<String, JsonNode> members, String name) throws CedarSyntaxException {
    JsonNode member = members.get(name);
    if (member == null) {
      throw at.error(Fault.MALFORMED, "the member " + name + " is missing");
    }
    return member;
  }

  /** One of these members, if it is there and not null. */
  static Optional<JsonNode> nullable(Map<String, JsonNode> members, String name) {
    return Optional.ofNullable(members.get(name)).filter(node -> !node.isNull());
  }

  boolean isNull() {
    return value instanceof JsonNull;
  }

  /** The elements of an array. */
  List<JsonNode> elements() throws CedarSyntaxException {
    if (!(value instanceof JsonArray array)) {
      throw at.error(Fault.MALFORMED, "an array is expected here");
    }
    List<JsonNode> elements = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      elements.add(new JsonNode(element, at.element(elements.size())));
    }
    return elements;
  }

  /** The text of a string. */
  String string() throws CedarSyntaxException {
    if (!(value instanceof JsonString string)) {
      throw at.error(Fault.MALFORMED, "a string is expected here");
    }
    refuseHalfCharacters(string.value());
    return string.value();
  }

  /** True or false. */
  boolean bool() throws CedarSyntaxException {
    if (!(value instanceof JsonBoolean bool)) {
      throw at.error(Fault.MALFORMED, "true or false is expected here");
    }
    return bool.value();
  }

  /** JSON can escape half of a surrogate pair; no Cedar string can hold it. */
  private void refuseHalfCharacters(String text) throws CedarSyntaxException {
    if (!Lexical.areScalars(text)) {
      throw at.error(Fault.MALFORMED, "this text has half of a character (an unpaired surrogate)");
    }
  }
}
