package org.ztclinical.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/**
 * The official R4 definitions, read from hapi-fhir-validation-resources-r4: what the generated
 * files of zt-core are made from.
 */
public final class R4Definitions {
  private static final String PROFILES = "/org/hl7/fhir/r4/model/profile/profiles-resources.xml";
  private static final String TYPES = "/org/hl7/fhir/r4/model/profile/profiles-types.xml";
  private static final String PARAMETERS = "/org/hl7/fhir/r4/model/sp/search-parameters.json";

  private final SortedSet<String> types = new TreeSet<>();
  private final SortedMap<String, List<String>> patientCompartment = new TreeMap<>();
  private final Map<String, Element> elements = new LinkedHashMap<>();
  private final List<JsonObject> searchParameters;

  /**
   * An element of a resource or data type: its type codes, for references the types it may point
   * to, and whether there can be several.
   *
   * @param sameAs the path of the element whose content it has; empty where that is its own
   */
  record Element(List<String> codes, Set<String> targets, boolean repeats, String sameAs) {}

  private R4Definitions(List<JsonObject> searchParameters) {
    this.searchParameters = searchParameters;
  }

  /** Reads everything; about a second. */
  public static R4Definitions read() {
    try {
      R4Definitions definitions = new R4Definitions(readSearchParameters());
      definitions.readProfiles(PROFILES);
      definitions.readProfiles(TYPES);
      return definitions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonSyntaxException | XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The concrete resource types. */
  public SortedSet<String> types() {
    return types;
  }

  /** By type, the names of the parameters that put a resource into a patient's compartment. */
  public SortedMap<String, List<String>> patientCompartment() {
    return patientCompartment;
  }

  List<JsonObject> searchParameters() {
    return searchParameters;
  }

  Map<String, Element> elements() {
    return elements;
  }

  private static List<JsonObject> readSearchParameters() throws IOException, JsonSyntaxException {
    try (InputStream in = open(PARAMETERS)) {
      JsonObject bundle = JsonReader.of(JsonLimits.forResources()).readObject(in.readAllBytes());
      return bundle.objects("entry").stream()
          .map(entry -> entry.object("resource").orElseThrow())
          .toList();
    }
  }

  private void readProfiles(String file) throws IOException, XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = open(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        xml.next();
        if (xml.isStartElement() && xml.getLocalName().equals("StructureDefinition")) {
          structure(XmlNode.read(xml));
        } else if (xml.isStartElement() && xml.getLocalName().equals("CompartmentDefinition")) {
          compartment(XmlNode.read(xml));
        }
      }
    }
  }

  private void structure(XmlNode definition) {
    String kind = definition.value("kind").orElse("");
    boolean concrete =
        definition.value("abstract").orElse("").equals("false")
            && definition.value("derivation").orElse("").equals("specialization");
    if (!concrete || !(kind.equals("resource") || kind.equals("complex-type"))) {
      return;
    }
    if (kind.equals("resource")) {
      types.add(definition.value("type").orElseThrow());
    }
    definition
        .all("snapshot")
        .flatMap(snapshot -> snapshot.all("element"))
        .forEach(element -> elements.put(element.value("path").orElseThrow(), element(element)));
  }

  private static Element element(XmlNode node) {
    List<String> codes = new ArrayList<>();
    Set<String> targets = new TreeSet<>();
    node.all("type")
        .forEach(
            type -> {
              codes.add(type.value("code").orElse(""));
              type.all("targetProfile")
                  .map(XmlNode::value)
                  .map(url -> url.substring(url.lastIndexOf('/') + 1))
                  .forEach(targets::add);
            });
    return new Element(
        codes,
        targets,
        !node.value("max").orElse("*").matches("[01]"),
        node.value("contentReference").map(reference -> reference.substring(1)).orElse(""));
  }

  private void compartment(XmlNode definition) {
    if (!definition.value("code").orElse("").equals("Patient")) {
      return;
    }
    definition
        .all("resource")
        .forEach(
            resource ->
                patientCompartment.put(
                    resource.value("code").orElseThrow(),
                    resource.all("param").map(XmlNode::value).collect(Collectors.toList())));
  }

  private static InputStream open(String name) {
    InputStream in = R4Definitions.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is not on the test class path");
    }
    return in;
  }
}
