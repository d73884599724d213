package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.reason.Reason;

/** A decision that refuses. Immutable. */
public final class Denial implements Decision {
  private final String decisionId;
  private final AccessRequest request;
  private final Explanation explanation;
  private final List<Reason> reasons;
  private final Optional<Challenge> challenge;
  private final ConcernedPatients concerned;

  private Denial(
      String decisionId,
      AccessRequest request,
      Explanation explanation,
      List<Reason> reasons,
      Optional<Challenge> challenge,
      ConcernedPatients concerned) {
    this.decisionId = Objects.requireNonNull(decisionId, "decisionId");
    this.request = Objects.requireNonNull(request, "request");
    this.explanation = Objects.requireNonNull(explanation, "explanation");
    this.reasons = List.copyOf(reasons);
    this.challenge = Objects.requireNonNull(challenge, "challenge");
    this.concerned = Objects.requireNonNull(concerned, "concerned");
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a denial has a reason");
    }
  }

  /** A denial for these reasons, the decisive one first. */
  public static Denial of(
      String decisionId, AccessRequest request, Explanation explanation, List<Reason> reasons) {
    return new Denial(
        decisionId, request, explanation, reasons, Optional.empty(), ConcernedPatients.unknown());
  }

  /** A denial that stronger authentication would lift. */
  public static Denial stepUp(
      String decisionId,
      AccessRequest request,
      Explanation explanation,
      List<Reason> reasons,
      Challenge challenge) {
    return new Denial(
        decisionId,
        request,
        explanation,
        reasons,
        Optional.of(challenge),
        ConcernedPatients.unknown());
  }

  /** This denial with the patients whom it turned out to be about, for the audit record. */
  public Denial concerning(ConcernedPatients patients) {
    return new Denial(decisionId, request, explanation, reasons, challenge, patients);
  }

  /** The patients whom it turned out to be about; the caller is not told. */
  public ConcernedPatients concerned() {
    return concerned;
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

  @Override
  public List<Reason> reasons() {
    return reasons;
  }

  /** Present when stronger authentication would help. */
  public Optional<Challenge> challenge() {
    return challenge;
  }

  @Override
  public <T> T fold(
      Function<? super Permit, ? extends T> permit,
      Function<? super Denial, ? extends T> denial,
      Function<? super Rejection, ? extends T> rejection,
      Function<? super PublicAccess, ? extends T> publicAccess) {
    return denial.apply(this);
  }

  @Override
  public String toString() {
    return "denial " + reasons;
  }
}
