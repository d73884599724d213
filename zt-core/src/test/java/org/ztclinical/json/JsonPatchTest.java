package org.ztclinical.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}            ; [{"op":"add","path":"/b","value":2}]                 ; {"a":1,"b":2}
          {"a":1}            ; [{"op":"add","path":"/a","value":2}]                 ; {"a":2}
          {"a":[1,3]}        ; [{"op":"add","path":"/a/1","value":2}]               ; {"a":[1,2,3]}
          {"a":[1]}          ; [{"op":"add","path":"/a/-","value":2}]               ; {"a":[1,2]}
          {"a":[1]}          ; [{"op":"add","path":"/a/1","value":2}]               ; {"a":[1,2]}
          {"a":1,"b":2}      ; [{"op":"remove","path":"/b"}]                        ; {"a":1}
          {"a":[1,2,3]}      ; [{"op":"remove","path":"/a/1"}]                      ; {"a":[1,3]}
          {"a":1}            ; [{"op":"replace","path":"/a","value":{"b":2}}]       ; {"a":{"b":2}}
          {"a":[1]}          ; [{"op":"replace","path":"/a/0","value":2}]           ; {"a":[2]}
          {"a":1}            ; [{"op":"replace","path":"","value":{"b":2}}]         ; {"b":2}
          {"a":{"b":1}}      ; [{"op":"move","from":"/a/b","path":"/c"}]            ; {"a":{},"c":1}
          {"a":[1,2,3]}      ; [{"op":"move","from":"/a/0","path":"/a/2"}]          ; {"a":[2,3,1]}
          {"a":{"b":1}}      ; [{"op":"copy","from":"/a","path":"/c"}]              ; {"a":{"b":1},"c":{"b":1}}
          {"a":"x"}          ; [{"op":"test","path":"/a","value":"x"},{"op":"remove","path":"/a"}] ; {}
          {"a/b":1,"c~d":2}  ; [{"op":"remove","path":"/a~1b"},{"op":"replace","path":"/c~0d","value":3}] ; {"c~d":3}
          {"a":null}         ; [{"op":"replace","path":"/a","value":null}]          ; {"a":null}
          {"a":{"b":{"c":1}}}; [{"op":"replace","path":"/a/b/c","value":2}]         ; {"a":{"b":{"c":2}}}
          """)
  void isAppliedAsTheRfcSays(String document, String patch, String result) throws Exception {
    assertThat(apply(patch, document)).contains(json(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}      ; [{"op":"remove","path":"/b"}]
          {"a":1}      ; [{"op":"replace","path":"/b","value":1}]
          {"a":1}      ; [{"op":"add","path":"/b/c","value":1}]
          {"a":1}      ; [{"op":"add","path":"/a/c","value":1}]
          {"a":[1]}    ; [{"op":"add","path":"/a/2","value":1}]
          {"a":[1]}    ; [{"op":"add","path":"/a/01","value":1}]
          {"a":[1]}    ; [{"op":"add","path":"/a/x","value":1}]
          {"a":[1]}    ; [{"op":"remove","path":"/a/1"}]
          {"a":[1]}    ; [{"op":"remove","path":"/a/-"}]
          {"a":[1]}    ; [{"op":"replace","path":"/a/99999999999","value":1}]
          {"a":"x"}    ; [{"op":"test","path":"/a","value":"y"}]
          {"a":"x"}    ; [{"op":"test","path":"/b","value":"y"}]
          {"a":{"b":1}}; [{"op":"move","from":"/a","path":"/a/b/c"}]
          {"a":1}      ; [{"op":"copy","from":"/b","path":"/c"}]
          {"a":1}      ; [{"op":"add","path":"/b"}]
          {"a":1}      ; [{"op":"add","value":1}]
          {"a":1}      ; [{"op":"add","path":"b","value":1}]
          {"a":1}      ; [{"op":"add","path":"/~2","value":1}]
          {"a":1}      ; [{"op":"append","path":"/b","value":1}]
          {"a":1}      ; [{"path":"/b","value":1}]
          {"a":1}      ; [7]
          {"a":1}      ; [{"op":"remove","path":""}]
          {"a":1}      ; [{"op":"add","path":"/b","value":1},{"op":"remove","path":"/x"}]
          """)
  void thatCannotBeAppliedCompletelyGivesNoResult(String document, String patch) throws Exception {
    assertThat(apply(patch, document)).isEmpty();
  }

  @Test
  void documentIsNotChanged() throws Exception {
    JsonValue document = json("{\"a\":[1,2]}");

    JsonPatch.apply((JsonArray) json("[{\"op\":\"remove\",\"path\":\"/a/0\"}]"), document);

    assertThat(document).isEqualTo(json("{\"a\":[1,2]}"));
  }

  @Test
  void patchWithTooManyOperationsGivesNoResult() throws Exception {
    String operation = "{\"op\":\"test\",\"path\":\"/a\",\"value\":1},";
    String patch =
        "[" + operation.repeat(1_000) + operation.substring(0, operation.length() - 1) + "]";

    assertThat(apply(patch, "{\"a\":1}")).isEmpty();
  }

  /** Each of these would double the document, or its depth, as often as it has operations. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          {"op":"copy","from":"/a","path":"/a/-"}
          {"op":"copy","from":"","path":"/b"}
          {"op":"copy","from":"/a","path":"/a/0/0"}
          """)
  void copiesOfCopiesAreBounded(String operation) throws Exception {
    String patch = "[" + (operation + ",").repeat(99) + operation + "]";

    assertThat(apply(patch, "{\"a\":[[[1,2,3]]]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"add\",\"path\":\"/a/0\",\"value\":1}",
        "{\"op\":\"replace\",\"path\":\"/a/0\",\"value\":1}",
        "{\"op\":\"move\",\"from\":\"/b\",\"path\":\"/a/-\"},"
            + "{\"op\":\"move\",\"from\":\"/a/0\",\"path\":\"/b\"}",
        "{\"op\":\"copy\",\"from\":\"/b\",\"path\":\"/a/-\"}"
      })
  void aSmallPatchCannotWorkLongOnALargeDocument(String operations) throws Exception {
    JsonValue large = json("{\"b\":1,\"a\":[" + "0,".repeat(100_000) + "0]}");
    JsonValue small = json("{\"b\":1,\"a\":[" + "0,".repeat(1_000) + "0]}");
    JsonArray patch = (JsonArray) json("[" + (operations + ",").repeat(400) + operations + "]");

    assertThat(JsonPatch.apply(patch, large)).isEmpty();
    assertThat(JsonPatch.apply(patch, small)).isPresent();
  }

  @Test
  void aPatchCannotBuildADocumentDeeperThanOneThatIsRead() throws Exception {
    StringBuilder patch = new StringBuilder("[");
    for (int depth = 1; depth <= 100; depth++) {
      patch
          .append("{\"op\":\"add\",\"path\":\"")
          .append("/a".repeat(depth))
          .append("\",\"value\":{}},");
    }
    patch.append("{\"op\":\"add\",\"path\":\"/b\",\"value\":1}]");

    assertThat(apply(patch.toString(), "{}")).isEmpty();
  }

  private static Optional<JsonValue> apply(String patch, String document) throws Exception {
    return JsonPatch.apply((JsonArray) json(patch), json(document));
  }

  private static JsonValue json(String text) throws JsonSyntaxException {
    return JsonReader.of(JsonLimits.forResources()).read(text.getBytes(StandardCharsets.UTF_8));
  }
}
