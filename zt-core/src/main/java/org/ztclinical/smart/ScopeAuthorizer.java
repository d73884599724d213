package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Experimental;

/**
 * Decides what the granted scopes, the launch context and the patient compartment cover of a
 * request (SMART 2.2). The scopes are a union, each confined by its own context: {@code user/} and
 * {@code system/} scopes reach what the deployment's other policies allow, {@code patient/} scopes
 * the compartment of the patient in context and nothing without one. Immutable and safe for use by
 * many threads; asks the {@link ResourceLookup} for confined writes, history and Binaries only.
 */
@Experimental
public final class ScopeAuthorizer {
  private final Settings settings;

  private ScopeAuthorizer(Settings settings) {
    this.settings = settings;
  }

  /**
   * Settings for a server; strict unless loosened.
   *
   * @param base the absolute URLs under which references are local
   */
  public static Builder builder(ServerBase base) {
    return new Builder(base);
  }

  /** Which resources are part of a patient's record. */
  public PatientCompartment compartment() {
    return settings.compartment();
  }

  /** The patients in whose record a resource is, as far as it names them by id. */
  public Set<String> patients(JsonObject resource) {
    return settings.compartment().patients(resource, settings.base());
  }

  /** What becomes of stored resources by updates and patches. */
  public WritePreview preview() {
    return new WritePreview(settings.preview());
  }

  /** Looks up what is stored for one request, for whoever decides about it. */
  public BoundedLookup lookupForOneRequest() {
    return new BoundedLookup(settings.lookup(), System::nanoTime);
  }

  /** What of the request is covered. Never throws for what was sent. */
  public ScopeDecision decide(FhirRequest request, GrantedScopes scopes, LaunchContext launch) {
    return decide(request, scopes, launch, lookupForOneRequest());
  }

  /**
   * The same by what a lookup finds that others who decide about the request share: {@link
   * #lookupForOneRequest}.
   */
  public ScopeDecision decide(
      FhirRequest request, GrantedScopes scopes, LaunchContext launch, BoundedLookup stored) {
    Settings bounded = settings.lookingUpIn(stored);
    return new Judgement(bounded, new Grants(bounded, scopes, launch)).decide(request);
  }

  /**
   * What is covered of a status, cancel or file request ({@link FhirRequest#bulk}) that was shown
   * to be about the caller's own export, under the very scopes with which it was started. Never
   * throws for what was sent.
   */
  public ScopeDecision decideExported(
      FhirRequest request, GrantedScopes scopes, LaunchContext launch) {
    return new Operations(settings, new Grants(settings, scopes, launch)).exported(request);
  }

  /**
   * The same terms for one patient's record alone, as if by a {@code patient/} scope: of types in
   * the patient compartment only what is in this patient's, of the others only shared ones; and no
   * count leaves.
   */
  public ReleaseTerms confined(ReleaseTerms terms, String patient) {
    return new ReleaseTerms(
        terms.filter().and(new PatientFilter(settings, patient)),
        terms.narrowing(),
        terms.suppressBody(),
        false,
        terms.entries(),
        terms.patients());
  }

  /** The rule by which the operation that a request calls is allowed; empty when none does. */
  public Optional<OperationRule> operationRule(FhirRequest request) {
    return settings.rule(request);
  }

  /** What the operation that a request calls is given beside its path. */
  public OperationInput operationInput(FhirRequest request) {
    return OperationInput.of(request, settings.rule(request), settings.base());
  }

  /** Builds a {@link ScopeAuthorizer}; not safe for use by many threads. */
  public static final class Builder {
    private final ServerBase base;
    private final Set<String> sharedTypes = new LinkedHashSet<>();
    private final List<OperationRule> operations = new ArrayList<>();
    private PatientCompartment compartment = PatientCompartment.official();
    private ResourceLookup lookup = ResourceLookup.none();
    private PatchPreview preview = PatchPreview.none();
    private BulkRoutes exports = BulkRoutes.none();

    private Builder(ServerBase base) {
      this.base = Objects.requireNonNull(base, "base");
    }

    /** Where stored resources are looked up; without it, what needs them is denied. */
    public Builder lookup(ResourceLookup value) {
      lookup = Objects.requireNonNull(value, "lookup");
      return this;
    }

    /**
     * What becomes of a resource by a FHIRPath or XML Patch; without it, confined ones are denied.
     */
    public Builder preview(PatchPreview value) {
      preview = Objects.requireNonNull(value, "preview");
      return this;
    }

    /** Another compartment than the official one. */
    public Builder compartment(PatientCompartment value) {
      compartment = Objects.requireNonNull(value, "compartment");
      return this;
    }

    /**
     * Lets {@code patient/} scopes read all resources of a type that is nobody's record, such as
     * Practitioner, Organization or Location. They cannot be written by it.
     */
    public Builder shareWithPatients(String type) {
      if (!ResourceTypes.contains(type)) {
        throw new IllegalArgumentException(
            "shareWithPatients(\"" + type + "\"): not a resource type of FHIR R4");
      }
      requireNobodysRecord(type);
      sharedTypes.add(type);
      return this;
    }

    /** Where the server keeps exports and their files. */
    public Builder exports(BulkRoutes value) {
      exports = Objects.requireNonNull(value, "exports");
      return this;
    }

    /** Puts an operation on the allow-list; all others are denied. */
    public Builder allowOperation(OperationRule rule) {
      if (rule.meaning() == OperationRule.Meaning.STATED && rule.needs().isEmpty()) {
        throw new IllegalArgumentException(
            "allowOperation(" + rule + "): say with needing(type, permission…) what it needs");
      }
      operations.add(rule);
      return this;
    }

    /** The finished rules; fails when a shared type is in the patient compartment. */
    public ScopeAuthorizer build() {
      sharedTypes.forEach(this::requireNobodysRecord);
      return new ScopeAuthorizer(
          new Settings(base, compartment, sharedTypes, lookup, preview, operations, exports));
    }

    private void requireNobodysRecord(String type) {
      if (compartment.mayContain(type)) {
        throw new IllegalArgumentException(
            "shareWithPatients(\""
                + type
                + "\"): the type is in the patient compartment; leave it out, as patients reach"
                + " their own");
      }
    }
  }
}
