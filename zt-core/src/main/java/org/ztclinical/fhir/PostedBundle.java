package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/** A batch or transaction as sent; its entries are requests in their own right. */
record PostedBundle(Interaction interaction, JsonObject resource, List<Entry> entries) {
  private static final int MAX_ENTRIES = 10_000;
  private static final Map<String, String> HEADERS =
      Map.of(
          "ifNoneExist", "if-none-exist",
          "ifMatch", "if-match",
          "ifNoneMatch", "if-none-match",
          "ifModifiedSince", "if-modified-since");

  static PostedBundle read(Payload payload) throws NoMeaningException {
    JsonObject bundle = payload.object();
    if (!bundle.string("resourceType").filter("Bundle"::equals).isPresent()) {
      throw new NoMeaningException(FhirReason.BUNDLE_NOT_PROCESSABLE);
    }
    Interaction interaction =
        switch (bundle.string("type").orElse("")) {
          case "batch" -> Interaction.BATCH;
          case "transaction" -> Interaction.TRANSACTION;
          default -> throw new NoMeaningException(FhirReason.BUNDLE_NOT_PROCESSABLE);
        };
    List<JsonValue> values = bundle.array("entry");
    boolean listed = bundle.get("entry") == null || bundle.get("entry") instanceof JsonArray;
    if (!listed || values.size() > MAX_ENTRIES) {
      throw new NoMeaningException(FhirReason.ENTRY_MALFORMED);
    }
    List<Entry> entries = new ArrayList<>(values.size());
    for (JsonValue value : values) {
      entries.add(new Entry(value));
    }
    return new PostedBundle(interaction, bundle, entries);
  }

  /** One entry, read when asked for, so that one that cannot be read spoils no other. */
  record Entry(JsonValue value) {

    Payload payload() throws NoMeaningException {
      return Payload.of(object().object("resource").orElse(null));
    }

    /** The request the entry stands for; its URL is relative to the base. */
    CanonicalRequest request() throws NoMeaningException {
      JsonObject request =
          object()
              .object("request")
              .orElseThrow(() -> new NoMeaningException(FhirReason.ENTRY_MALFORMED));
      String method = request.string("method").orElse("");
      String url = request.string("url").orElse("");
      try {
        return CanonicalRequest.parse(
            HttpMethod.parse(method), "/" + url, headers(request), Body.none());
      } catch (RequestRefusedException e) {
        throw new NoMeaningException(
            Reason.of(FhirReason.ENTRY_MALFORMED, e.reason().code().sentence()));
      }
    }

    private JsonObject object() throws NoMeaningException {
      if (value instanceof JsonObject object) {
        return object;
      }
      throw new NoMeaningException(FhirReason.ENTRY_MALFORMED);
    }

    private static Map<String, List<String>> headers(JsonObject request) {
      Map<String, List<String>> headers = new HashMap<>();
      HEADERS.forEach(
          (member, header) -> {
            if (request.get(member) instanceof JsonString text) {
              headers.put(header, List.of(text.value()));
            }
          });
      return headers;
    }
  }
}
