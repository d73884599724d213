package org.ztclinical.hapiserver;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.notice.NoticeListener;

class HapiPatchPreviewTest {
  private static final PatchPreview PREVIEW = HapiPatchPreview.of(FhirContext.forR4Cached());
  private static final JsonObject STORED =
      read(
          """
          {"resourceType":"Observation","id":"o1","status":"preliminary",
           "code":{"text":"pulse"},"subject":{"reference":"Patient/1"}}""");
  private static final String REPLACE =
      """
      {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
        {"name":"type","valueCode":"replace"},
        {"name":"path","valueString":"Observation.%s"},
        {"name":"value",%s}]}]}""";

  @Test
  void aFhirPathPatchMovesAResourceToAnotherPatient() {
    Optional<JsonObject> after =
        PREVIEW.afterFhirPathPatch(
            STORED, read(REPLACE.formatted("subject.reference", "\"valueString\":\"Patient/2\"")));

    assertThat(after.flatMap(resource -> resource.object("subject")).orElseThrow())
        .isEqualTo(read("{\"reference\":\"Patient/2\"}"));
    assertThat(STORED.object("subject")).contains(read("{\"reference\":\"Patient/1\"}"));
  }

  @Test
  void theFirstPatchIsForeseenInTimeBecauseTheEngineIsLoadedBefore() {
    PatchPreview fresh = HapiPatchPreview.of(FhirContext.forR4());
    try (FactDeadline deadline = FactDeadline.usual(NoticeListener.none())) {
      assertThat(
              fresh
                  .within(deadline)
                  .afterFhirPathPatch(
                      STORED, read(REPLACE.formatted("status", "\"valueCode\":\"final\""))))
          .isPresent();
    }
  }

  @Test
  void everythingElseStays() {
    Optional<JsonObject> after =
        PREVIEW.afterFhirPathPatch(
            STORED, read(REPLACE.formatted("status", "\"valueCode\":\"final\"")));

    assertThat(after).map(resource -> resource.string("status")).contains(Optional.of("final"));
    assertThat(after).map(resource -> resource.string("id")).contains(Optional.of("o1"));
    assertThat(after).map(resource -> resource.object("code")).contains(STORED.object("code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "subject.(", "status | 1", "component[7].code"})
  void aPathThatFindsNothingIsNotForeseen(String path) {
    assertThat(
            PREVIEW.afterFhirPathPatch(
                STORED, read(REPLACE.formatted(path, "\"valueString\":\"x\""))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation.code.where(text = 'pulse').text",
        "Observation.code.text | Observation.code.text",
        "Observation.descendants().descendants().text",
        "Observation.select($this.combine($this)).code.text",
        "Observation.code.%resource.text",
        "Observation.`code`.text",
        "Observation.code .text",
        "Observation.code[0",
        ""
      })
  void aPathOfMoreThanElementsAndIndexesIsNotForeseen(String path) {
    for (String kind : List.of("replace", "delete")) {
      String patch =
          REPLACE
              .replace("\"replace\"", "\"" + kind + "\"")
              .replace("Observation.%s", path)
              .replace("{\"name\":\"value\",%s}", "{\"name\":\"value\",\"valueString\":\"x\"}");

      assertThat(PREVIEW.afterFhirPathPatch(STORED, read(patch))).as(kind).isEmpty();
    }
  }

  @Test
  void anIndexIsAPartOfAPath() {
    assertThat(
            PREVIEW.afterFhirPathPatch(
                read("{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"a\"},{\"text\":\"b\"}]}"),
                read(
                    REPLACE
                        .formatted("name[1].text", "\"valueString\":\"c\"")
                        .replace("Observation", "Patient"))))
        .map(patient -> patient.objects("name").get(1).string("text"))
        .contains(Optional.of("c"));
  }

  @Test
  void aPatchThatIsTooMuchIsNotForeseen() {
    String one =
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},"
            + "{\"name\":\"path\",\"valueString\":\"Observation.note\"}]}";
    String many =
        String.join(",", java.util.Collections.nCopies(HapiPatchPreview.MOST_OPERATIONS + 1, one));
    String deep = REPLACE.formatted("status".repeat(200), "\"valueString\":\"x\"");

    assertThat(
            PREVIEW.afterFhirPathPatch(
                STORED, read("{\"resourceType\":\"Parameters\",\"parameter\":[" + many + "]}")))
        .isEmpty();
    assertThat(PREVIEW.afterFhirPathPatch(STORED, read(deep))).isEmpty();
  }

  @Test
  void anXmlPatchMovesAResourceToAnotherPatient() {
    String patch =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <diff xmlns:fhir="http://hl7.org/fhir">
          <replace sel="fhir:Observation/fhir:subject/fhir:reference/@value">Patient/2</replace>
        </diff>""";

    assertThat(PREVIEW.afterXmlPatch(STORED, patch))
        .map(resource -> resource.object("subject"))
        .contains(Optional.of(read("{\"reference\":\"Patient/2\"}")));
  }

  @Test
  void anXmlPatchThatDeclaresEntitiesOrDoesNotParseIsNotForeseen() {
    String entity =
        "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><diff"
            + " xmlns:f=\"http://hl7.org/fhir\"><replace"
            + " sel=\"f:Observation/f:subject/f:reference/@value\">&x;</replace></diff>";
    List<String> refused =
        List.of(
            entity,
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + entity,
            "<diff>",
            "not xml",
            "<diff xmlns:f=\"http://hl7.org/fhir\"><remove sel=\"f:Observation/f:gone\"/></diff>",
            "<diff>" + " ".repeat(HapiPatchPreview.LONGEST_XML) + "</diff>");

    assertThat(refused)
        .allSatisfy(patch -> assertThat(PREVIEW.afterXmlPatch(STORED, patch)).isEmpty());
  }

  private static JsonObject read(String text) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
