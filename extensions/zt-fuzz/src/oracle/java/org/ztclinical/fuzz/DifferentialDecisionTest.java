package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.PolicyError;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** Decisions, reasons, errors and verdicts agree with the reference on random policies. */
class DifferentialDecisionTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);

  @Test
  void decisionsReasonsAndErrorsAgree() throws CedarSyntaxException {
    List<String> different = new ArrayList<>();
    int allowed = 0;
    int requests = 0;
    int erring = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      RandomWorld world = new RandomWorld(seed);
      String policyText = world.policies();
      PolicySet policies;
      try {
        policies = PolicyParser.parse(policyText);
      } catch (CedarSyntaxException e) {
        continue;
      }
      String entitiesJson = world.entities();
      Entities entities = EntitiesJson.parse(entitiesJson);
      Authorizer authorizer = Authorizer.of(policies);
      for (int j = 0; j < 5; j++) {
        String[] request = world.request();
        Response response = authorizer.authorize(read(request), entities);
        ReferenceEngine.Answer ours =
            new ReferenceEngine.Answer(
                response.isAllowed(),
                new HashSet<>(response.determiningIds()),
                response.errors().stream().map(PolicyError::id).collect(Collectors.toSet()));
        ReferenceEngine.Answer reference =
            ReferenceEngine.authorize(request, policyText, entitiesJson).orElseThrow();
        requests++;
        allowed += reference.allowed() ? 1 : 0;
        erring += reference.errors().isEmpty() ? 0 : 1;
        if (!ours.equals(reference)) {
          different.add(
              seed
                  + " ours "
                  + ours
                  + ", reference "
                  + reference
                  + "\n"
                  + policyText
                  + "\n"
                  + String.join(" ", request));
        }
      }
    }
    System.out.println(
        requests
            + " requests, "
            + allowed
            + " allowed, "
            + erring
            + " with errors, "
            + different.size()
            + " different");
    show(different);
  }

  @Test
  void strictVerdictsAgree() throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(RandomWorld.SCHEMA);
    Validator validator = Validator.of(schema);
    ReferenceEngine.ask(
        "ValidateOperation",
        "{\"schema\":"
            + ReferenceEngine.quote(RandomWorld.SCHEMA)
            + ",\"policies\":{\"staticPolicies\":\"\"}}");
    List<String> different = new ArrayList<>();
    int total = 0;
    int invalid = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      RandomWorld world = new RandomWorld(seed);
      String text = world.policies();
      PolicySet policies;
      try {
        policies = PolicyParser.parse(text);
      } catch (CedarSyntaxException e) {
        continue;
      }
      for (int level = -1; level < (i % 4 == 0 ? 4 : 0); level++) {
        Optional<Set<String>> reference =
            level < 0
                ? ReferenceEngine.invalid(ReferenceEngine.quote(RandomWorld.SCHEMA), text)
                : ReferenceEngine.invalid(ReferenceEngine.quote(RandomWorld.SCHEMA), text, level);
        Set<String> ours;
        try {
          ours =
              (level < 0
                      ? validator.validate(policies, ValidationMode.STRICT)
                      : validator.validateWithLevel(policies, ValidationMode.STRICT, level))
                  .errors().stream().map(Finding::policyId).collect(Collectors.toSet());
        } catch (RuntimeException e) {
          different.add(
              seed + " " + e + " " + List.of(e.getStackTrace()).subList(0, 4) + "\n" + text);
          continue;
        }
        total += policies.size();
        invalid += reference.orElseThrow().size();
        if (!ours.equals(reference.orElseThrow())) {
          different.add(
              seed
                  + " level "
                  + level
                  + " ours "
                  + ours
                  + ", reference "
                  + reference.get()
                  + "\n"
                  + text
                  + "\n"
                  + validator.validate(policies, ValidationMode.STRICT).errors());
        }
      }
    }
    System.out.println(
        total + " verdicts, " + invalid + " invalid, " + different.size() + " different");
    show(different);
  }

  private static void show(List<String> different) {
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }

  private static AuthorizationRequest read(String[] request) throws CedarSyntaxException {
    return AuthorizationRequest.of(
        uid(request[0]), uid(request[1]), uid(request[2]), ContextJson.parse(request[3]));
  }

  private static EntityUid uid(String json) throws CedarSyntaxException {
    return (EntityUid) ContextJson.parse("{\"x\":{\"__entity\":" + json + "}}").get("x");
  }
}
