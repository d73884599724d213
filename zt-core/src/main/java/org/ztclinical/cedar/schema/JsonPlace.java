package org.ztclinical.cedar.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Span;

/**
 * A place in a JSON document, as {@code schema: Fhir.entityTypes.Patient.shape}.
 *
 * @param parent the place that holds it; null for the document
 * @param step from there: the document's name, a member as it follows a dot, or an index
 */
record JsonPlace(@Nullable JsonPlace parent, String step) implements Place {
  static JsonPlace document(String source) {
    return new JsonPlace(null, source);
  }

  JsonPlace member(String name) {
    return new JsonPlace(this, Lexical.isWord(name) ? name : "[" + Lexical.quote(name) + "]");
  }

  JsonPlace element(int index) {
    return new JsonPlace(this, "[" + index + "]");
  }

  @Override
  public CedarSyntaxException error(Fault fault, String sentence) {
    return new CedarSyntaxException(fault, path(), Span.NONE, sentence);
  }

  private String path() {
    Deque<String> steps = new ArrayDeque<>();
    JsonPlace at = this;
    while (at.parent != null) {
      steps.push(at.step);
      at = at.parent;
    }
    StringBuilder path = new StringBuilder(at.step);
    String before = ": ";
    for (String step : steps) {
      path.append(step.startsWith("[") && before.equals(".") ? "" : before)
          .append(Place.shown(step));
      before = ".";
    }
    return path.toString();
  }
}
