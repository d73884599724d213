package org.ztclinical.fhirclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ResourceSearch;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * What a remote FHIR server has stored, for decisions of this application: read with a token of the
 * application itself, by the same guarded calls as any other. Each is decided on by the scopes of
 * that token, goes to the configured base alone, is bounded, and is recorded. Made by {@link
 * SecuredFhirClients#store}. Safe for use by many threads; throws where the server fails, which
 * {@link ResourceLookup#within} takes for unknown.
 */
public final class RemoteStore implements ResourceLookup, ResourceSearch {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final byte[] NO_BODY = new byte[0];
  private static final JsonReader READER = JsonReader.of(JsonLimits.forResources());

  private final RemoteBase base;
  private final GuardedCalls calls;

  RemoteStore(RemoteBase base, GuardedCalls calls) {
    this.base = base;
    this.calls = calls;
  }

  @Override
  public Optional<JsonObject> find(String type, String id) {
    boolean named = ResourceTypes.contains(type) && FhirId.matches(id);
    return named ? get("/" + type + "/" + id) : Optional.empty();
  }

  @Override
  public Optional<Found> find(String type, Parameters criteria) {
    if (!ResourceTypes.contains(type)) {
      return Optional.empty();
    }
    List<Parameter> bounded = new ArrayList<>(criteria.list());
    bounded.add(new Parameter("_count", String.valueOf(MOST)));
    return get("/" + type + "?" + Parameters.of(bounded).toQuery()).flatMap(RemoteStore::found);
  }

  private static Optional<Found> found(JsonObject bundle) {
    boolean answers =
        bundle.string("resourceType").equals(Optional.of("Bundle"))
            && bundle.string("type").equals(Optional.of("searchset"));
    if (!answers) {
      return Optional.empty();
    }
    List<JsonObject> resources =
        bundle.objects("entry").stream()
            .flatMap(entry -> entry.object("resource").stream())
            .toList();
    boolean more =
        bundle.objects("link").stream()
            .anyMatch(link -> link.string("relation").equals(Optional.of("next")));
    return Optional.of(Found.of(resources, !more));
  }

  private Optional<JsonObject> get(String place) {
    GuardedRequest request = new GuardedRequest(HttpMethod.GET, base.text() + place, NO_BODY);
    Response answer = calls.execute(request).checked();
    if (answer.status() == NOT_FOUND || answer.status() == GONE) {
      return Optional.empty();
    }
    if (answer.status() != OK) {
      throw new IllegalStateException("the server answered with status " + answer.status());
    }
    try {
      return Optional.of(READER.readObject(answer.body()));
    } catch (JsonSyntaxException e) {
      // Its message may say what stands in the answer.
      throw new IllegalStateException("the server's answer is not readable JSON");
    }
  }

  @Override
  public String toString() {
    return "resources of " + base;
  }
}
