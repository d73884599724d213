package org.ztclinical.enforce;

import java.io.IOException;
import org.ztclinical.json.JsonCutter;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * The check of a search set or history in JSON, piece by piece: each entry is judged when it is
 * complete, and the bytes of those that may leave are handed on unchanged.
 *
 * <h2>What must hold</h2>
 *
 * What leaves is put together from pieces that were read strictly, each as exactly one JSON value;
 * where the document was cut does not matter for that. A refused entry leaves nothing, not even its
 * comma.
 */
final class BundleWalk implements ListWalk, JsonCutter.Pieces {
  private final Leaving leaving;
  private final ListRules rules;
  private final JsonCutter cutter;
  private boolean anyMember;

  /**
   * @param limits for each entry; a larger one cannot be read
   */
  BundleWalk(
      EntryRule rule, ReleasedNames names, Released released, Leaving leaving, JsonLimits limits) {
    this.leaving = leaving;
    this.rules = new ListRules(rule, released);
    this.cutter = new JsonCutter("entry", rule.entry(names), limits, this);
  }

  @Override
  public ListRules rules() {
    return rules;
  }

  @Override
  public void feed(byte[] bytes, int from, int to) throws IOException {
    try {
      cutter.feed(bytes, from, to);
    } catch (JsonSyntaxException e) {
      throw new UnreadableAnswerException();
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      cutter.finish();
    } catch (JsonSyntaxException e) {
      throw new UnreadableAnswerException();
    }
    rules.end();
    leaving.write(anyMember ? "}" : "{}");
  }

  @Override
  public void member(String name, JsonValue value, byte[] bytes, int from, int to)
      throws IOException {
    if (rules.leaves(name, value)) {
      separate();
      leaving.write(JsonWriter.text(new JsonString(name)) + ":");
      leaving.write(bytes, from, to);
    }
  }

  @Override
  public void opens() throws IOException {
    rules.enter();
  }

  @Override
  public void element(JsonValue value, byte[] bytes, int from, int to) throws IOException {
    if (!(value instanceof JsonObject entry)) {
      throw new UnreadableAnswerException();
    }
    boolean first = !rules.hasKept();
    if (!rules.leaves(entry)) {
      return;
    }
    if (first) {
      separate();
      leaving.write("\"entry\":[");
    } else {
      leaving.write(",");
    }
    leaving.entry(entry.object("resource").orElse(null), bytes, from, to);
  }

  @Override
  public void closes() {
    if (rules.hasKept()) {
      leaving.write("]");
    }
  }

  private void separate() {
    leaving.write(anyMember ? "," : "{");
    anyMember = true;
  }
}
