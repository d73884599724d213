package org.ztclinical.cedar.ast;

import java.util.List;
import org.ztclinical.cedar.value.Lexical;

/**
 * The right side of {@code like}: pieces of literal text with a wildcard between each two. {@code
 * "a*b"} is the pieces {@code a}, {@code b}; {@code "*"} is two empty pieces; a pattern without a
 * wildcard is one piece. Immutable.
 *
 * @param pieces at least one; an inner piece may be empty where wildcards touch
 */
public record Pattern(List<String> pieces) {
  public Pattern {
    pieces = List.copyOf(pieces);
    pieces.forEach(Lexical::requireScalars);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a pattern has at least one piece");
    }
  }
}
