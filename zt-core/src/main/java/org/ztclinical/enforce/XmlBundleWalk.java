package org.ztclinical.enforce;

import java.io.IOException;
import org.ztclinical.fhir.XmlCutter;
import org.ztclinical.fhir.XmlResources;
import org.ztclinical.fhir.XmlSyntaxException;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonNull;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * The check of a search set or history in XML, by the same rules and in the same way as {@link
 * BundleWalk} does in JSON. Entries and links are elements of one name beside one another here.
 */
final class XmlBundleWalk implements ListWalk, XmlCutter.Pieces {
  private final Leaving leaving;
  private final ListRules rules;
  private final XmlCutter cutter;

  /** Something stands behind the entries, and was decided on by them. */
  private boolean behindEntries;

  /**
   * @param maxPiece a larger entry cannot be read
   */
  XmlBundleWalk(EntryRule rule, Released released, Leaving leaving, int maxPiece) {
    this.leaving = leaving;
    this.rules = new ListRules(rule, released);
    this.cutter = new XmlCutter(maxPiece, this);
  }

  @Override
  public ListRules rules() {
    return rules;
  }

  @Override
  public void feed(byte[] bytes, int from, int to) throws IOException {
    try {
      cutter.feed(bytes, from, to);
    } catch (XmlSyntaxException e) {
      throw new UnreadableAnswerException();
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      cutter.finish();
    } catch (XmlSyntaxException e) {
      throw new UnreadableAnswerException();
    }
    rules.end();
    byte[] end = XmlResources.bundleEnd();
    leaving.write(end, 0, end.length);
  }

  @Override
  public void root(String name) throws IOException {
    rules.leaves("resourceType", new JsonString(name));
    byte[] start = XmlResources.bundleStart();
    leaving.write(start, 0, start.length);
  }

  @Override
  public void element(String name, byte[] bytes, int from, int to)
      throws IOException, XmlSyntaxException {
    JsonObject bundle = XmlResources.readInBundle(bytes, from, to);
    behindEntries |= rules.isInEntries() && !name.equals("entry");
    switch (name) {
      case "entry" -> entry(bundle, bytes, from, to);
      case "link" -> {
        if (rules.leavesLink(new JsonArray(bundle.array("link")))) {
          leaving.write(bytes, from, to);
        }
      }
      default -> {
        if (leaves(name, bundle)) {
          leaving.write(bytes, from, to);
        }
      }
    }
  }

  /** A value and what it has beside itself, which are one element here. */
  private boolean leaves(String name, JsonObject bundle) throws IOException {
    JsonValue value = bundle.get(name);
    JsonValue beside = bundle.get("_" + name);
    return rules.leaves(name, value == null ? new JsonNull() : value)
        && (beside == null || rules.leaves("_" + name, beside));
  }

  private void entry(JsonObject bundle, byte[] bytes, int from, int to) throws IOException {
    if (behindEntries) {
      throw new UnreadableAnswerException();
    }
    if (!rules.isInEntries()) {
      rules.enter();
    }
    JsonObject entry = bundle.objects("entry").get(0);
    if (rules.leaves(entry)) {
      leaving.entry(entry.object("resource").orElse(null), bytes, from, to);
    }
  }
}
