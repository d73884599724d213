package org.ztclinical;

import org.jspecify.annotations.Nullable;
import org.ztclinical.enforce.Routes;
import org.ztclinical.fhir.ServerBase;

/** What a builder was told about where FHIR and everything else is served. */
final class RouteSettings {
  private Routes.@Nullable Builder routes;
  private @Nullable ServerBase base;

  void fhirServer(String path, String baseUrl) {
    if (routes != null) {
      throw new IllegalStateException(
          "fhirServer was called twice: one application, one FHIR base");
    }
    routes = Routes.fhirBelow(path);
    base = ServerBase.of(baseUrl);
  }

  /**
   * The routes so far.
   *
   * @throws IllegalStateException with this caller's name when there is no FHIR server yet
   */
  Routes.Builder needed(String caller) {
    if (routes == null) {
      throw new IllegalStateException(caller + ": call fhirServer(path, baseUrl) first");
    }
    return routes;
  }

  Routes served() {
    return needed("build").build();
  }

  ServerBase base() {
    if (base == null) {
      throw new IllegalStateException("call fhirServer(path, baseUrl)");
    }
    return base;
  }
}
