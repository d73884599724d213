package org.ztclinical.smart;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Join;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.Parameters;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.Narrowed;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/** Searches of one type, of a compartment and of the system. */
final class Searches {
  /** What servers put into their links to further pages, and what only shapes the answer. */
  private static final Set<String> WITH_A_PAGE =
      Set.of(
          "_getpages",
          "_getpagesoffset",
          "_page",
          "_pageId",
          "_cursor",
          "_count",
          "_offset",
          "_bundletype",
          "_include",
          "_revinclude",
          "_sort",
          "_total",
          "_format",
          "_pretty",
          "_summary",
          "_elements");

  private final Settings settings;
  private final Grants grants;

  Searches(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  ScopeDecision decide(FhirRequest request) {
    return isPage(request)
        ? page(request)
        : request.type().map(type -> ofType(request, type)).orElseGet(() -> ofTypes(request));
  }

  private ScopeDecision ofType(FhirRequest request, String type) {
    List<Grant> searchable = grants.of(type, Permission.SEARCH);
    if (searchable.isEmpty()) {
      return new NotCovered(grants.whyNot(type, Permission.SEARCH));
    }
    boolean whole = Grants.anyWhole(searchable);
    String patient = onlyPatient(searchable);
    JoinCheck joins = new JoinCheck(settings, grants);
    Optional<NotCovered> refusal = joins.refuse(request, patient);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return whole
        ? whole(request, joins.returnsOnlyWhole(request))
        : confined(request, type, searchable, patient, joins);
  }

  private ScopeDecision whole(FhirRequest request, boolean joinsWhole) {
    ReleaseTerms terms =
        new ReleaseTerms(
            new GrantFilter(grants, Permission.SEARCH),
            Narrowing.nothing(),
            false,
            true,
            List.of(),
            Patients.of(settings, grants, request, false));
    return joinsWhole ? new Covered(terms) : new Narrowed(terms);
  }

  private ScopeDecision confined(
      FhirRequest request,
      String type,
      List<Grant> searchable,
      @Nullable String patient,
      JoinCheck joins) {
    ClientQuery query = new ClientQuery(settings, request, type);
    if (patient != null && query.asksOnlyForOthers(patient)) {
      return NotCovered.because(SmartReason.OTHER_PATIENT, type + ".s");
    }
    List<Parameters> fragments = new Fragments(settings, type, query).of(searchable);
    boolean within = fragments.equals(List.of(Parameters.none()));
    boolean chained = !joins.throughPatient().isEmpty();
    // A search by member also counts groups with other members, so no count of groups is exact.
    boolean exact = fragments.size() == 1 && !chained && !type.equals("Group");
    if (query.wantsCount() && !exact) {
      return NotCovered.because(SmartReason.COUNT_NOT_EXACT, type + ".s");
    }
    ReleaseTerms terms =
        new ReleaseTerms(
            filter(patient, joins.throughPatient()),
            Narrowing.of(
                within ? List.of() : fragments,
                Fragments.elements(settings, request, grants, Permission.SEARCH)),
            false,
            exact,
            List.of(),
            Patients.of(settings, grants, request, true));
    boolean all =
        within
            && !chained
            && (joins.returnsOnlyWhole(request)
                || (patient != null && joins.returnsOnlyPatient(request, query, patient)));
    return all ? new Covered(terms) : new Narrowed(terms);
  }

  private ReleaseFilter filter(@Nullable String patient, List<SearchParameter> throughPatient) {
    ReleaseFilter filter = new GrantFilter(grants, Permission.SEARCH);
    for (SearchParameter parameter : throughPatient) {
      if (patient != null) {
        ReleaseFilter chain = resource -> refusesChain(resource, parameter, patient);
        filter = filter.and(chain.reading(type -> chainReads(parameter)));
      }
    }
    return filter;
  }

  private static Set<String> chainReads(SearchParameter parameter) {
    Set<String> members = new HashSet<>(Set.of("resourceType"));
    parameter.paths().forEach(path -> members.add(path.root()));
    return members;
  }

  /** Along a chain every patient referred to must be the one in context. */
  private Optional<Reason> refusesChain(
      JsonObject resource, SearchParameter parameter, String patient) {
    boolean chained = resource.string("resourceType").filter(parameter.type()::equals).isPresent();
    boolean other =
        parameter.paths().stream()
            .anyMatch(
                path ->
                    path.anyReference(
                        resource, settings.base(), reference -> !reference.id().equals(patient)));
    return chained
            && (other
                || !PatientCompartment.isMember(resource, parameter, patient, settings.base()))
        ? Optional.of(Reason.of(SmartReason.JOIN_NOT_CONFINED))
        : Optional.empty();
  }

  /** All types of a compartment, or several types of the system. */
  private ScopeDecision ofTypes(FhirRequest request) {
    Optional<NotCovered> refusal = new JoinCheck(settings, grants).refuseUnlessWhole(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (grants.isWhole(Set.copyOf(types(request)), Permission.SEARCH)) {
      return whole(request, true);
    }
    String patient = grants.launchPatient();
    boolean ownCompartment =
        patient != null
            && request
                .compartment()
                .filter(compartment -> compartment.type().equals(PatientCompartment.PATIENT))
                .filter(compartment -> compartment.id().equals(patient))
                .isPresent();
    if (ownCompartment
        && grants.isWholeCompartment(Permission.SEARCH)
        && request.parameters().all("_type").isEmpty()) {
      return ownCompartment(request);
    }
    return grants.reachesAnything(Permission.SEARCH)
        ? NotCovered.because(SmartReason.NOT_NARROWABLE, "*.s")
        : new NotCovered(grants.whyNot(Join.ANY_TYPE, Permission.SEARCH));
  }

  private ScopeDecision ownCompartment(FhirRequest request) {
    return new Covered(
        new ReleaseTerms(
            new GrantFilter(grants, Permission.SEARCH),
            Narrowing.nothing(),
            false,
            false,
            List.of(),
            Patients.of(settings, grants, request, true)));
  }

  /** A later page of a search: what it holds is unknown, so the filter alone decides. */
  private ScopeDecision page(FhirRequest request) {
    if (!grants.reachesAnything(Permission.SEARCH)) {
      return new NotCovered(grants.whyNot(Join.ANY_TYPE, Permission.SEARCH));
    }
    Optional<NotCovered> refusal = new JoinCheck(settings, grants).refuse(request, null);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    boolean whole = grants.isWhole(Join.ANY_TYPE, Permission.SEARCH);
    ReleaseTerms terms =
        new ReleaseTerms(
            new GrantFilter(grants, Permission.SEARCH),
            Narrowing.nothing(),
            false,
            whole,
            List.of(),
            Patients.of(settings, grants, request, !whole));
    return whole ? new Covered(terms) : new Narrowed(terms);
  }

  /**
   * True when nothing but a page is asked for. With criteria beside the page token a server may run
   * the criteria, so they are judged as a search.
   */
  private static boolean isPage(FhirRequest request) {
    return request.joins().stream().anyMatch(join -> join.kind() == Join.Kind.PAGE)
        && request.compartment().isEmpty()
        && request.parameters().list().stream()
            .allMatch(parameter -> WITH_A_PAGE.contains(withoutModifier(parameter.name())));
  }

  private static String withoutModifier(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static List<String> types(FhirRequest request) {
    List<String> listed = request.parameters().all("_type");
    return listed.isEmpty() ? List.of(Join.ANY_TYPE) : Arrays.asList(listed.get(0).split(",", -1));
  }

  /** The patient, when every grant is confined to it. */
  private static @Nullable String onlyPatient(List<Grant> searchable) {
    for (Grant grant : searchable) {
      if (grant.patient() == null) {
        return null;
      }
    }
    return searchable.get(0).patient();
  }
}
