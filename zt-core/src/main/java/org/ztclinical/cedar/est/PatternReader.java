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
 * Reads the pattern of {@code like}: {@code "Wildcard"} and <code>{"Literal": …}</code> in turn.
 */
final class PatternReader {
  private final List<String> pieces = new ArrayList<>();
  private final StringBuilder piece = new StringBuilder();

  private PatternReader() {}

  static Pattern read(JsonValue json, Place at) throws CedarSyntaxException {
    if (json instanceof JsonString) {
      throw at.error(
          Fault.MALFORMED,
          "a pattern is an array, as [\"Wildcard\", {\"Literal\": \"text\"}], not a string");
    }
    PatternReader reader = new PatternReader();
    reader.elements(CedarJson.array(json, at), at);
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

  private void endPiece() {
    pieces.add(piece.toString());
    piece.setLength(0);
  }
}
