package org.ztclinical.relationship;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceSearch;
import org.ztclinical.fhir.ResourceSearch.Found;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonObject;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/** The searches for one user and one patient. Used by one thread, once. */
final class RelationshipQuestion {
  private static final String ROLE = "PractitionerRole";

  /** Dates of searches are widened, so that time zones do not matter to them. */
  private static final Duration DAY = Duration.ofDays(1);

  private final ResourceSearch search;
  private final ServerBase base;
  private final Reference patient;
  private final Set<Reference> user;
  private final RelationshipWindows windows;
  private final Instant now;
  private final Set<RelationshipKind> kinds = EnumSet.noneOf(RelationshipKind.class);
  private boolean complete = true;
  private @Nullable RuntimeException failure;

  RelationshipQuestion(
      ResourceSearch search,
      ServerBase base,
      Reference patient,
      Reference user,
      RelationshipWindows windows,
      Instant now) {
    this.search = search;
    this.base = base;
    this.patient = patient;
    this.user = new LinkedHashSet<>(Set.of(user));
    this.windows = windows;
    this.now = now;
  }

  /** Asks for the user's roles, so that what is asked afterwards is asked for them, too. */
  void askForRoles() {
    Reference own = user.iterator().next();
    if (own.type().equals(ROLE)) {
      return;
    }
    for (JsonObject role : find(ROLE, with("practitioner", text(own)), with("active", "true"))) {
      if (isHeldBy(own, role)) {
        role.string("id")
            .filter(FhirId::matches)
            .ifPresent(id -> user.add(new Reference(ROLE, id)));
      }
    }
  }

  private boolean isHeldBy(Reference own, JsonObject role) {
    return role.string("resourceType").equals(Optional.of(ROLE))
        && !new JsonBoolean(false).equals(role.get("active"))
        && role.object("practitioner")
            .flatMap(element -> Reference.of(element, base))
            .filter(own::equals)
            .isPresent()
        && FhirPeriod.of(role, "period")
            .filter(period -> period.holds(now, Duration.ZERO, Duration.ZERO))
            .isPresent();
  }

  /** Asks for one kind. */
  void ask(RelationshipKind kind) {
    Participation by = new Participation(base, patient, user, now, windows);
    Parameter of = with("patient", text(patient));
    String who = user.stream().map(RelationshipQuestion::text).collect(Collectors.joining(","));
    boolean found =
        switch (kind) {
          case CARE_TEAM ->
              any(
                  by::isInCareTeam,
                  find("CareTeam", of, with("participant", who), with("status", "active")));
          case ENCOUNTER ->
              any(
                  by::isInEncounter,
                  find("Encounter", of, with("participant", who), date("ge", earliest())));
          case APPOINTMENT ->
              any(
                  by::isInAppointment,
                  find(
                      "Appointment",
                      of,
                      with("actor", who),
                      date("ge", earliest()),
                      date("le", now.plus(windows.ahead()).plus(DAY))));
          case GENERAL_PRACTITIONER ->
              any(by::isGeneralPractitioner, find("Patient", with("_id", patient.id())));
          case ASSIGNED -> throw new IllegalArgumentException("it does not stand in FHIR");
        };
    if (found) {
      kinds.add(kind);
    }
  }

  private Instant earliest() {
    return now.minus(windows.afterwards()).minus(DAY);
  }

  /**
   * What is known; what was not found is not known unless everything was looked at. Throws what a
   * search threw where nothing was found.
   */
  Optional<Set<RelationshipKind>> answer() {
    if (kinds.isEmpty() && failure != null) {
      throw failure;
    }
    return complete || !kinds.isEmpty() ? Optional.of(Set.copyOf(kinds)) : Optional.empty();
  }

  /** A server that has no appointments, or fails at them, may know of care teams all the same. */
  private List<JsonObject> find(String type, Parameter... criteria) {
    Optional<Found> found = Optional.empty();
    try {
      found = search.find(type, Parameters.of(List.of(criteria)));
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      failure = e;
    }
    complete &= found.filter(Found::complete).isPresent();
    return found.map(Found::resources).orElseGet(List::of);
  }

  private static boolean any(Predicate<JsonObject> judge, List<JsonObject> found) {
    return found.stream().anyMatch(judge);
  }

  private static Parameter with(String name, String value) {
    return new Parameter(name, value);
  }

  private static Parameter date(String prefix, Instant moment) {
    return with("date", prefix + moment.atZone(ZoneOffset.UTC).toLocalDate());
  }

  private static String text(Reference reference) {
    return reference.type() + "/" + reference.id();
  }
}
