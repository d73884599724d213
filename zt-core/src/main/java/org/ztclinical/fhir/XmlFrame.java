package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.XmlElements.Child;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonNull;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/** An element that is open: a resource, a structure, a value, or the text of a narrative. */
final class XmlFrame {
  static final String XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

  private static final String NARRATIVE = "Narrative";

  private final String name;
  private final Child kind;
  private final Map<String, JsonValue> members = new LinkedHashMap<>();
  private final Map<String, List<JsonValue>> lists = new LinkedHashMap<>();
  private @Nullable JsonValue inside;

  private XmlFrame(String name, Child kind) {
    this.name = name;
    this.kind = kind;
  }

  /** A resource, at the top or inside the element of a name. */
  static XmlFrame resource(String name, String type) throws XmlSyntaxException {
    if (!ResourceTypes.contains(type) || !XmlElements.isKnown(type)) {
      throw new XmlSyntaxException();
    }
    XmlFrame frame = new XmlFrame(name, new Child(type, false));
    frame.members.put("resourceType", new JsonString(type));
    return frame;
  }

  boolean isXhtml() {
    return kind.inside().equals(XmlElements.XHTML);
  }

  /** The element of this name inside this one begins. */
  XmlFrame child(String childName) throws XmlSyntaxException {
    if (isXhtml()) {
      return new XmlFrame(childName, kind);
    }
    if (kind.inside().equals(XmlElements.RESOURCE)) {
      return resource(childName, childName);
    }
    Child child = XmlElements.child(kind.inside(), childName);
    boolean fits = !kind.isPrimitive() || childName.equals("extension");
    boolean second = members.containsKey(childName) || members.containsKey("_" + childName);
    if (!fits || (second && !child.repeats())) {
      throw new XmlSyntaxException();
    }
    return new XmlFrame(childName, child);
  }

  void attributes(Map<String, String> attributes) throws XmlSyntaxException {
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String text = attribute.getValue();
      switch (attribute.getKey()) {
        case "value" -> {
          if (!kind.isPrimitive()) {
            throw new XmlSyntaxException();
          }
          inside = new JsonString(text);
        }
        case "id" -> {
          if (members.containsKey("resourceType")) {
            throw new XmlSyntaxException();
          }
          if (!kind.isPrimitive()) {
            members.put("id", new JsonString(text));
          }
        }
        case "url" -> {
          if (!kind.inside().equals("Extension")) {
            throw new XmlSyntaxException();
          }
          members.put("url", new JsonString(text));
        }
        default -> throw new XmlSyntaxException();
      }
    }
  }

  /** An element inside this one ends. */
  void add(XmlFrame ended) throws XmlSyntaxException {
    if (isXhtml()) {
      return;
    }
    if (kind.inside().equals(XmlElements.RESOURCE)) {
      if (inside != null) {
        throw new XmlSyntaxException();
      }
      inside = ended.object();
      return;
    }
    JsonValue value = ended.value();
    if (ended.kind.repeats()) {
      lists.computeIfAbsent(ended.name, any -> new ArrayList<>()).add(value);
    } else if (!(value instanceof JsonNull)) {
      members.put(ended.name, value);
    }
    ended.beside().ifPresent(beside -> addBeside(ended, beside));
  }

  /** The extensions of a value stand beside it in its JSON form; alone where it has none. */
  private Optional<JsonValue> beside() {
    if (!kind.isPrimitive() || isXhtml()) {
      return Optional.empty();
    }
    boolean extended = !lists.isEmpty();
    return extended || inside == null
        ? Optional.of(extended ? object() : new JsonNull())
        : Optional.empty();
  }

  private void addBeside(XmlFrame ended, JsonValue beside) {
    String beneath = "_" + ended.name;
    if (ended.kind.repeats()) {
      List<JsonValue> all = lists.computeIfAbsent(beneath, any -> new ArrayList<>());
      // Each stands in the place of its value.
      while (all.size() + 1 < lists.getOrDefault(ended.name, List.of()).size()) {
        all.add(new JsonNull());
      }
      all.add(beside);
    } else {
      members.put(beneath, beside);
    }
  }

  private JsonValue value() throws XmlSyntaxException {
    if (isXhtml()) {
      return new JsonString("");
    }
    if (kind.inside().equals(XmlElements.RESOURCE) && inside == null) {
      throw new XmlSyntaxException();
    }
    if (kind.isPrimitive() || kind.inside().equals(XmlElements.RESOURCE)) {
      return inside == null ? new JsonNull() : inside;
    }
    return object();
  }

  /** The resource or structure as an object. */
  JsonObject object() {
    Map<String, JsonValue> all = new LinkedHashMap<>(members);
    lists.forEach((listName, values) -> all.put(listName, new JsonArray(values)));
    return new JsonObject(all);
  }

  /** The name alone: the rest is patient data. */
  @Override
  public String toString() {
    return name.isEmpty() ? NARRATIVE : name;
  }
}
