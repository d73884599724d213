package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.BulkPart;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.policy.PageBindings;

/**
 * The manifest of a complete export (Bulk Data Access 2 §response - complete status). It leaves
 * only when every URL in it is one of a file that this application serves itself, so that whoever
 * follows it is checked again; and without members that nobody has looked at.
 *
 * @param leaving the manifest as it leaves; it says that files need a token
 * @param parts the files it names
 */
record ExportManifest(JsonObject leaving, List<BulkPart> parts) {
  private static final Set<String> TEXTS =
      Set.of("transactionTime", "request", "outputOrganizedBy");
  private static final List<String> LISTS = List.of("output", "deleted", "error");
  private static final Set<String> OF_FILES = Set.of("type", "url", "count");
  private static final Set<String> KNOWN =
      Set.of(
          "transactionTime",
          "request",
          "requiresAccessToken",
          "outputOrganizedBy",
          "output",
          "deleted",
          "error",
          "extension");

  /** More files in one manifest are refused. */
  private static final int MAX_FILES = 10_000;

  ExportManifest {
    parts = List.copyOf(parts);
  }

  /** Reads a manifest; empty when it is none, or names a URL that cannot be bound. */
  static Optional<ExportManifest> read(JsonObject document, PageBindings bindings) {
    if (!KNOWN.containsAll(document.members().keySet())) {
      return Optional.empty();
    }
    JsonObject leaving = new JsonObject(Map.of());
    for (String name : TEXTS) {
      if (document.get(name) instanceof JsonString text) {
        leaving = leaving.with(name, text);
      }
    }
    leaving = leaving.with("requiresAccessToken", new JsonBoolean(true));
    List<BulkPart> parts = new ArrayList<>();
    for (String name : LISTS) {
      JsonValue listed = document.get(name);
      if (listed != null) {
        JsonArray files = files(listed, bindings, parts);
        if (files == null) {
          return Optional.empty();
        }
        leaving = leaving.with(name, files);
      }
    }
    return parts.size() > MAX_FILES
        ? Optional.empty()
        : Optional.of(new ExportManifest(leaving, parts));
  }

  private static @Nullable JsonArray files(
      JsonValue listed, PageBindings bindings, List<BulkPart> parts) {
    if (!(listed instanceof JsonArray array)) {
      return null;
    }
    List<JsonValue> files = new ArrayList<>();
    for (JsonValue value : array.elements()) {
      Optional<BulkPart> part =
          value instanceof JsonObject file
              ? file.string("url")
                  .flatMap(bindings::exported)
                  .filter(found -> found.kind() == BulkPart.Kind.FILE)
              : Optional.empty();
      if (part.isEmpty()) {
        return null;
      }
      parts.add(part.get());
      files.add(withoutOthers((JsonObject) value));
    }
    return new JsonArray(files);
  }

  private static JsonObject withoutOthers(JsonObject file) {
    JsonObject known = file;
    for (String name : file.members().keySet()) {
      if (!OF_FILES.contains(name)) {
        known = known.without(name);
      }
    }
    return known;
  }

  /** The numbers alone: URLs of files are keys to them. */
  @Override
  public String toString() {
    return "manifest of " + parts.size() + " files";
  }
}
