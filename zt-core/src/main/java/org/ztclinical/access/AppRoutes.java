package org.ztclinical.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.reason.Experimental;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;

/**
 * The routes of an application that are not FHIR. A fixed segment wins over a variable; routes of
 * which neither would win are refused, so that every request has one reading at most. Immutable.
 */
@Experimental
public final class AppRoutes {
  /** More are not declared. */
  public static final int MAX_ROUTES = 1_000;

  private static final AppRoutes NONE = new AppRoutes(List.of());

  private final List<AppRoute> routes;

  private AppRoutes(List<AppRoute> routes) {
    this.routes = List.copyOf(routes);
  }

  /** No routes: everything that is neither FHIR nor public is unknown. */
  public static AppRoutes none() {
    return NONE;
  }

  /**
   * These routes.
   *
   * @throws IllegalArgumentException when a request could be meant for two of them alike; the
   *     message names both
   */
  public static AppRoutes of(List<AppRoute> routes) {
    if (routes.size() > MAX_ROUTES) {
      throw new IllegalArgumentException("route(…): more than " + MAX_ROUTES + " routes");
    }
    for (int i = 0; i < routes.size(); i++) {
      for (int j = 0; j < i; j++) {
        requireDistinct(routes.get(j), routes.get(i));
      }
    }
    return new AppRoutes(routes);
  }

  private static void requireDistinct(AppRoute one, AppRoute other) {
    boolean distinct =
        one.method() != other.method()
            || !one.template().overlaps(other.template())
            || one.template().isNarrowerThan(other.template())
            || other.template().isNarrowerThan(one.template());
    if (!distinct) {
      throw new IllegalArgumentException(
          "route(…): a request could be meant for both "
              + one
              + " and "
              + other
              + "; declare a route with fixed text where they differ, or only one of them");
    }
  }

  /** The routes as declared, in order. */
  public List<AppRoute> list() {
    return routes;
  }

  /**
   * Refuses a rule on routes that are not there, which would hold nowhere.
   *
   * @param setting the method that was given the rule, for the message
   * @throws IllegalStateException when no route has one of these actions
   */
  public void requireActions(String setting, Collection<String> actions) {
    for (String action : actions) {
      if (routes.stream().noneMatch(route -> route.action().equals(action))) {
        throw new IllegalStateException(
            setting + ": no route has the action " + action + "; call route(…) for it");
      }
    }
  }

  /** True when there are none. */
  public boolean isEmpty() {
    return routes.isEmpty();
  }

  /** Which of them the request is on, and what it names there. */
  public Optional<RouteCall> find(CanonicalRequest request) {
    HttpMethod method = request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method();
    return narrowest(method, request.path()).flatMap(route -> call(route, request));
  }

  /** Whether something is declared at this path, by whatever method. */
  public boolean isDeclared(CanonicalPath path) {
    return routes.stream().anyMatch(route -> route.template().match(path).isPresent());
  }

  private Optional<AppRoute> narrowest(HttpMethod method, CanonicalPath path) {
    List<AppRoute> found = new ArrayList<>();
    for (AppRoute route : routes) {
      if (route.method() == method && route.template().match(path).isPresent()) {
        found.add(route);
      }
    }
    // Any two that match the same path are one narrower than the other, so there is one narrowest.
    return found.stream()
        .reduce((one, other) -> one.template().isNarrowerThan(other.template()) ? one : other);
  }

  /** Never another, wider route: what is no patient's id where one belongs is no request at all. */
  private static Optional<RouteCall> call(AppRoute route, CanonicalRequest request) {
    Map<String, String> values = route.template().match(request.path()).orElseThrow();
    Optional<String> patient = route.patientVariable().map(values::get);
    return patient.isEmpty() || FhirId.matches(patient.get())
        ? Optional.of(new RouteCall(route, route.idVariable().map(values::get), patient, request))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return routes.toString();
  }
}
