package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Join;
import org.ztclinical.fhir.Join.Kind;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.SearchParameters;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/**
 * Refuses a query that depends on, or returns, resources of types that may not be searched. What
 * decides over the answer without being in it must be reached as a whole, or be the patient in
 * context and its own record.
 */
final class JoinCheck {
  private static final Set<String> ONLY_PATIENT = Set.of(PatientCompartment.PATIENT);

  private final Settings settings;
  private final Grants grants;
  private final List<SearchParameter> throughPatient = new ArrayList<>();

  JoinCheck(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  /** For interactions that are not searches: every join must be reached as a whole. */
  Optional<NotCovered> refuseUnlessWhole(FhirRequest request) {
    for (Join join : request.joins()) {
      if (join.kind() != Kind.PAGE && !grants.isWhole(join.types(), Permission.SEARCH)) {
        return Optional.of(refused(join));
      }
    }
    return Optional.empty();
  }

  /**
   * For searches.
   *
   * @param patient the one patient to whom all that is searched is confined, if it is
   */
  Optional<NotCovered> refuse(FhirRequest request, @Nullable String patient) {
    for (Join join : request.joins()) {
      boolean allowed =
          grants.isWhole(join.types(), Permission.SEARCH)
              || (join.kind().isOracle()
                  ? patient != null && staysWithPatient(join, request)
                  : join.kind() == Kind.PAGE || mayReturn(join));
      if (!allowed) {
        return Optional.of(refused(join));
      }
    }
    return Optional.empty();
  }

  /** Chains that are harmless only where every reference along them is to the patient. */
  List<SearchParameter> throughPatient() {
    return throughPatient;
  }

  /** True when all that the query joins and returns is reached as a whole. */
  boolean returnsOnlyWhole(FhirRequest request) {
    return request.joins().stream()
        .filter(join -> !join.kind().isOracle())
        .allMatch(join -> grants.isWhole(join.types(), Permission.SEARCH));
  }

  /** True when all that is returned beside the matches is the patient's, given what is proven. */
  boolean returnsOnlyPatient(FhirRequest request, ClientQuery query, String patient) {
    return request.joins().stream()
        .filter(join -> !join.kind().isOracle())
        .allMatch(join -> isPatientOnly(join, request, query, patient));
  }

  private boolean isPatientOnly(Join join, FhirRequest request, ClientQuery query, String patient) {
    String type = request.type().orElse("");
    SearchParameter parameter = SearchParameters.find(join.source(), join.parameter()).orElse(null);
    if (parameter == null || !isMembership(join.source(), parameter)) {
      return false;
    }
    if (join.kind() == Kind.INCLUDE) {
      return join.source().equals(type)
          && (join.types().equals(ONLY_PATIENT) || !parameter.paths().get(0).repeats())
          && query.provesMembershipBy(parameter, patient)
          && reachesCompartment(PatientCompartment.PATIENT);
    }
    return join.kind() == Kind.REVINCLUDE
        && type.equals(PatientCompartment.PATIENT)
        && query.provesMembership(patient)
        && reachesCompartment(join.source());
  }

  /** Each returned resource is checked on its own, so one searchable type is enough. */
  private boolean mayReturn(Join join) {
    return join.types().contains(Join.ANY_TYPE)
        ? grants.isWholeCompartment(Permission.SEARCH)
        : join.types().stream().anyMatch(type -> !grants.of(type, Permission.SEARCH).isEmpty());
  }

  private boolean staysWithPatient(Join join, FhirRequest request) {
    String type = request.type().orElse("");
    SearchParameter parameter = SearchParameters.find(join.source(), join.parameter()).orElse(null);
    if (parameter == null || !isMembership(join.source(), parameter)) {
      return false;
    }
    if (join.kind() == Kind.CHAIN
        && join.source().equals(type)
        && (join.types().equals(ONLY_PATIENT) || !parameter.paths().get(0).repeats())
        && reachesCompartment(PatientCompartment.PATIENT)) {
      throughPatient.add(parameter);
      return true;
    }
    return join.kind() == Kind.HAS
        && type.equals(PatientCompartment.PATIENT)
        && reachesCompartment(join.source());
  }

  private boolean isMembership(String type, SearchParameter parameter) {
    return PatientValues.isMembership(settings.compartment(), type, parameter);
  }

  private boolean reachesCompartment(String type) {
    return grants.of(type, Permission.SEARCH).stream()
        .anyMatch(grant -> grant.isWhole() || grant.isWholeCompartment());
  }

  private NotCovered refused(Join join) {
    boolean reached =
        join.types().stream().anyMatch(type -> !grants.of(type, Permission.SEARCH).isEmpty());
    return NotCovered.because(
        reached ? SmartReason.JOIN_NOT_CONFINED : SmartReason.JOIN_NOT_COVERED,
        join.types().size() == 1 ? join.types().iterator().next() + ".s" : "several types");
  }
}
