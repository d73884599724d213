package org.ztclinical.fhir;

/** Bytes that are not one acceptable resource in XML. Its message holds nothing of them. */
public final class XmlSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  XmlSyntaxException() {
    super("not a FHIR resource in the XML that is read here", null, false, false);
  }
}
