package org.ztclinical.relationship;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceSearch;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.FhirUser;
import org.ztclinical.identity.Identity;

/**
 * Relationships as they stand in FHIR R4: active CareTeams, Encounters that go on or ended
 * recently, Appointments that are near. Each is searched for by patient and participant, and what
 * is found is judged by what stands in it. Of a user who is no Practitioner or PractitionerRole of
 * this server nothing is known. Where nothing is found and a search failed, or found more than one
 * page, nothing is known either; where it threw, that is thrown. Immutable; safe for use by many
 * threads, as far as the search is.
 */
public final class FhirRelationships implements RelationshipSource {
  private final ResourceSearch search;
  private final ServerBase base;
  private final List<RelationshipKind> kinds;
  private final RelationshipWindows windows;
  private final boolean roles;
  private final InstantSource clock;

  private FhirRelationships(Builder builder) {
    this.search = builder.search;
    this.base = builder.base;
    this.kinds = List.copyOf(builder.kinds);
    this.windows = builder.windows;
    this.roles = builder.roles;
    this.clock = builder.clock;
  }

  /**
   * Starts with where to search.
   *
   * @param base under which references are local, as given to {@code fhirServer}
   */
  public static Builder builder(ResourceSearch search, ServerBase base) {
    return new Builder(search, base);
  }

  @Override
  public Optional<Set<RelationshipKind>> between(Identity user, String patient) {
    return user.localUser().flatMap(person -> between(person, patient));
  }

  Optional<Set<RelationshipKind>> between(FhirUser person, String patient) {
    Optional<Reference> own = local(person);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    RelationshipQuestion question =
        new RelationshipQuestion(
            search, base, new Reference("Patient", patient), own.get(), windows, clock.instant());
    if (roles) {
      question.askForRoles();
    }
    kinds.forEach(question::ask);
    return question.answer();
  }

  /** A practitioner of another server may have the id of somebody else here. */
  private Optional<Reference> local(FhirUser person) {
    boolean works =
        person.type() == FhirUser.Type.PRACTITIONER
            || person.type() == FhirUser.Type.PRACTITIONER_ROLE;
    String text = person.base().map(other -> other + "/").orElse("") + person.reference();
    return works ? Reference.parse(text, base) : Optional.empty();
  }

  /** Collects what counts; each value is checked when given. */
  public static final class Builder {
    private final ResourceSearch search;
    private final ServerBase base;
    private Set<RelationshipKind> kinds =
        EnumSet.of(
            RelationshipKind.CARE_TEAM, RelationshipKind.ENCOUNTER, RelationshipKind.APPOINTMENT);
    private RelationshipWindows windows = RelationshipWindows.usual();
    private boolean roles;
    private InstantSource clock = InstantSource.system();

    private Builder(ResourceSearch search, ServerBase base) {
      this.search = Objects.requireNonNull(search, "search");
      this.base = Objects.requireNonNull(base, "base");
    }

    /** Only these kinds, a search each; otherwise care teams, encounters and appointments. */
    public Builder kinds(RelationshipKind first, RelationshipKind... more) {
      kinds = EnumSet.of(first, more);
      if (kinds.contains(RelationshipKind.ASSIGNED)) {
        throw new IllegalArgumentException(
            "kinds: what is assigned by other means does not stand in FHIR; write a"
                + " RelationshipSource and join it with and(…)");
      }
      return this;
    }

    /** What is near enough; otherwise {@link RelationshipWindows#usual()}. */
    public Builder windows(RelationshipWindows windows) {
      this.windows = Objects.requireNonNull(windows, "windows");
      return this;
    }

    /**
     * Counts what a practitioner does in a PractitionerRole that is active, too; one search more.
     */
    public Builder alsoInRoles() {
      roles = true;
      return this;
    }

    /** The clock; the system's otherwise. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** The finished source. */
    public FhirRelationships build() {
      return new FhirRelationships(this);
    }
  }
}
