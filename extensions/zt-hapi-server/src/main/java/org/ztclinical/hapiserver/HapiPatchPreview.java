package org.ztclinical.hapiserver;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.patch.FhirPatch;
import ca.uhn.fhir.jpa.patch.XmlPatchUtils;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * What a patch makes of a resource, by the code with which a HAPI JPA server applies it; so this
 * needs {@code hapi-fhir-storage} on the class path, and for XML Patch what that brings. Of
 * FHIRPath patches those are foreseen whose paths name elements and indexes, and call no function.
 * Give it the context of the server. Safe for use by many threads.
 */
public final class HapiPatchPreview implements PatchPreview {
  /** Patches of more operations are not foreseen. */
  static final int MOST_OPERATIONS = 100;

  /** A longer path is not foreseen. */
  static final int LONGEST_PATH = 1_000;

  /** Longer XML patches are not foreseen. */
  static final int LONGEST_XML = 256 * 1024;

  /** Elements and their indexes; other expressions can cost, or be read, as nobody foresees. */
  private static final Pattern PLAIN_PATH =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9]{0,63}+(\\[[0-9]{1,6}\\])?+"
              + "(\\.[A-Za-z][A-Za-z0-9]{0,63}+(\\[[0-9]{1,6}\\])?+)*+");

  private static final Set<String> PATHS = Set.of("path", "name");

  private static final Pattern DECLARATION = Pattern.compile("^\uFEFF?<\\?xml[^>]{0,200}\\?>");

  private static final JsonObject PROBED =
      object(Map.of("resourceType", text("Basic"), "id", text("probe"), "language", text("de")));
  private static final JsonObject PROBE_RESULT = PROBED.with("language", text("en"));
  private static final JsonObject PROBE =
      object(
          Map.of(
              "resourceType",
              text("Parameters"),
              "parameter",
              new JsonArray(
                  List.of(
                      part(
                          "operation",
                          "part",
                          new JsonArray(
                              List.of(
                                  part("type", "valueCode", text("replace")),
                                  part("path", "valueString", text("Basic.language")),
                                  part("value", "valueCode", text("en")))))))));

  private final FhirContext context;

  private HapiPatchPreview(FhirContext context) {
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * A preview with the definitions of this context. Loads HAPI's FHIRPath engine, which takes
   * longer than a request may wait.
   *
   * @throws IllegalStateException when HAPI cannot apply a patch, as without a library it needs
   */
  public static HapiPatchPreview of(FhirContext context) {
    HapiPatchPreview preview = new HapiPatchPreview(context);
    if (preview.afterFhirPathPatch(PROBED, PROBE).filter(PROBE_RESULT::equals).isEmpty()) {
      throw new IllegalStateException(
          "HAPI does not apply a FHIRPath Patch: are its structures and storage on the class path?");
    }
    return preview;
  }

  @Override
  public Optional<JsonObject> afterFhirPathPatch(JsonObject stored, JsonObject parameters) {
    if (!isBounded(parameters)) {
      return Optional.empty();
    }
    try {
      IBaseResource changed = read(stored);
      new FhirPatch(context).apply(changed, read(parameters));
      return Optional.of(Encoded.json(context, changed));
    } catch (RuntimeException | LinkageError e) {
      // HAPI, its FHIRPath engine and its library of patches each have exceptions of their own,
      // and may miss a library only now.
      return Optional.empty();
    }
  }

  @Override
  public Optional<JsonObject> afterXmlPatch(JsonObject stored, String patch) {
    // The parser that HAPI's library uses would follow entities, in any encoding it is told.
    Matcher declared = DECLARATION.matcher(patch);
    String content = declared.find() ? patch.substring(declared.end()) : patch;
    if (patch.length() > LONGEST_XML || content.contains("<!") || content.contains("<?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Encoded.json(context, XmlPatchUtils.apply(context, read(stored), content.strip())));
    } catch (RuntimeException | LinkageError e) {
      // HAPI, its FHIRPath engine and its library of patches each have exceptions of their own,
      // and may miss a library only now.
      return Optional.empty();
    }
  }

  private static JsonObject part(String name, String member, JsonValue value) {
    return object(Map.of("name", text(name), member, value));
  }

  private static JsonObject object(Map<String, JsonValue> members) {
    return new JsonObject(members);
  }

  private static JsonValue text(String value) {
    return new JsonString(value);
  }

  private static boolean isBounded(JsonObject parameters) {
    return parameters.objects("parameter").size() <= MOST_OPERATIONS
        && parameters.objects("parameter").stream()
            .flatMap(operation -> operation.objects("part").stream())
            .filter(part -> PATHS.contains(part.string("name").orElse("")))
            .allMatch(HapiPatchPreview::isPlain);
  }

  private static boolean isPlain(JsonObject part) {
    return part.members().values().stream()
        .allMatch(value -> value instanceof JsonString text && isPlainPath(text.value()));
  }

  private static boolean isPlainPath(String path) {
    return path.length() <= LONGEST_PATH && PLAIN_PATH.matcher(path).matches();
  }

  private IBaseResource read(JsonObject resource) {
    return context.newJsonParser().parseResource(JsonWriter.text(resource));
  }

  @Override
  public String toString() {
    return "patches as HAPI applies them";
  }
}
