package org.ztclinical.policy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.RouteCall;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * The names of an application's own routes in namespace {@code App}: one action for each that is
 * declared, one entity type for each type it is done to. A policy that names another is an error
 * when it is loaded.
 */
final class AppSchema {
  private static final Name ACTION = Name.parse(AppRoute.NAMESPACE + "::Action");

  private AppSchema() {}

  /** What policies are asked to allow. */
  static EntityUid action(AppRoute route) {
    return EntityUid.of(ACTION, route.action());
  }

  /** On what; with id {@link Fhir#ANY_ID} where the path names no single one. */
  static EntityUid resource(RouteCall call) {
    return EntityUid.of(Name.parse(call.route().qualifiedType()), call.id().orElse(Fhir.ANY_ID));
  }

  /** The namespace in Cedar's syntax; empty when no route is declared. */
  static String text(AppRoutes routes) {
    if (routes.isEmpty()) {
      return "";
    }
    Set<String> types = new TreeSet<>();
    Map<String, Set<String>> actions = new TreeMap<>();
    for (AppRoute route : routes.list()) {
      types.add(route.resourceType());
      actions.computeIfAbsent(route.action(), none -> new TreeSet<>()).add(route.resourceType());
    }
    StringBuilder out = new StringBuilder();
    out.append("\n// What this application does on routes of its own.\n");
    out.append("namespace ").append(AppRoute.NAMESPACE).append(" {\n");
    for (String type : types) {
      out.append("  entity ").append(type).append(" = {\n");
      out.append("    // the patient whom the path names\n");
      out.append("    patient?: Fhir::Patient,\n  };\n\n");
    }
    actions.forEach(
        (action, on) ->
            out.append("  action \"")
                .append(action)
                .append("\" appliesTo {\n    principal: [Clinical::User, Clinical::Service],\n")
                .append("    resource: [")
                .append(String.join(", ", on))
                .append("],\n    context: Clinical::Context,\n  };\n"));
    return out.append("}\n").toString();
  }
}
