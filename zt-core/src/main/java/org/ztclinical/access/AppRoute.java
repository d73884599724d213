package org.ztclinical.access;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.reason.Experimental;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.HttpMethod;

/**
 * A route of an application that is not FHIR: a method and a path, and what policies are asked when
 * somebody comes by it.
 *
 * <pre>{@code
 * AppRoute.of(HttpMethod.GET, "/patients/{patient}/letters/{letter}")
 *     .action("viewLetter")
 *     .resource("Letter", "letter")
 *     .patient("patient")
 *     .requireScope("letters.read")
 * }</pre>
 *
 * <p>Policies are asked about {@code App::Action::"viewLetter"} on {@code App::Letter::"…"}, whose
 * attribute {@code patient} is {@code Fhir::Patient::"…"}. They enforce on routes, also where the
 * check of policies only observes, because no scope or compartment confines a route.
 *
 * <h2>What is not checked</h2>
 *
 * The answer is the application's own. It is recorded as released before it leaves and never stored
 * by caches, but nobody reads it: not resource by resource, and not for whose data it holds. A
 * route that answers with more than it was decided about shows more. Serve FHIR below the FHIR
 * base, where answers are checked. Immutable.
 */
@Experimental
public final class AppRoute {
  /** The namespace of actions and types of routes. */
  public static final String NAMESPACE = "App";

  /** The resource type where a route names none. */
  public static final String RESOURCE = "Resource";

  private static final Pattern ACTION = Pattern.compile("[a-z][A-Za-z0-9-]{0,63}");
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]{0,63}");

  /** RFC 6749 §3.3. */
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}");

  /** Cedar keeps this one for actions. */
  private static final String RESERVED = "Action";

  private final HttpMethod method;
  private final PathTemplate template;
  private final String action;
  private final String resourceType;
  private final Optional<String> idVariable;
  private final Optional<String> patientVariable;
  private final Set<String> scopes;

  private AppRoute(
      HttpMethod method,
      PathTemplate template,
      String action,
      String resourceType,
      Optional<String> idVariable,
      Optional<String> patientVariable,
      Set<String> scopes) {
    this.method = method;
    this.template = template;
    this.action = action;
    this.resourceType = resourceType;
    this.idVariable = idVariable;
    this.patientVariable = patientVariable;
    this.scopes = Set.copyOf(scopes);
  }

  /**
   * Where the route is. {@code GET} is HEAD, too.
   *
   * @param template fixed segments and {@code {name}}, which stands for exactly one segment
   * @throws IllegalArgumentException when it is no such template, or the method is HEAD or OPTIONS
   */
  public static Place of(HttpMethod method, String template) {
    return new Place(method, PathTemplate.parse(template));
  }

  /** A method and a path that have no meaning for policies yet. */
  public static final class Place {
    private final HttpMethod method;
    private final PathTemplate template;

    private Place(HttpMethod method, PathTemplate template) {
      this.method = Objects.requireNonNull(method, "method");
      this.template = template;
      if (method == HttpMethod.HEAD || method == HttpMethod.OPTIONS) {
        throw new IllegalArgumentException(
            "route "
                + template.text()
                + ": a route for GET answers HEAD, too, and preflights are"
                + " answered by allowOrigin(…)");
      }
    }

    /**
     * What is done there, {@code App::Action::"name"} to policies. Several routes may do the same.
     *
     * @throws IllegalArgumentException unless it is letters, digits and hyphens, at most 64,
     *     beginning with a lower-case letter
     */
    public AppRoute action(String name) {
      require(ACTION, name, template, "action(…): letters, digits, hyphens, lower case first");
      return new AppRoute(
          method, template, name, RESOURCE, Optional.empty(), Optional.empty(), Set.of());
    }
  }

  /**
   * To what it is done, {@code App::type::"*"} to policies, as the path names no single one.
   *
   * @throws IllegalArgumentException unless it is letters and digits, at most 64, beginning with an
   *     upper-case letter
   */
  public AppRoute resource(String type) {
    return resource(type, Optional.empty());
  }

  /**
   * To what it is done: {@code App::type::"…"} with the variable's value for its id.
   *
   * @throws IllegalArgumentException as above, or when the path has no such variable
   */
  public AppRoute resource(String type, String idVariable) {
    return resource(type, Optional.of(named(idVariable, "resource")));
  }

  /**
   * The variable that is the id of a patient: {@code resource.patient} to policies, and the patient
   * in the audit log. What is no FHIR id there is not this route.
   *
   * @throws IllegalArgumentException when the path has no such variable
   */
  public AppRoute patient(String variable) {
    return new AppRoute(
        method,
        template,
        action,
        resourceType,
        idVariable,
        Optional.of(named(variable, "patient")),
        scopes);
  }

  /**
   * The token must have been granted this scope, literally. Repeatable; all are needed.
   *
   * @throws IllegalArgumentException when it is no scope token of RFC 6749 §3.3
   */
  public AppRoute requireScope(String scope) {
    require(SCOPE, scope, template, "requireScope(…): one scope, without spaces");
    Set<String> more = new LinkedHashSet<>(scopes);
    more.add(scope);
    return new AppRoute(method, template, action, resourceType, idVariable, patientVariable, more);
  }

  /** The method. */
  public HttpMethod method() {
    return method;
  }

  /** The path as declared; never a path as requested. */
  public String path() {
    return template.text();
  }

  /** What is done there. */
  public String action() {
    return action;
  }

  /** The type of what it is done to, without its namespace. */
  public String resourceType() {
    return resourceType;
  }

  /** The type as policies and the audit log name it: {@code App::Letter}. */
  public String qualifiedType() {
    return NAMESPACE + "::" + resourceType;
  }

  /** Scopes that are all needed. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Whether all paths of it are this one or lie below it. */
  public boolean isBelow(CanonicalPath base) {
    return template.isBelow(base);
  }

  PathTemplate template() {
    return template;
  }

  Optional<String> idVariable() {
    return idVariable;
  }

  Optional<String> patientVariable() {
    return patientVariable;
  }

  private AppRoute resource(String type, Optional<String> variable) {
    require(TYPE, type, template, "resource(…): letters and digits, upper case first");
    if (type.equals(RESERVED)) {
      throw new IllegalArgumentException(
          "route " + path() + ": resource(…): Action is the type of actions; take another name");
    }
    return new AppRoute(method, template, action, type, variable, patientVariable, scopes);
  }

  private String named(String variable, String setting) {
    if (!template.names(variable)) {
      throw new IllegalArgumentException(
          "route " + path() + ": " + setting + "(…): the path has no variable of this name");
    }
    return variable;
  }

  private static void require(Pattern form, String text, PathTemplate at, String what) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("route " + at.text() + ": " + what);
    }
  }

  /** Method, path as declared, action. */
  @Override
  public String toString() {
    return method + " " + path() + " " + action;
  }
}
