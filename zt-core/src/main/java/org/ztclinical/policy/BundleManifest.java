package org.ztclinical.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.policy.PolicyLoadException.Fault;

/**
 * What a signed bundle says it is: a version, and its files with their digests. Strict: every
 * member is known, every file has a plain name.
 *
 * @param version positive; a later bundle has a higher one
 * @param digests SHA-256 in lower-case hexadecimal by file name, in order
 */
record BundleManifest(long version, Map<String, String> digests) {
  /** The only form there is. */
  static final String FORMAT = "zt-policies-1";

  private static final JsonReader READER =
      JsonReader.of(new JsonLimits(PolicyFolder.MAX_BYTES, 6, 10_000));
  private static final Set<String> MEMBERS = Set.of("format", "version", "files");
  private static final Set<String> FILE_MEMBERS = Set.of("name", "sha256");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.cedar");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  static BundleManifest parse(byte[] document) throws PolicyLoadException {
    JsonObject manifest;
    try {
      manifest = READER.readObject(document);
    } catch (JsonSyntaxException e) {
      throw new PolicyLoadException(Fault.UNREADABLE, malformed(String.valueOf(e.getMessage())), e);
    }
    if (!manifest.members().keySet().equals(MEMBERS)
        || !manifest.string("format").filter(FORMAT::equals).isPresent()) {
      throw PolicyFolder.unreadable(
          malformed("its members are format (\"" + FORMAT + "\"), version and files"));
    }
    Map<String, String> digests = new LinkedHashMap<>();
    for (JsonObject file : manifest.objects("files")) {
      add(file, digests);
    }
    boolean onlyObjects = manifest.array("files").size() == manifest.objects("files").size();
    if (digests.isEmpty() || !onlyObjects || digests.size() > PolicyFolder.MAX_FILES) {
      throw PolicyFolder.unreadable(
          malformed("files are 1 to " + PolicyFolder.MAX_FILES + " objects"));
    }
    return new BundleManifest(version(manifest), digests);
  }

  private static long version(JsonObject manifest) throws PolicyLoadException {
    if (manifest.get("version") instanceof JsonNumber number
        && VERSION.matcher(number.text()).matches()) {
      return Long.parseLong(number.text());
    }
    throw PolicyFolder.unreadable(malformed("version is a whole number from 1"));
  }

  private static void add(JsonObject file, Map<String, String> digests) throws PolicyLoadException {
    String name = file.string("name").orElse("");
    String digest = file.string("sha256").orElse("");
    if (!file.members().keySet().equals(FILE_MEMBERS)
        || !NAME.matcher(name).matches()
        || !SHA256.matcher(digest).matches()) {
      throw PolicyFolder.unreadable(
          malformed("a file has a plain name that ends in .cedar, and a sha256 in lower-case hex"));
    }
    if (digests.put(name, digest) != null) {
      throw PolicyFolder.unreadable(malformed(name + " is listed twice"));
    }
  }

  private static String malformed(String why) {
    return SignedBundle.MANIFEST + ": " + why;
  }
}
