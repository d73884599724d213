package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.ztclinical.fhir.XmlResources;
import org.ztclinical.fhir.XmlSyntaxException;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * A resource in XML is judged by the same values as the same resource in JSON: so whatever decides
 * about the one decides alike about the other. HAPI writes both.
 */
class XmlFormTest {
  private static final FhirContext HAPI = FhirContext.forR4Cached();
  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());

  @Test
  void everyElementOfEveryTypeReadsAlikeInBothForms() throws Exception {
    for (String type : HAPI.getResourceTypes()) {
      readsAlike(new FilledResources(HAPI, 1).of(type), type);
    }
  }

  @Test
  void syntheticPatientsReadAlikeInBothForms() throws Exception {
    Path folder = Path.of(System.getProperty("zt.shared", "../../shared"), "data", "synthea");
    assumeTrue(Files.isDirectory(folder), "no synthetic patients here");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson.gz")).sorted().toList()) {
        try (BufferedReader lines = lines(file)) {
          IParser parser = HAPI.newJsonParser();
          for (String line : lines.lines().limit(40).toList()) {
            readsAlike(parser.parseResource(line), file.getFileName().toString());
          }
        }
      }
    }
  }

  private static void readsAlike(IBaseResource resource, String what) throws Exception {
    String json = HAPI.newJsonParser().encodeResourceToString(resource);
    String xml = HAPI.newXmlParser().encodeResourceToString(resource);

    JsonValue fromXml;
    try {
      fromXml = plain(XmlResources.read(xml.getBytes(StandardCharsets.UTF_8)));
    } catch (XmlSyntaxException e) {
      throw new AssertionError(what + " does not read: " + xml, e);
    }
    JsonValue fromJson = plain(JSON.readObject(json.getBytes(StandardCharsets.UTF_8)));

    assertThat(JsonWriter.text(fromXml)).as(what).isEqualTo(JsonWriter.text(fromJson));
  }

  /**
   * Without what the readings may differ in: the order of members, how values are typed, extensions
   * of values, and the text of narratives.
   */
  private static JsonValue plain(JsonValue value) {
    if (value instanceof JsonObject object) {
      Map<String, JsonValue> members = new TreeMap<>();
      object.members().forEach((name, member) -> members.put(name, plain(member)));
      members.keySet().removeIf(name -> name.startsWith("_"));
      members.computeIfPresent("div", (name, div) -> new JsonString(""));
      return new JsonObject(new LinkedHashMap<>(members));
    }
    if (value instanceof JsonArray array) {
      return new JsonArray(array.elements().stream().map(XmlFormTest::plain).toList());
    }
    if (value instanceof JsonBoolean bool) {
      return new JsonString("" + bool.value());
    }
    return value instanceof JsonNumber number ? new JsonString(number.text()) : value;
  }

  private static BufferedReader lines(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
  }
}
