package org.ztclinical.policy;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.DecidedBy;
import org.ztclinical.access.Explanation;
import org.ztclinical.access.Obligation;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Reason;

/**
 * What would have been decided. It is not a decision: nothing can be done with it. Holds and prints
 * no identifiers.
 *
 * @param permitted whether the request would be permitted and, where an answer was given, the
 *     answer would leave
 * @param withheld whether the request would be permitted, and the answer would not leave
 * @param explanation what each layer said about the request
 * @param reasons why it would be denied or withheld; empty when neither
 * @param decidedBy the policies that determine it
 * @param obligations what the permit would oblige to
 * @param challenge how the caller could lift the denial
 * @param failed ids of the policies that could not be evaluated
 * @param question the question to policies that was decisive, in words; empty when none was asked
 * @param policies what became of each policy for that question
 */
@Experimental
public record Rehearsed(
    boolean permitted,
    boolean withheld,
    Explanation explanation,
    List<Reason> reasons,
    DecidedBy decidedBy,
    List<Obligation> obligations,
    Optional<Challenge> challenge,
    Set<String> failed,
    String question,
    List<PolicyAccount> policies) {
  public Rehearsed {
    Objects.requireNonNull(explanation, "explanation");
    reasons = List.copyOf(reasons);
    Objects.requireNonNull(decidedBy, "decidedBy");
    obligations = List.copyOf(obligations);
    Objects.requireNonNull(challenge, "challenge");
    failed = Collections.unmodifiableSet(new TreeSet<>(failed));
    Objects.requireNonNull(question, "question");
    policies = List.copyOf(policies);
  }
}
