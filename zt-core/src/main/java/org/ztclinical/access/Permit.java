package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.smart.ReleaseTerms;

/**
 * A decision that allows, with all that must be kept to while the work is done. Only the decision
 * point in {@code policy} issues one; an architecture test sees to it. Immutable.
 */
public final class Permit implements Decision, Clearance {
  private final String decisionId;
  private final AccessRequest request;
  private final Explanation explanation;
  private final ReleaseTerms terms;
  private final CanonicalRequest toPerform;
  private final Duties duties;
  private final ConcernedPatients concerned;

  private Permit(
      String decisionId,
      AccessRequest request,
      Explanation explanation,
      ReleaseTerms terms,
      CanonicalRequest toPerform,
      Duties duties,
      ConcernedPatients concerned) {
    this.decisionId = Objects.requireNonNull(decisionId, "decisionId");
    this.request = Objects.requireNonNull(request, "request");
    this.explanation = Objects.requireNonNull(explanation, "explanation");
    this.terms = Objects.requireNonNull(terms, "terms");
    this.toPerform = Objects.requireNonNull(toPerform, "toPerform");
    this.duties = Objects.requireNonNull(duties, "duties");
    this.concerned = Objects.requireNonNull(concerned, "concerned");
    int entries = duties.entries().size();
    if (entries != 0 && entries != terms.entries().size()) {
      throw new IllegalArgumentException("duties of entries are given for all entries or for none");
    }
  }

  /** Issues a permit that obliges to nothing. For the decision point alone. */
  public static Permit issue(
      String decisionId,
      AccessRequest request,
      Explanation explanation,
      ReleaseTerms terms,
      CanonicalRequest toPerform) {
    return new Permit(
        decisionId,
        request,
        explanation,
        terms,
        toPerform,
        Duties.none(),
        ConcernedPatients.unknown());
  }

  /** Issues a permit that obliges. For the decision point alone. */
  public static Permit issue(
      String decisionId,
      AccessRequest request,
      Explanation explanation,
      ReleaseTerms terms,
      CanonicalRequest toPerform,
      Duties duties) {
    return new Permit(
        decisionId, request, explanation, terms, toPerform, duties, ConcernedPatients.unknown());
  }

  @Override
  public String decisionId() {
    return decisionId;
  }

  @Override
  public AccessRequest request() {
    return request;
  }

  @Override
  public Explanation explanation() {
    return explanation;
  }

  /** The terms of scopes and compartment, with the filter every released resource must pass. */
  public ReleaseTerms terms() {
    return terms;
  }

  /** What must be done before the work may run: all of it, each once, in the order given. */
  public List<Obligation> obligations() {
    return duties.all();
  }

  /** The obligations, told apart by the entry of a batch that they belong to. */
  public Duties duties() {
    return duties;
  }

  @Override
  public CanonicalRequest toPerform() {
    return toPerform;
  }

  @Override
  public Optional<Permit> permit() {
    return Optional.of(this);
  }

  /** This permit for work that knows the request by its whole path, below the FHIR base. */
  public Permit below(CanonicalPath base) {
    return new Permit(
        decisionId,
        request,
        explanation,
        terms,
        toPerform.withPath(base.append(toPerform.path())),
        duties,
        concerned);
  }

  /** This permit with the patients whom it turned out to be about, for the audit record. */
  public Permit concerning(ConcernedPatients patients) {
    return new Permit(decisionId, request, explanation, terms, toPerform, duties, patients);
  }

  /** The patients whom it turned out to be about, beside those that the terms name. */
  public ConcernedPatients concerned() {
    return concerned;
  }

  /** This permit for work that must not see these headers, named in lower case. */
  public Permit withoutHeaders(Set<String> names) {
    return new Permit(
        decisionId,
        request,
        explanation,
        terms,
        toPerform.withoutHeaders(names),
        duties,
        concerned);
  }

  @Override
  public List<Reason> reasons() {
    return List.of();
  }

  @Override
  public <T> T fold(
      Function<? super Permit, ? extends T> permit,
      Function<? super Denial, ? extends T> denial,
      Function<? super Rejection, ? extends T> rejection,
      Function<? super PublicAccess, ? extends T> publicAccess) {
    return permit.apply(this);
  }

  @Override
  public String toString() {
    return "permit for " + request;
  }
}
