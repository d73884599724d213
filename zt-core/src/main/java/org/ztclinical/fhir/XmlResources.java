package org.ztclinical.fhir;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/**
 * Reads a resource in XML (FHIR R4 §2.6.1) into the values of its JSON form, to be judged like one
 * that was sent as JSON. Strict: UTF-8 without byte order mark; no document type, entity,
 * processing instruction, comment or CDATA section; elements of FHIR alone, and of XHTML inside a
 * narrative; the attributes {@code value}, {@code id} and {@code url}; nothing twice that stands
 * once. Values are all read as strings, narratives are not kept. Safe for use by many threads.
 */
public final class XmlResources {
  /** The namespace of FHIR's elements. */
  static final String FHIR = "http://hl7.org/fhir";

  private static final int MAX_DEPTH = 64;
  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml\\s+version\\s*=\\s*(\"1\\.0\"|'1\\.0')"
              + "(\\s+encoding\\s*=\\s*(\"(?i:utf-8)\"|'(?i:utf-8)'))?"
              + "(\\s+standalone\\s*=\\s*(\"(yes|no)\"|'(yes|no)'))?\\s*\\?>");
  private static final String START = "<Bundle xmlns=\"" + FHIR + "\">";
  private static final String END = "</Bundle>";

  private XmlResources() {}

  /** Reads a document that is one resource. */
  public static JsonObject read(byte[] document) throws XmlSyntaxException {
    String text = text(document);
    // In well-formed XML, "<" begins markup wherever it stands.
    int declared = text.startsWith("<?xml") ? text.indexOf("?>") : -1;
    String content = declared < 0 ? text : text.substring(declared + 2);
    if (declared >= 0 && !isDeclaration(text.substring(0, declared + 2))) {
      throw new XmlSyntaxException();
    }
    return parse(content);
  }

  /** Reads an element of a Bundle by itself; gives the Bundle that holds nothing else. */
  public static JsonObject readInBundle(byte[] bytes, int from, int to) throws XmlSyntaxException {
    byte[] piece = new byte[to - from];
    System.arraycopy(bytes, from, piece, 0, piece.length);
    return parse(START + text(piece) + END);
  }

  /**
   * An XML declaration by which every parser reads the same text (XML 1.0 §2.8): of XML 1.0, and
   * UTF-8 where an encoding is named.
   */
  static boolean isDeclaration(String text) {
    return DECLARATION.matcher(text).matches();
  }

  private static String text(byte[] bytes) throws XmlSyntaxException {
    try {
      return JsonReader.decode(bytes);
    } catch (JsonSyntaxException e) {
      throw new XmlSyntaxException();
    }
  }

  private static JsonObject parse(String content) throws XmlSyntaxException {
    if (content.contains("<!") || content.contains("<?")) {
      throw new XmlSyntaxException();
    }
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(content));
      try {
        return new Assembly(xml).read();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      throw new XmlSyntaxException();
    }
  }

  /** The platform's own parser, whatever other one an application brings. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /** The elements that are open, innermost first. */
  private static final class Assembly {
    private final XMLStreamReader xml;
    private final Deque<XmlFrame> open = new ArrayDeque<>();
    private Optional<JsonObject> complete = Optional.empty();

    Assembly(XMLStreamReader xml) {
      this.xml = xml;
    }

    JsonObject read() throws XMLStreamException, XmlSyntaxException {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> start();
          case XMLStreamConstants.END_ELEMENT -> end();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> characters();
          case XMLStreamConstants.END_DOCUMENT -> {}
          default -> throw new XmlSyntaxException();
        }
      }
      return complete.orElseThrow(XmlSyntaxException::new);
    }

    private void start() throws XmlSyntaxException {
      if (open.size() >= MAX_DEPTH || complete.isPresent() || hasPrefix()) {
        throw new XmlSyntaxException();
      }
      XmlFrame frame =
          open.isEmpty()
              ? XmlFrame.resource("", xml.getLocalName())
              : open.element().child(xml.getLocalName());
      String namespace = Objects.requireNonNullElse(xml.getNamespaceURI(), "");
      if (!namespace.equals(frame.isXhtml() ? XmlFrame.XHTML_NAMESPACE : FHIR)) {
        throw new XmlSyntaxException();
      }
      if (!frame.isXhtml()) {
        frame.attributes(attributes());
      }
      open.push(frame);
    }

    private boolean hasPrefix() {
      return xml.getPrefix() != null && !xml.getPrefix().isEmpty();
    }

    private Map<String, String> attributes() throws XmlSyntaxException {
      Map<String, String> attributes = new LinkedHashMap<>();
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        String namespace = xml.getAttributeNamespace(i);
        if (namespace != null && !namespace.isEmpty()) {
          throw new XmlSyntaxException();
        }
        attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
      }
      return attributes;
    }

    private void end() throws XmlSyntaxException {
      XmlFrame frame = open.pop();
      if (open.isEmpty()) {
        complete = Optional.of(frame.object());
      } else {
        open.element().add(frame);
      }
    }

    private void characters() throws XmlSyntaxException {
      boolean text = !open.isEmpty() && open.element().isXhtml();
      if (!text && !xml.getText().isBlank()) {
        throw new XmlSyntaxException();
      }
    }
  }

  /** The bytes of a Bundle's start tag. */
  public static byte[] bundleStart() {
    return START.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of a Bundle's end tag. */
  public static byte[] bundleEnd() {
    return END.getBytes(StandardCharsets.UTF_8);
  }
}
