package org.ztclinical.hapiserver;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ResourceSearch;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * What a HAPI {@link RestfulServer} of this JVM has stored, plain or over JPA: its own providers
 * are called, without HTTP. No interceptor of the server hears of it, so that nobody's rights are
 * applied; interceptors of a JPA storage do. A server that is partitioned by tenant is not asked
 * here: write a lookup that knows the tenant. Safe for use by many threads; throws what HAPI
 * throws, which {@link ResourceLookup#within} takes for unknown.
 */
public final class HapiStore implements ResourceLookup, ResourceSearch {
  private final Supplier<RestfulServer> server;

  private HapiStore(Supplier<RestfulServer> server) {
    this.server = Objects.requireNonNull(server, "server");
  }

  /** What this server has stored; it may be initialized later than this is made. */
  public static HapiStore of(RestfulServer server) {
    Objects.requireNonNull(server, "server");
    return new HapiStore(() -> server);
  }

  /** The same for a server that is made later, as by a container. */
  public static HapiStore of(Supplier<RestfulServer> server) {
    return new HapiStore(server);
  }

  @Override
  public Optional<JsonObject> find(String type, String id) {
    if (!ResourceTypes.contains(type) || !FhirId.matches(id)) {
      return Optional.empty();
    }
    RestfulServer asked = server.get();
    try {
      IBaseResource resource = InProcessCall.on(asked, type + "/" + id, Parameters.none());
      return Optional.of(Encoded.json(asked.getFhirContext(), resource));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Found> find(String type, Parameters criteria) {
    if (!ResourceTypes.contains(type)) {
      return Optional.empty();
    }
    RestfulServer asked = server.get();
    List<Parameter> bounded = new ArrayList<>(criteria.list());
    bounded.add(new Parameter("_count", String.valueOf(MOST)));
    JsonObject bundle =
        Encoded.json(asked.getFhirContext(), InProcessCall.on(asked, type, Parameters.of(bounded)));
    return Optional.of(found(bundle));
  }

  private static Found found(JsonObject bundle) {
    List<JsonObject> resources =
        bundle.objects("entry").stream()
            .flatMap(entry -> entry.object("resource").stream())
            .toList();
    boolean more =
        bundle.objects("link").stream()
            .anyMatch(link -> link.string("relation").equals(Optional.of("next")));
    return Found.of(resources, !more);
  }

  @Override
  public String toString() {
    return "resources of a HAPI server";
  }
}
