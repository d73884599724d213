package org.ztclinical.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The text of an XML Patch, which is not looked into: bounded, UTF-8, without a document type. Only
 * whether it may refer to resources by criteria is seen.
 */
final class XmlPatch {
  static final String MEDIA_TYPE = "application/xml-patch+xml";

  /** More bytes are refused. */
  static final int MAX_BYTES = 256 * 1024;

  private static final String DECLARATION_END = "?>";

  private XmlPatch() {}

  /** The text as sent. */
  static String read(byte[] bytes) throws NoMeaningException {
    if (bytes.length > MAX_BYTES) {
      throw new NoMeaningException(FhirReason.BODY_MALFORMED, "an XML Patch is too large");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NoMeaningException(FhirReason.BODY_MALFORMED, "an XML Patch is UTF-8");
    }
    boolean begins = text.startsWith("<") || text.startsWith("\uFEFF<");
    if (!begins || text.indexOf('\0') >= 0 || text.contains("<!DOCTYPE")) {
      throw new NoMeaningException(FhirReason.BODY_MALFORMED);
    }
    String declaration = declaration(text);
    if (declaration.contains("encoding")
        && !declaration.matches("(?is).*encoding\\s*=\\s*[\"']utf-8[\"'].*")) {
      // Another reading of the same bytes could hold what this one does not.
      throw new NoMeaningException(FhirReason.BODY_MALFORMED, "an XML Patch is UTF-8");
    }
    return text;
  }

  /**
   * True unless no reference in it can be conditional, {@code Patient?identifier=…}: then it has
   * neither a question mark nor a character that is written as a number.
   */
  static boolean mayReferByCriteria(String text) {
    String content = text.substring(declaration(text).length());
    return content.indexOf('?') >= 0 || content.contains("&#");
  }

  private static String declaration(String text) {
    int from = text.startsWith("\uFEFF") ? 1 : 0;
    int end = text.startsWith("<?xml", from) ? text.indexOf(DECLARATION_END) : -1;
    return end < 0 ? "" : text.substring(0, end + DECLARATION_END.length());
  }
}
