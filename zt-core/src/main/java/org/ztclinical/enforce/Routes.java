package org.ztclinical.enforce;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.reason.Experimental;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/**
 * What an application serves: FHIR below one base path, routes of its own, and the few that are
 * public. Everything else is unknown and refused. Immutable.
 */
@Experimental
public final class Routes {
  private final CanonicalPath fhirBase;
  private final List<PublicRoute> publicRoutes;
  private final AppRoutes own;
  private final Set<String> origins;
  private final Map<CanonicalPath, Receivers.Form> receivers;

  private Routes(
      CanonicalPath fhirBase,
      List<PublicRoute> publicRoutes,
      AppRoutes own,
      Set<String> origins,
      Map<CanonicalPath, Receivers.Form> receivers) {
    this.receivers = Map.copyOf(receivers);
    this.fhirBase = fhirBase;
    this.own = own;
    this.publicRoutes = List.copyOf(publicRoutes);
    this.origins = Set.copyOf(origins);
  }

  private record PublicRoute(HttpMethod method, CanonicalPath path) {
    boolean matches(CanonicalRequest request) {
      boolean sameMethod =
          request.method() == method
              || (method == HttpMethod.GET && request.method() == HttpMethod.HEAD);
      return sameMethod && request.path().equals(path);
    }
  }

  /** Starts with the path below which FHIR is served, as in {@code /fhir}. */
  public static Builder fhirBelow(String path) {
    return new Builder(path);
  }

  /** Below which path FHIR is served. */
  public CanonicalPath fhirBase() {
    return fhirBase;
  }

  /** The routes that are neither FHIR nor public. */
  public AppRoutes own() {
    return own;
  }

  /** In which form the route takes signals. */
  Optional<Receivers.Form> form(CanonicalPath path) {
    return Optional.ofNullable(receivers.get(path));
  }

  Route match(CanonicalRequest request) {
    if (receivers.containsKey(request.path())) {
      return new Route(Route.Kind.SIGNAL, request.path().text());
    }
    for (PublicRoute route : publicRoutes) {
      if (route.matches(request)) {
        return new Route(Route.Kind.PUBLIC, route.path().text());
      }
    }
    if (isPreflight(request)) {
      return new Route(Route.Kind.PREFLIGHT, "cors-preflight");
    }
    if (request.path().startsWith(fhirBase)) {
      return new Route(
          Route.Kind.FHIR,
          fhirBase.text(),
          Optional.of(request.path().below(fhirBase)),
          Optional.empty());
    }
    return own.find(request)
        .map(
            call ->
                new Route(Route.Kind.APP, call.route().path(), Optional.empty(), Optional.of(call)))
        .orElseGet(() -> new Route(Route.Kind.UNKNOWN, "unknown"));
  }

  /** The request's origin, when it is one of those allowed to read answers from a browser. */
  Optional<String> allowedOrigin(CanonicalRequest request) {
    List<String> origin = request.headers("Origin");
    return origin.size() == 1 && origins.contains(origin.get(0))
        ? Optional.of(origin.get(0))
        : Optional.empty();
  }

  /** A preflight by the letter of the Fetch standard: OPTIONS, no body, its two headers. */
  private boolean isPreflight(CanonicalRequest request) {
    return request.method() == HttpMethod.OPTIONS
        && request.body().isEmpty()
        && allowedOrigin(request).isPresent()
        && request.headers("Access-Control-Request-Method").size() == 1
        && (request.path().startsWith(fhirBase) || own.isDeclared(request.path()));
  }

  /** Collects routes; each is checked when given. */
  public static final class Builder {
    private final CanonicalPath fhirBase;
    private final List<PublicRoute> publicRoutes = new ArrayList<>();
    private final List<AppRoute> own = new ArrayList<>();
    private final Set<String> origins = new LinkedHashSet<>();
    private final Map<CanonicalPath, Receivers.Form> receivers = new LinkedHashMap<>();

    private Builder(String path) {
      this.fhirBase = path(path, "fhirBelow");
    }

    /**
     * Lets everyone do exactly this, without a credential; audited as public. For discovery,
     * capabilities and health, not for anything about a person.
     */
    public Builder publicRoute(HttpMethod method, String path) {
      publicRoutes.add(new PublicRoute(Objects.requireNonNull(method), path(path, "publicRoute")));
      return this;
    }

    /**
     * Declares a route that policies decide on, and that is not FHIR.
     *
     * @throws IllegalArgumentException when it lies below the FHIR base
     */
    public Builder route(AppRoute route) {
      if (route.isBelow(fhirBase)) {
        throw new IllegalArgumentException(
            "route "
                + route.path()
                + ": it lies below the FHIR base, where everything is FHIR; serve it elsewhere");
      }
      own.add(route);
      return this;
    }

    /**
     * Receives logout tokens there, by POST; the application sees nothing of it.
     *
     * @throws IllegalArgumentException when it lies below the FHIR base, or is taken
     */
    public Builder logoutTokens(String path) {
      return receiver(path, Receivers.Form.LOGOUT, "logoutTokens");
    }

    /** Receives security events there, by POST; as {@link #logoutTokens}. */
    public Builder securityEvents(String path) {
      return receiver(path, Receivers.Form.EVENT, "securityEvents");
    }

    private Builder receiver(String text, Receivers.Form form, String setting) {
      CanonicalPath path = path(text, setting);
      if (path.startsWith(fhirBase) || receivers.putIfAbsent(path, form) != null) {
        throw new IllegalArgumentException(
            setting + ": " + text + " lies below the FHIR base, or is given twice");
      }
      return this;
    }

    /** Lets pages of this origin, as in {@code https://app.example.org}, read answers (CORS). */
    public Builder allowOrigin(String origin) {
      @Nullable URI uri = uri(origin);
      boolean complete =
          uri != null && uri.getScheme() != null && uri.getHost() != null && !origin.endsWith("/");
      if (!complete || !origin.equals(origin.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "allowOrigin: an origin is scheme, host and port in lower case, without a trailing"
                + " slash; wildcards are not supported");
      }
      origins.add(origin);
      return this;
    }

    /**
     * The finished routes.
     *
     * @throws IllegalArgumentException when a request could be meant for two of them alike
     */
    public Routes build() {
      for (PublicRoute open : publicRoutes) {
        for (AppRoute route : own) {
          if (route.method() == open.method() && route.path().equals(open.path().text())) {
            throw new IllegalArgumentException(
                "route " + route.path() + ": it is a publicRoute, too; take one of them back");
          }
        }
      }
      Set<String> taken = new LinkedHashSet<>();
      publicRoutes.forEach(open -> taken.add(open.path().text()));
      own.forEach(route -> taken.add(route.path()));
      for (CanonicalPath receiver : receivers.keySet()) {
        if (taken.contains(receiver.text())) {
          throw new IllegalArgumentException(
              receiver.text() + " receives signals and is a route, too; take one of them back");
        }
      }
      return new Routes(fhirBase, publicRoutes, AppRoutes.of(own), origins, receivers);
    }

    private static CanonicalPath path(String text, String setting) {
      try {
        return CanonicalPath.parse(text);
      } catch (RequestRefusedException e) {
        throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
      }
    }

    private static @Nullable URI uri(String text) {
      try {
        URI uri = URI.create(text);
        boolean bare =
            uri.getPath().isEmpty() && uri.getQuery() == null && uri.getUserInfo() == null;
        return bare ? uri : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }
}
