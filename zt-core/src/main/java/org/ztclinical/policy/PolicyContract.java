package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.ztclinical.access.KnownObligations;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.value.Span;

/**
 * The contract of annotations: {@code @id} on every policy, {@code @reason} on every {@code
 * forbid}, {@code @obligation} on a {@code permit} and with names that somebody fulfils; no
 * annotation that is not known, because a misspelt obligation would oblige to nothing.
 */
final class PolicyContract {
  static final String ID = "id";
  static final String REASON = "reason";
  static final String OBLIGATION = "obligation";

  /** Further ones, for people: they change nothing. */
  private static final Set<String> REMARKS = Set.of("description", "owner");

  private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Stands in a log line, a challenge-free sentence and a table: one line, no quotes around. */
  private static final Pattern REASON_FORM = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S} ]{1,200}");

  private final KnownObligations obligations;
  private final List<String> problems = new ArrayList<>();

  PolicyContract(KnownObligations obligations) {
    this.obligations = obligations;
  }

  /** What is wrong with the policies read so far: file, line, remedy. */
  List<String> problems() {
    return problems;
  }

  /** The terms of a policy; meaningful when there are no problems. */
  PolicyTerms read(String file, Policy policy) {
    Map<String, String> annotations = policy.annotations();
    Place place = new Place(file, policy.at());
    for (String name : annotations.keySet()) {
      boolean known =
          name.equals(ID)
              || name.equals(REASON)
              || name.equals(OBLIGATION)
              || REMARKS.contains(name);
      if (!known) {
        place.problem(
            "@"
                + name
                + " is no annotation of this library; known are @id, @reason, @obligation,"
                + " @description, @owner");
      }
    }
    checkId(annotations.getOrDefault(ID, ""), place);
    String reason = annotations.getOrDefault(REASON, "");
    boolean forbids = policy.effect() == Effect.FORBID;
    if (forbids && reason.isEmpty()) {
      place.problem("a forbid says why: write @reason(\"…\") before it");
    }
    if (!reason.isEmpty() && !REASON_FORM.matcher(reason).matches()) {
      place.problem("a @reason is one line of printable text, at most 200 characters");
    }
    return new PolicyTerms(
        policy.id(), reason, duties(annotations, forbids, place), ResourceReads.in(policy));
  }

  /** Templates decide nothing until they are linked, and files cannot link them. */
  void refuse(String file, Template template) {
    new Place(file, template.at())
        .problem("templates cannot be used in policy files: write a policy for each link");
  }

  private static void checkId(String id, Place place) {
    if (id.isEmpty()) {
      place.problem("every policy has a name: write @id(\"…\") before it");
    } else if (!ID_FORM.matcher(id).matches()) {
      place.problem(
          "an @id is letters, digits, dots, hyphens and underscores, at most 64, beginning with a"
              + " letter or digit");
    }
  }

  private List<Obligation> duties(Map<String, String> annotations, boolean forbids, Place place) {
    String duties = annotations.get(OBLIGATION);
    if (duties == null) {
      return List.of();
    }
    if (forbids) {
      place.problem("a forbid obliges to nothing: remove its @obligation");
      return List.of();
    }
    try {
      return obligations.read(duties);
    } catch (IllegalArgumentException e) {
      place.problem(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private final class Place {
    private final String file;
    private final Span at;

    Place(String file, Span at) {
      this.file = file;
      this.at = at;
    }

    void problem(String sentence) {
      problems.add(file + ":" + at + ": " + sentence);
    }
  }
}
