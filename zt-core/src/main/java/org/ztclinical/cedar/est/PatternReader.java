package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Reads the pattern of {@code like}: an array of {@code "Wildcard"} and <code>{"Literal": …}</code>
 * , or, as older writers have it, a string in which {@code *} is a wildcard, {@code \*} a star and
 * {@code \\} a backslash.
 */
final class PatternReader {
  private final List<String> pieces = new ArrayList<>();
  private final StringBuilder piece = new StringBuilder();

  private PatternReader() {}

  static Pattern read(JsonValue json, Place at) throws CedarSyntaxException {
    PatternReader reader = new PatternReader();
    if (json instanceof JsonString text) {
      reader.text(CedarJson.scalars(text.value(), at), at);
    } else {
      reader.elements(CedarJson.array(json, at), at);
    }
    reader.endPiece();
    return new Pattern(reader.pieces);
  }

  private void elements(JsonArray array, Place at) throws CedarSyntaxException {
    int index = 0;
    for (JsonValue element : array.elements()) {
      Place place = at.element(index++);
      if (element instanceof JsonString word && word.value().equals("Wildcard")) {
        endPiece();
      } else if (element instanceof JsonObject object
          && object.members().size() == 1
          && object.get("Literal") instanceof JsonString literal) {
        piece.append(CedarJson.scalars(literal.value(), place.member("Literal")));
      } else {
        throw place.error(Fault.MALFORMED, "expected \"Wildcard\" or {\"Literal\": \"…\"}");
      }
    }
  }

  private void text(String text, Place at) throws CedarSyntaxException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        endPiece();
      } else if (c != '\\') {
        piece.append(c);
      } else if (i + 1 < text.length() && "*\\".indexOf(text.charAt(i + 1)) >= 0) {
        i++;
        piece.append(text.charAt(i));
      } else {
        throw at.error(
            Fault.MALFORMED, "a backslash stands before * or \\; use the array form for others");
      }
    }
  }

  private void endPiece() {
    pieces.add(piece.toString());
    piece.setLength(0);
  }
}
