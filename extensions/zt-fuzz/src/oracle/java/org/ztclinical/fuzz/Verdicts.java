package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.text.PolicyPrinter;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.ValidationResult;
import org.ztclinical.cedar.validate.Validator;

/** Compares what both engines say of policies, templates and links, and counts. */
final class Verdicts {
  private static final int MAX_LEVEL = 3;

  private static final String EMPTY_SET = "empty set literals are forbidden";

  /** What only strict mode refuses. */
  private static final List<String> STRICT_ONLY =
      List.of(EMPTY_SET, "may not be called with non-literal");

  /** Strict mode refuses more of these than permissive mode. */
  private static final String PERHAPS_STRICT_ONLY = "are not compatible";

  private final List<String> different = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  /** Compares strict verdicts, warnings, verdicts of every level, and permissive verdicts. */
  void compare(long seed, String schemaText, Schema schema, RandomPolicySet policies) {
    Validator validator = Validator.of(schema);
    String known = schemaText.equals(RandomWorld.SCHEMA) ? "" : "\n" + schemaText;
    Optional<ReferenceEngine.Findings> strict =
        ReferenceEngine.validate(schemaText, policies.reference(), -1);
    if (strict.isEmpty()) {
      different.add(seed + " the reference does not read\n" + policies.reference() + known);
      return;
    }
    Question question = new Question(seed, policies, known);
    ValidationResult ours = validator.validate(policies.ours(), ValidationMode.STRICT);
    question.compare("strict", strict.get().errors().keySet(), invalid(ours));
    question.compareImpossible(strict.get(), ours);
    question.comparePermissive(
        strict.get(), invalid(validator.validate(policies.ours(), ValidationMode.PERMISSIVE)));
    for (int level = 0; level <= MAX_LEVEL; level++) {
      Set<String> reference =
          ReferenceEngine.validate(schemaText, policies.reference(), level)
              .orElseThrow()
              .errors()
              .keySet();
      question.compare(
          "level " + level,
          reference,
          invalid(validator.validateWithLevel(policies.ours(), ValidationMode.STRICT, level)));
    }
  }

  /** What is wrong on one side only, and how much was compared. */
  void report() {
    System.out.println(counts + ", " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }

  private static Set<String> invalid(ValidationResult result) {
    return result.errors().stream().map(Finding::policyId).collect(Collectors.toSet());
  }

  private static Set<String> impossible(ValidationResult result) {
    return result.warnings().stream()
        .filter(finding -> finding.kind() == Finding.Kind.NEVER_APPLIES)
        .map(Finding::policyId)
        .collect(Collectors.toSet());
  }

  /** One set of policies over one schema. */
  private final class Question {
    private final long seed;
    private final RandomPolicySet policies;
    private final String schema;
    private final Map<String, String> texts = new HashMap<>();

    Question(long seed, RandomPolicySet policies, String schema) {
      this.seed = seed;
      this.policies = policies;
      this.schema = schema;
      policies.ours().staticPolicies().forEach(p -> texts.put(p.id(), PolicyPrinter.print(p)));
      policies.ours().templates().forEach(t -> texts.put(t.id(), PolicyPrinter.print(t)));
      policies
          .ours()
          .links()
          .forEach(
              link ->
                  texts.put(link.newId(), texts.get(link.templateId()) + " with " + values(link)));
    }

    private String values(org.ztclinical.cedar.ast.TemplateLink link) {
      return link.values().values().stream().map(uid -> uid.toCedar()).toList().toString();
    }

    void compare(String what, Set<String> reference, Set<String> ours) {
      count(what, reference, texts.size());
      for (String id : oneSided(reference, ours)) {
        differ(what, id, ours.contains(id) ? "only we refuse" : "only the reference refuses");
      }
    }

    /**
     * A warning beside an error is not compared: one of both has said enough. That a link fills in
     * an id which an enumerated type does not have is a warning of ours alone.
     */
    void compareImpossible(ReferenceEngine.Findings strict, ValidationResult result) {
      Set<String> reference = new HashSet<>(strict.impossible());
      Set<String> ours = impossible(result);
      reference.removeAll(strict.errors().keySet());
      ours.removeAll(strict.errors().keySet());
      policies.ours().links().forEach(link -> ours.remove(link.newId()));
      count("impossible", reference, texts.size());
      for (String id : oneSided(reference, ours)) {
        differ("impossible", id, ours.contains(id) ? "only we warn" : "only the reference warns");
      }
    }

    /**
     * The library was built without permissive mode, but its strict errors tell most of it: what
     * has none is valid in permissive mode, what has none of strict mode's own is invalid, and what
     * has only such is valid. What has both cannot be told, as what strict mode refuses may keep
     * permissive mode from looking further; nor whether an empty set stands where sets may.
     */
    void comparePermissive(ReferenceEngine.Findings strict, Set<String> ours) {
      Set<String> reference = new HashSet<>();
      int unknown = 0;
      for (String id : texts.keySet()) {
        List<String> errors = strict.errors().getOrDefault(id, List.of());
        boolean strictOnly = errors.stream().anyMatch(this::isStrictOnly);
        boolean others = errors.stream().anyMatch(error -> !isStrictOnly(error));
        boolean perhaps = errors.stream().anyMatch(error -> error.contains(PERHAPS_STRICT_ONLY));
        boolean emptySet = errors.stream().anyMatch(error -> error.contains(EMPTY_SET));
        boolean told = !perhaps && !(strictOnly && others) && !(emptySet && ours.contains(id));
        unknown += told ? 0 : 1;
        if (told ? others : ours.contains(id)) {
          reference.add(id);
        }
      }
      counts.merge("permissive: not told", unknown, Integer::sum);
      count("permissive", reference, texts.size() - unknown);
      for (String id : oneSided(reference, ours)) {
        differ(
            "permissive",
            id,
            (ours.contains(id) ? "only we refuse " : "the reference should refuse ")
                + strict.errors().get(id));
      }
    }

    private boolean isStrictOnly(String error) {
      return error.contains(PERHAPS_STRICT_ONLY) || STRICT_ONLY.stream().anyMatch(error::contains);
    }

    private void count(String what, Set<String> positive, int all) {
      counts.merge(what, all, Integer::sum);
      counts.merge(what + ": yes", positive.size(), Integer::sum);
    }

    private void differ(String what, String id, String how) {
      different.add("%d %s %s %s%n%s%s".formatted(seed, what, id, how, texts.get(id), schema));
    }
  }

  private static Set<String> oneSided(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream())
        .filter(id -> one.contains(id) != other.contains(id))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
