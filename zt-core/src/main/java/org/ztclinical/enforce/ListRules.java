package org.ztclinical.enforce;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;

/**
 * By what rules a search set or history leaves, whatever form it is written in: each entry by
 * itself, and of what stands beside the entries everything that FHIR puts there but a total that
 * would tell of what was removed. For one answer.
 */
final class ListRules {
  private static final Set<String> LISTS = Set.of("searchset", "history");
  private static final Set<String> TOTAL = Set.of("total", "_total");
  private static final String BUNDLE = "Bundle";

  private final EntryRule rule;
  private final Released released;
  private final Set<String> seen = new HashSet<>();
  private boolean bundle;
  private String type = "";
  private boolean entered;
  private int kept;
  private boolean removed;
  private boolean totalRemoved;
  private boolean leftOut;
  private EntryCheck check;

  /**
   * @param released told of what stays, and of links to further pages
   */
  ListRules(EntryRule rule, Released released) {
    this.rule = rule;
    this.released = released;
    this.check = new EntryCheck(rule, false);
  }

  /** True once the first entry may follow. */
  boolean isInEntries() {
    return entered;
  }

  /** True when the whole document may leave as it is, given that it is here as a whole. */
  boolean isUnchanged() {
    return !removed && !leftOut && (!totalRemoved || rule.totalReliable());
  }

  /** True when it must read as if it were not there: an empty one would tell that it is. */
  boolean isAbsent() {
    return type.equals("history") && !rule.totalReliable() && kept == 0;
  }

  /** True when an entry leaves. */
  boolean hasKept() {
    return kept > 0;
  }

  /**
   * A member beside the entries; true when it leaves.
   *
   * @throws NotAListException when it makes the document something else
   * @throws UnreadableAnswerException when it stands there for the second time
   */
  boolean leaves(String name, JsonValue value) throws NotAListException, UnreadableAnswerException {
    refuseSecond(name);
    switch (name) {
      case "resourceType" -> {
        oneOf(Set.of(BUNDLE), value);
        bundle = true;
      }
      case "type" -> type = oneOf(LISTS, value);
      // A signed list is whole or nothing; so is what has entries that are no array.
      case "signature", "entry" -> throw new NotAListException();
      default -> {}
    }
    if (!BundleMembers.isOfBundle(name, value)) {
      leftOut = true;
      return false;
    }
    if (name.equals("link")) {
      bindPages(value instanceof JsonArray links ? links.elements() : List.of());
    }
    if (TOTAL.contains(name) && !(entered && !removed && rule.totalReliable())) {
      totalRemoved = true;
      return false;
    }
    return true;
  }

  /** A link of several; true when it leaves. */
  boolean leavesLink(JsonArray link) {
    if (!BundleMembers.isOfBundle("link", link)) {
      leftOut = true;
      return false;
    }
    bindPages(link.elements());
    return true;
  }

  /** Links leave, and are the caller's to follow. */
  private void bindPages(List<JsonValue> links) {
    PageLinks.ofLinks(links).forEach(released::pageLink);
  }

  /** The entries begin: what the document is must be known by now. */
  void enter() throws NotAListException, UnreadableAnswerException {
    refuseSecond("entry");
    refuseUnlessList();
    entered = true;
    check = new EntryCheck(rule, type.equals("history"));
  }

  /** The next entry; true when it leaves. */
  boolean leaves(JsonObject entry) {
    Optional<Reason> refusal = check.refuses(entry);
    if (refusal.isPresent()) {
      removed = true;
      released.stays(refusal.get());
      return false;
    }
    kept++;
    return true;
  }

  /** The document is complete. */
  void end() throws NotAListException {
    refuseUnlessList();
  }

  private void refuseUnlessList() throws NotAListException {
    if (!bundle || type.isEmpty()) {
      throw new NotAListException();
    }
  }

  private void refuseSecond(String name) throws UnreadableAnswerException {
    // What has no name of a Bundle's is not remembered: there can be any number of it.
    if (BundleMembers.isNamed(name) && !seen.add(name)) {
      throw new UnreadableAnswerException();
    }
  }

  /** What is no list is found out as early as can be. */
  private static String oneOf(Set<String> expected, JsonValue value) throws NotAListException {
    if (value instanceof JsonString text && expected.contains(text.value())) {
      return text.value();
    }
    throw new NotAListException();
  }
}
