package org.ztclinical.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.PolicyExplanation.Result;
import org.ztclinical.policy.PolicyReason;
import org.ztclinical.policy.Rehearsed;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;

/**
 * What was decided, to be asserted. An assertion names all policies that decided, because a test
 * that knows the answer alone passes for the wrong reason. A failure says what decided, and of each
 * policy why it did not. Immutable.
 */
public final class PolicyAnswer {
  private final String asked;
  private final Rehearsed rehearsed;
  private final List<String> known;

  PolicyAnswer(String asked, Rehearsed rehearsed, List<String> known) {
    this.asked = asked;
    this.rehearsed = rehearsed;
    this.known = known;
  }

  /** It is permitted, and exactly these policies permit it. */
  public PolicyAnswer isPermittedBy(String... ids) {
    return require(
        rehearsed.permitted() && decidedBy(ids), "permitted by " + words(List.of(ids)), ids);
  }

  /** It is denied, and exactly these policies forbid it. */
  public PolicyAnswer isDeniedBy(String... ids) {
    return require(
        !rehearsed.permitted() && decidedBy(ids), "denied by " + words(List.of(ids)), ids);
  }

  /** It is denied although nothing forbids it: no policy permits it. */
  public PolicyAnswer isDeniedBecauseNoPolicyPermits() {
    return require(deniedForWantOfPermit(), "denied because no policy permits it");
  }

  /**
   * It is denied because policies decide by the patient, or by which resource it is, and that is
   * not known.
   */
  public PolicyAnswer isDeniedBecauseThePatientIsUnknown() {
    boolean unknown =
        rehearsed.reasons().stream()
            .anyMatch(
                reason ->
                    reason.code() == PolicyReason.PATIENT_UNKNOWN
                        || reason.code() == PolicyReason.RESOURCE_UNKNOWN);
    return require(
        !rehearsed.permitted() && unknown, "denied because it is not known whose record it is");
  }

  /** It is denied before policies are asked, by what scopes, launch context or compartment say. */
  public PolicyAnswer isDeniedByScopes() {
    Verdict scopes = rehearsed.explanation().of(Layer.APPLICATION).verdict();
    return require(scopes == Verdict.DENIED, "denied by scopes, before policies are asked");
  }

  /** The permit obliges to exactly these. */
  public PolicyAnswer obliges(String... obligations) {
    boolean same =
        rehearsed.permitted()
            && new TreeSet<>(obligations()).equals(new TreeSet<>(List.of(obligations)));
    return require(same, "a permit that obliges to " + words(List.of(obligations)));
  }

  /** The permit obliges to nothing. */
  public PolicyAnswer obligesToNothing() {
    return require(
        rehearsed.permitted() && rehearsed.obligations().isEmpty(),
        "a permit that obliges to nothing");
  }

  /** The person who is denied is told that stronger authentication would help. */
  public PolicyAnswer asksForStrongerAuthentication() {
    return require(
        rehearsed.challenge().isPresent(),
        "denied, with a challenge to authenticate more strongly");
  }

  /** Exactly these policies could not be evaluated. */
  public PolicyAnswer hasErrorIn(String... ids) {
    boolean same = rehearsed.failed().equals(new TreeSet<>(List.of(ids)));
    return require(same, "an error in " + words(List.of(ids)), ids);
  }

  boolean isPermitted() {
    return rehearsed.permitted();
  }

  private boolean decidedBy(String... ids) {
    return new TreeSet<>(rehearsed.decidedBy().policies()).equals(new TreeSet<>(List.of(ids)));
  }

  private boolean deniedForWantOfPermit() {
    boolean none =
        rehearsed.reasons().stream()
            .anyMatch(
                reason ->
                    reason.code() == PolicyReason.NO_POLICY
                        || reason.code() == PolicyReason.NOT_RELEASED);
    boolean satisfied =
        rehearsed.policies().stream().anyMatch(policy -> policy.result() == Result.SATISFIED);
    return !rehearsed.permitted() && none && !satisfied && rehearsed.decidedBy().isEmpty();
  }

  private PolicyAnswer require(boolean holds, String expected, String... named) {
    for (String id : named) {
      if (!known.contains(id)) {
        throw new AssertionError(
            asked + "\nexpected: " + expected + "\nbut there is no policy " + id);
      }
    }
    if (!holds) {
      throw new AssertionError(asked + "\nexpected: " + expected + "\n" + explain(List.of(named)));
    }
    return this;
  }

  /** What was decided, and of each policy why. */
  private String explain(Collection<String> named) {
    List<String> lines = new ArrayList<>();
    lines.add("but was: " + decided());
    rehearsed.explanation().layers().stream()
        .filter(layer -> layer.verdict() == Verdict.DENIED)
        .forEach(layer -> lines.add("  " + words(layer)));
    if (!rehearsed.question().isEmpty()) {
      lines.add("policies were asked: " + rehearsed.question());
      lines.addAll(PolicyAccountWords.lines(rehearsed.policies(), named));
    }
    return String.join("\n", lines);
  }

  private String decided() {
    List<String> by = rehearsed.decidedBy().policies();
    if (rehearsed.permitted()) {
      String duties =
          rehearsed.obligations().isEmpty() ? "" : ", obliges to " + words(obligations());
      return "permitted by " + words(by) + duties;
    }
    String denied = rehearsed.withheld() ? "permitted, but the answer is withheld" : "denied";
    return by.isEmpty() ? denied : denied + " by " + words(by);
  }

  private List<String> obligations() {
    return rehearsed.obligations().stream().map(Obligation::name).toList();
  }

  private static String words(LayerVerdict layer) {
    List<String> reasons = layer.reasons().stream().map(Reason::text).toList();
    return layer.layer().code() + " layer: " + String.join("; ", reasons);
  }

  private static String words(Collection<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  /** What was asked and what was decided. */
  @Override
  public String toString() {
    return asked + ": " + decided();
  }
}
