package org.ztclinical.cedar.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.PolicyError;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.data.DataValidator;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.EntityUid;

/**
 * What the validator promises, held against random policies, entities and requests: a valid policy
 * fails only in the ways that no validator can exclude; one that never applies is never satisfied;
 * and with the entities of the manifest every decision is the one with all entities.
 */
class SoundnessTest {
  private static final Set<CedarError> ALLOWED =
      EnumSet.of(CedarError.OVERFLOW, CedarError.ENTITY_MISSING);
  private static final int SCHEMAS = 150;
  private static final int POLICIES = 25;
  private static final int REQUESTS = 8;

  private int valid;
  private int invalid;
  private int satisfied;
  private int failed;

  @Test
  void validPoliciesKeepThePromise() throws Exception {
    for (long seed = 1; seed <= SCHEMAS; seed++) {
      Random random = new Random(seed);
      Schema schema = new SmallSchemas(random).next();
      TypedPolicies policies = new TypedPolicies(schema, random);
      ConformingWorld world = new ConformingWorld(schema, random);
      for (int i = 0; i < POLICIES; i++) {
        check(schema, policies.policy(), world, "seed " + seed + ", policy " + i + ": ");
      }
    }

    System.out.printf(
        "validator soundness: %d valid policies, %d invalid; %d decisions by a policy, %d errors%n",
        valid, invalid, satisfied, failed);
    // The generator must not have gone blind.
    assertThat(valid).isGreaterThan(SCHEMAS * POLICIES / 3);
    assertThat(invalid).isGreaterThan(SCHEMAS * POLICIES / 20);
    assertThat(satisfied).isGreaterThan(500);
  }

  /** The validator knows by the schema that the test is true, and looks at nothing after it. */
  @Test
  void groupsOfActionsAreInTheStoreAsTheyAreInTheSchema() throws Exception {
    Schema schema =
        SchemaParser.parse(
            """
            entity User;
            action all;
            action read in [all] appliesTo { principal: User, resource: User };
            """);
    PolicySet policies =
        PolicyParser.parse(
            """
            permit(principal, action, resource)
            when { action in Action::"all" || principal.nothing };
            """);
    DataValidator data = DataValidator.of(schema);
    EntityUid user = EntityUid.of("User", "u");
    AuthorizationRequest request =
        AuthorizationRequest.of(user, EntityUid.of("Action", "read"), user);
    Entities entities = Entities.of(Entity.of(user));

    Entities withActions = data.withActions(entities);

    assertThat(Validator.of(schema).validate(policies).isValid()).isTrue();
    assertThat(Authorizer.of(policies).authorize(request, entities).errors()).hasSize(1);
    assertThat(data.validateEntities(withActions)).isEmpty();
    assertThat(withActions.size()).isEqualTo(3);
    assertThat(data.withActions(withActions)).isSameAs(withActions);
    assertThat(Authorizer.of(policies).authorize(request, withActions).isAllowed()).isTrue();
  }

  private void check(Schema schema, String text, ConformingWorld world, String where)
      throws Exception {
    PolicySet policies = PolicyParser.parse(text);
    Validator validator = Validator.of(schema);
    ValidationResult strict = validator.validate(policies);
    ValidationResult permissive = validator.validate(policies, ValidationMode.PERMISSIVE);
    if (strict.isValid()) {
      assertThat(permissive.errors()).as(where + text).isEmpty();
    }
    if (!permissive.isValid()) {
      invalid++;
      return;
    }
    valid++;
    Authorizer authorizer = Authorizer.of(policies);
    EntityManifest manifest = EntityManifest.of(policies, schema);
    boolean never =
        permissive.warnings().stream().anyMatch(f -> f.kind() == Finding.Kind.NEVER_APPLIES);
    for (int i = 0; i < REQUESTS; i++) {
      AuthorizationRequest request = world.request();
      Entities entities = world.entities();
      assertThat(DataValidator.of(schema).validateEntities(entities)).isEmpty();
      Response response = authorizer.authorize(request, entities);

      for (PolicyError error : response.errors()) {
        failed++;
        assertThat(ALLOWED).as(where + text).contains(error.error());
      }
      satisfied += response.determiningIds().size();
      if (never) {
        assertThat(response.determiningIds()).as(where + text).isEmpty();
      }
      Response sliced = authorizer.authorize(request, manifest.slice(request, entities));
      assertThat(sliced.decision()).as(where + text).isEqualTo(response.decision());
      assertThat(sliced.determiningIds()).as(where + text).isEqualTo(response.determiningIds());
      assertThat(sliced.errors()).as(where + text).hasToString(response.errors().toString());
    }
  }
}
