package org.ztclinical.enforce;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonCutter;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSelection;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonSyntaxException.Fault;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.reason.Reason;

/**
 * The check of a search set or history as it comes, piece by piece: each entry is judged when it is
 * complete, and the bytes of those that may leave are handed on unchanged.
 *
 * <h2>What must hold</h2>
 *
 * What leaves is put together from pieces that were read strictly, each as exactly one JSON value;
 * where the document was cut does not matter for that. A refused entry leaves nothing, not even its
 * comma. A total leaves only behind the entries, when none of them was removed: one that stands
 * before them would be gone before that is known.
 *
 * <p>For one thread, for one answer.
 */
final class BundleWalk implements JsonCutter.Pieces {
  private static final Set<String> LISTS = Set.of("searchset", "history");

  private final EntryRule rule;
  private final JsonReader reader;
  private final JsonSelection selection;
  private final Released released;
  private final Leaving leaving;
  private final Set<String> seen = new HashSet<>();
  private boolean bundle;
  private String type = "";
  private boolean entered;
  private boolean anyMember;
  private int kept;
  private boolean removed;
  private boolean totalRemoved;
  private EntryCheck check;

  BundleWalk(
      EntryRule rule, ReleasedNames names, JsonReader reader, Released released, Leaving leaving) {
    this.rule = rule;
    this.reader = reader;
    this.selection = rule.entry(names);
    this.released = released;
    this.leaving = leaving;
    this.check = new EntryCheck(rule, false);
  }

  /** True once the first entry may follow. */
  boolean isInEntries() {
    return entered;
  }

  /** True when the whole document may leave as it is, given that it is here as a whole. */
  boolean isUnchanged() {
    return !removed && (!totalRemoved || rule.totalReliable());
  }

  /** True when it must read as if it were not there: an empty one would tell that it is. */
  boolean isAbsent() {
    return type.equals("history") && !rule.totalReliable() && kept == 0;
  }

  @Override
  public void member(String name, byte[] bytes, int from, int to)
      throws NotAListException, JsonSyntaxException {
    refuseSecond(name);
    JsonValue value = reader.read(bytes, from, to);
    switch (name) {
      case "resourceType" -> bundle = is(value, Set.of("Bundle"));
      case "type" -> {
        is(value, LISTS);
        type = ((JsonString) value).value();
      }
      // A signed list is whole or nothing; so is what has entries that are no array.
      case "signature", "entry" -> throw new NotAListException();
      case "link" -> bind(value);
      default -> {}
    }
    if (name.equals("total") && !(entered && !removed && rule.totalReliable())) {
      totalRemoved = true;
      return;
    }
    separate();
    leaving.write(JsonWriter.text(new JsonString(name)) + ":");
    leaving.write(bytes, from, to);
  }

  @Override
  public void opens() throws NotAListException, JsonSyntaxException {
    refuseSecond("entry");
    if (!bundle || type.isEmpty()) {
      throw new NotAListException();
    }
    entered = true;
    check = new EntryCheck(rule, type.equals("history"));
  }

  @Override
  public void element(byte[] bytes, int from, int to) throws IOException, JsonSyntaxException {
    JsonObject entry = reader.readObject(bytes, from, to, selection);
    Optional<Reason> refusal = check.refuses(entry);
    if (refusal.isPresent()) {
      removed = true;
      released.stays(refusal.get());
      return;
    }
    if (kept == 0) {
      separate();
      leaving.write("\"entry\":[");
    } else {
      leaving.write(",");
    }
    kept++;
    leaving.entry(entry.object("resource").orElse(null), bytes, from, to);
  }

  @Override
  public void closes() {
    if (kept > 0) {
      leaving.write("]");
    }
  }

  /** The document is complete. */
  void end() throws NotAListException {
    if (!bundle || type.isEmpty()) {
      throw new NotAListException();
    }
    leaving.write(anyMember ? "}" : "{}");
  }

  private void bind(JsonValue links) {
    List<JsonValue> elements = links instanceof JsonArray array ? array.elements() : List.of();
    PageLinks.ofLinks(elements).forEach(released::pageLink);
  }

  private void separate() {
    leaving.write(anyMember ? "," : "{");
    anyMember = true;
  }

  private void refuseSecond(String name) throws JsonSyntaxException {
    if (!seen.add(name)) {
      throw new JsonSyntaxException(Fault.DUPLICATE_MEMBER);
    }
  }

  /** True; what is no list is found out as early as can be. */
  private static boolean is(JsonValue value, Set<String> expected) throws NotAListException {
    if (!(value instanceof JsonString text) || !expected.contains(text.value())) {
      throw new NotAListException();
    }
    return true;
  }
}
