package org.ztclinical.relationship;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;

/**
 * Whether a resource says that a user has to do with a patient's care, now. A resource is judged by
 * what stands in it and by nothing else: it may have been found by a server that ignored what was
 * asked.
 *
 * @param base under which references are local
 * @param patient the patient
 * @param user the user, in each role
 * @param now the moment
 * @param windows what is near enough
 */
record Participation(
    ServerBase base,
    Reference patient,
    Set<Reference> user,
    Instant now,
    RelationshipWindows windows) {
  private static final Set<String> GOING_ON =
      Set.of("arrived", "triaged", "in-progress", "onleave");
  private static final Set<String> AGREED = Set.of("booked", "arrived", "checked-in", "fulfilled");

  /**
   * An active CareTeam with the user as a member; what teams and organizations are in it is not
   * followed.
   */
  boolean isInCareTeam(JsonObject team) {
    return isOf(team, "CareTeam")
        && hasStatus(team, Set.of("active"))
        && isAbout(team)
        && holds(team, "period", Duration.ZERO)
        && team.objects("participant").stream()
            .anyMatch(member -> isUser(member, "member") && holds(member, "period", Duration.ZERO));
  }

  /**
   * An Encounter of the patient with the user as a participant that goes on, or ended a short while
   * ago. One that goes on says since when: one that nobody closed ends for this purpose, too.
   */
  boolean isInEncounter(JsonObject encounter) {
    Optional<FhirPeriod> period = FhirPeriod.of(encounter, "period");
    return isOf(encounter, "Encounter")
        && isAbout(encounter)
        && period.filter(of -> isNear(encounter, of)).isPresent()
        && encounter.objects("participant").stream()
            .anyMatch(
                one -> isUser(one, "individual") && holds(one, "period", windows.afterwards()));
  }

  private boolean isNear(JsonObject encounter, FhirPeriod period) {
    Optional<Instant> start = period.start();
    if (start.isEmpty() || !period.holds(now, Duration.ZERO, windows.afterwards())) {
      return false;
    }
    return hasStatus(encounter, GOING_ON)
        ? start.get().plus(windows.longestEncounter()).isAfter(now)
        : hasStatus(encounter, Set.of("finished")) && period.end().isPresent();
  }

  /** An Appointment of both that was agreed on, declined by neither, and is near. */
  boolean isInAppointment(JsonObject appointment) {
    Optional<FhirPeriod> period =
        FhirPeriod.between(
            appointment.get("start"),
            appointment.get("end") == null ? appointment.get("start") : appointment.get("end"));
    List<JsonObject> attending =
        appointment.objects("participant").stream()
            .filter(one -> !hasStatus(one, Set.of("declined")))
            .toList();
    return isOf(appointment, "Appointment")
        && hasStatus(appointment, AGREED)
        && period.filter(of -> of.start().isPresent() && isNear(of)).isPresent()
        && attending.stream().anyMatch(one -> isUser(one, "actor"))
        && attending.stream().anyMatch(one -> isPatient(one, "actor"));
  }

  private boolean isNear(FhirPeriod period) {
    return period.holds(now, windows.ahead(), windows.afterwards());
  }

  /** The Patient itself, with the user as general practitioner. */
  boolean isGeneralPractitioner(JsonObject patientResource) {
    return isOf(patientResource, patient.type())
        && patientResource.string("id").equals(Optional.of(patient.id()))
        && patientResource.objects("generalPractitioner").stream().anyMatch(this::isUser);
  }

  private static boolean isOf(JsonObject resource, String type) {
    return resource.string("resourceType").equals(Optional.of(type));
  }

  private static boolean hasStatus(JsonObject holder, Set<String> accepted) {
    return holder.string("status").filter(accepted::contains).isPresent();
  }

  private boolean isAbout(JsonObject resource) {
    return isPatient(resource, "subject");
  }

  private boolean isPatient(JsonObject holder, String name) {
    return holder
        .object(name)
        .flatMap(element -> Reference.of(element, base))
        .filter(patient::equals)
        .isPresent();
  }

  private boolean isUser(JsonObject holder, String name) {
    return holder.object(name).filter(this::isUser).isPresent();
  }

  private boolean isUser(JsonObject element) {
    return Reference.of(element, base).filter(user::contains).isPresent();
  }

  private boolean holds(JsonObject holder, String name, Duration after) {
    return FhirPeriod.of(holder, name)
        .filter(period -> period.holds(now, Duration.ZERO, after))
        .isPresent();
  }

  /** Whom it is about is not shown. */
  @Override
  public String toString() {
    return "participation";
  }
}
