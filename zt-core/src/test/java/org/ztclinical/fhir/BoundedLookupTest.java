package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

class BoundedLookupTest {
  private final List<String> asked = new ArrayList<>();
  private long now;
  private long takes;
  private Optional<JsonObject> stored = Optional.of(resource(0));
  private final BoundedLookup lookup =
      new BoundedLookup(
          (type, id) -> {
            asked.add(type + "/" + id);
            now += takes;
            return stored;
          },
          () -> now);

  @Test
  void eachResourceIsLookedUpOnceWhetherItIsThereOrNot() {
    Optional<JsonObject> first = lookup.find("Observation", "1");
    stored = Optional.empty();

    assertThat(lookup.find("Observation", "1")).isEqualTo(first).isPresent();
    assertThat(lookup.find("Observation", "2")).isEmpty();
    stored = Optional.of(resource(0));
    assertThat(lookup.find("Observation", "2")).isEmpty();
    assertThat(asked).containsExactly("Observation/1", "Observation/2");
  }

  @Test
  void onlySoManyAreLookedUp() {
    for (int i = 0; i < BoundedLookup.MAX_LOOKUPS + 10; i++) {
      boolean found = lookup.find("Observation", "n" + i).isPresent();
      assertThat(found).isEqualTo(i < BoundedLookup.MAX_LOOKUPS);
    }

    assertThat(asked).hasSize(BoundedLookup.MAX_LOOKUPS);
    assertThat(lookup.find("Observation", "n0")).isPresent();
  }

  @Test
  void previewsOfPatchesTakeOfTheSameRoomAndTime() {
    List<String> previewed = new ArrayList<>();
    PatchPreview preview =
        new PatchPreview() {
          @Override
          public Optional<JsonObject> afterFhirPathPatch(JsonObject before, JsonObject patch) {
            previewed.add("FHIRPath");
            now += takes;
            return Optional.of(before);
          }

          @Override
          public Optional<JsonObject> afterXmlPatch(JsonObject before, String patch) {
            previewed.add("XML");
            now += takes;
            return Optional.of(before);
          }
        }.countedBy(lookup);
    for (int i = 0; i < BoundedLookup.MAX_LOOKUPS - 2; i++) {
      lookup.find("Observation", "n" + i);
    }

    assertThat(preview.afterXmlPatch(resource(0), "<diff/>")).isPresent();
    takes = BoundedLookup.MAX_NANOS;
    assertThat(preview.afterFhirPathPatch(resource(0), resource(0))).isPresent();
    assertThat(preview.afterXmlPatch(resource(0), "<diff/>")).isEmpty();
    assertThat(preview.afterFhirPathPatch(resource(0), resource(0))).isEmpty();
    assertThat(lookup.find("Observation", "new")).isEmpty();
    assertThat(previewed).containsExactly("XML", "FHIRPath");
  }

  @Test
  void onlyForSoLongIsLooked() {
    takes = BoundedLookup.MAX_NANOS - 1;
    assertThat(lookup.find("Observation", "1")).isPresent();
    takes = 1;
    assertThat(lookup.find("Observation", "2")).isPresent();

    assertThat(lookup.find("Observation", "3")).isEmpty();
    assertThat(asked).hasSize(2);
  }

  @Test
  void timeThatALookupTakesToFailCounts() {
    BoundedLookup failing =
        new BoundedLookup(
            (type, id) -> {
              now += BoundedLookup.MAX_NANOS;
              throw new IllegalStateException();
            },
            () -> now);

    assertThatThrownBy(() -> failing.find("Observation", "1"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(failing.find("Observation", "2")).isEmpty();
  }

  @Test
  void whatIsTooMuchToKeepIsLookedUpAgain() {
    // A resource of so many values: the object, the list, and what is in it.
    stored = Optional.of(resource(BoundedLookup.MAX_KEPT_VALUES - 2));
    lookup.find("Observation", "1");
    lookup.find("Observation", "1");
    assertThat(asked).hasSize(1);

    stored = Optional.of(resource(0));
    lookup.find("Observation", "2");
    lookup.find("Observation", "2");
    assertThat(asked).hasSize(3);
  }

  @Test
  void whatIsTooLargeByItselfIsNotKept() {
    stored = Optional.of(resource(BoundedLookup.MAX_KEPT_VALUES - 1));

    lookup.find("Observation", "1");
    lookup.find("Observation", "1");

    assertThat(asked).hasSize(2);
  }

  @Test
  void whatWasForgottenIsLookedUpWithinTheSameBounds() {
    lookup.find("Observation", "1");
    lookup.forget();
    for (int i = 1; i < BoundedLookup.MAX_LOOKUPS; i++) {
      lookup.find("Observation", "1");
    }

    assertThat(asked).hasSize(BoundedLookup.MAX_LOOKUPS);
    assertThat(lookup.find("Observation", "1")).isEmpty();
  }

  private static JsonObject resource(int values) {
    List<JsonValue> list =
        IntStream.range(0, values).<JsonValue>mapToObj(i -> new JsonString("x")).toList();
    return new JsonObject(Map.of("list", new JsonArray(list)));
  }
}
