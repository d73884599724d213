package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One element of FHIR's XML form: its name, its {@code value} attribute, its children. */
record XmlNode(String name, String value, List<XmlNode> children) {

  /** Reads the element the reader stands on, up to its end. */
  static XmlNode read(XMLStreamReader xml) throws XMLStreamException {
    String name = xml.getLocalName();
    String value = xml.getAttributeValue(null, "value");
    List<XmlNode> children = new ArrayList<>();
    while (xml.next() != XMLStreamConstants.END_ELEMENT) {
      if (xml.isStartElement()) {
        children.add(read(xml));
      }
    }
    return new XmlNode(name, value == null ? "" : value, children);
  }

  Stream<XmlNode> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName));
  }

  Optional<String> value(String childName) {
    return all(childName).map(XmlNode::value).findFirst();
  }
}
