package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.identity.Identity;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.RequestContext;
import org.ztclinical.smart.GrantedScopes;
import org.ztclinical.smart.LaunchContext;

/**
 * Who asks what under which grants: all that a decision may look at. What is asked is either FHIR
 * or a call on a route of the application's own. Made from an {@link Identity}, or for a request
 * that leaves this application from an {@link OutboundGrant}. Immutable; prints no identifiers.
 */
public final class AccessRequest {
  private final Optional<Identity> identity;
  private final Principal principal;
  private final List<String> scopeTexts;
  private final GrantedScopes scopes;
  private final LaunchContext launch;
  private final RequestContext context;
  private final Optional<FhirRequest> fhir;
  private final Optional<RouteCall> route;

  private AccessRequest(
      Optional<Identity> identity,
      Principal principal,
      List<String> scopeTexts,
      LaunchContext launch,
      RequestContext context,
      Optional<FhirRequest> fhir,
      Optional<RouteCall> route) {
    this.identity = identity;
    this.principal = Objects.requireNonNull(principal, "principal");
    this.scopeTexts = scopeTexts;
    this.scopes = GrantedScopes.parse(scopeTexts);
    this.launch = Objects.requireNonNull(launch, "launch");
    this.context = Objects.requireNonNull(context, "context");
    this.fhir = Objects.requireNonNull(fhir, "fhir");
    this.route = Objects.requireNonNull(route, "route");
  }

  /** What an authenticated caller asks of this application. */
  public static AccessRequest of(Identity identity, RequestContext context, FhirRequest fhir) {
    return of(identity, context, Optional.of(fhir), Optional.empty());
  }

  /** What an authenticated caller asks of this application on one of its own routes. */
  public static AccessRequest of(Identity identity, RequestContext context, RouteCall route) {
    return of(identity, context, Optional.empty(), Optional.of(route));
  }

  private static AccessRequest of(
      Identity identity,
      RequestContext context,
      Optional<FhirRequest> fhir,
      Optional<RouteCall> route) {
    return new AccessRequest(
        Optional.of(identity),
        Principal.of(identity),
        identity.scopes(),
        identity.launchContext(),
        context,
        fhir,
        route);
  }

  /** What this application is about to ask of another server. */
  public static AccessRequest outbound(
      OutboundGrant grant, RequestContext context, FhirRequest fhir) {
    Principal principal =
        new Principal(
            grant.issuer(), grant.subject(), grant.clientId(), Optional.empty(), List.of());
    return new AccessRequest(
        Optional.empty(),
        principal,
        grant.scopes(),
        grant.launch(),
        context,
        Optional.of(fhir),
        Optional.empty());
  }

  /** The verified identity; absent for a request that leaves this application. */
  public Optional<Identity> identity() {
    return identity;
  }

  /** Who is named in the audit log. */
  public Principal principal() {
    return principal;
  }

  /** The scopes as granted, one element each. */
  public List<String> scopeTexts() {
    return scopeTexts;
  }

  /** The scopes as read, with what could not be read set apart. */
  public GrantedScopes scopes() {
    return scopes;
  }

  /** The patient and encounter in context, where there are any. */
  public LaunchContext launch() {
    return launch;
  }

  /** Request id, peer and time of arrival. */
  public RequestContext context() {
    return context;
  }

  /**
   * What is asked for, in the terms of FHIR.
   *
   * @throws IllegalStateException when it is no FHIR but a {@link #route}: whoever forgets to ask
   *     fails, and what fails is denied
   */
  public FhirRequest fhir() {
    return fhir.orElseThrow(
        () -> new IllegalStateException("a request on a route of the application is not FHIR"));
  }

  /** What is asked for on a route of the application's own; empty when it is FHIR. */
  public Optional<RouteCall> route() {
    return route;
  }

  /** What is done on a route of the application's own; empty when it is FHIR. */
  public Optional<String> action() {
    return route.map(call -> call.route().action());
  }

  /** The request as it was read. */
  public CanonicalRequest origin() {
    return route.map(RouteCall::origin).orElseGet(() -> fhir().origin());
  }

  @Override
  public String toString() {
    return "access request: " + route.map(RouteCall::toString).orElseGet(() -> fhir().toString());
  }
}
