package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.data.ContextJson;
import org.ztclinical.cedar.data.DataValidator;
import org.ztclinical.cedar.data.EntitiesJson;
import org.ztclinical.cedar.data.Mismatch;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.est.PolicyJson;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaJson;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.schema.SchemaPrinter;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.text.PolicyPrinter;
import org.ztclinical.cedar.validate.EntityManifest;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.Reads;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.ValidationResult;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** The examples of {@code docs/cedar.md}, and that they say the truth. */
class CedarManualTest {
  private static final EntityUid ANNA = EntityUid.of("User", "anna");
  private static final EntityUid BERT = EntityUid.of("User", "bert");
  private static final EntityUid EDITORS = EntityUid.of("Team", "editors");
  private static final EntityUid READ = EntityUid.of("Action", "read");
  private static final EntityUid WRITE = EntityUid.of("Action", "write");
  private static final EntityUid PLAN = EntityUid.of("Document", "plan");

  private static final String SCHEMA =
      """
      entity Team;
      entity User in [Team] = { level: Long, office?: ipaddr };
      entity Document = { owner: User, labels: Set<String>, draft?: Bool } tags String;
      action "read", "write" appliesTo {
        principal: User, resource: Document, context: { mfa: Bool, from?: ipaddr }
      };
      """;

  private static final String ENTITIES =
      """
      [
        {"uid": {"type": "User", "id": "anna"}, "attrs": {"level": 3},
         "parents": [{"type": "Team", "id": "editors"}]},
        {"uid": {"type": "User", "id": "bert"}, "attrs": {"level": 1}, "parents": []},
        {"uid": {"type": "Document", "id": "plan"}, "parents": [],
         "attrs": {"owner": {"__entity": {"type": "User", "id": "bert"}}, "labels": ["q3"]},
         "tags": {"site": "north"}}
      ]
      """;

  private static AuthorizationRequest reading(String context) throws CedarSyntaxException {
    return AuthorizationRequest.of(ANNA, READ, PLAN, ContextJson.parse(context));
  }

  @Test
  void firstDecision() throws Exception {
    PolicySet policies =
        PolicyParser.parse(
            """
            permit(principal in Team::"editors", action == Action::"read", resource)
            when { context.mfa };
            """);
    Authorizer authorizer = Authorizer.of(policies);
    EntityUid anna = EntityUid.of("User", "anna");
    EntityUid editors = EntityUid.of("Team", "editors");
    Entities entities = Entities.of(Entity.of(anna).withParents(Set.of(editors)));
    CedarRecord context = CedarRecord.of(Map.of("mfa", CedarBool.TRUE));
    EntityUid read = EntityUid.of("Action", "read");
    EntityUid plan = EntityUid.of("Document", "plan");
    Response response =
        authorizer.authorize(AuthorizationRequest.of(anna, read, plan, context), entities);

    assertThat(response.isAllowed()).isTrue();
    assertThat(response.determiningIds()).containsExactly("policy0");
  }

  @Test
  void mistakeInAPolicyIsShownWithItsLine() {
    assertThatThrownBy(
            () ->
                PolicyParser.parse(
                    """
                    permit(principal, action, resource)
                    when { context.mfa = true };
                    """,
                    "baseline.cedar",
                    CedarLimits.defaults()))
        .isInstanceOfSatisfying(
            CedarSyntaxException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      """
                      baseline.cedar:2:20: `=` is no operator; write `==`
                        when { context.mfa = true };
                                           ^""");
              assertThat(e.fault()).isEqualTo(CedarSyntaxException.Fault.MALFORMED);
              assertThat(e.place()).isEqualTo("baseline.cedar:2:20");
              assertThat(e.at().line()).isEqualTo(2);
            });
  }

  @Test
  void idsComeFromAnnotationsWhereAsked() throws Exception {
    String text = "@id(\"editors-read\") permit(principal, action, resource);";
    PolicySet policies = PolicyParser.parseNamed(text, "baseline.cedar", CedarLimits.defaults());

    assertThat(policies.policies().get(0).id()).isEqualTo("editors-read");
    assertThat(PolicyParser.parse(PolicyPrinter.print(policies)).policies().get(0).id())
        .isEqualTo("policy0");
  }

  @Test
  void dataAsJson() throws Exception {
    Entities entities = EntitiesJson.parse(ENTITIES);
    CedarRecord context =
        ContextJson.parse(
            """
            {"mfa": true, "from": {"__extn": {"fn": "ip", "arg": "10.1.2.3"}}}
            """);

    assertThat(entities.size()).isEqualTo(3);
    assertThat(context.has("from")).isTrue();

    Schema schema = SchemaParser.parse(SCHEMA);
    CedarRecord typed = ContextJson.parse("{\"mfa\": true, \"from\": \"10.1.2.3\"}", schema, READ);

    assertThat(typed).isEqualTo(context);

    assertThatThrownBy(() -> ContextJson.parse("{\"mfa\": 0.5}"))
        .isInstanceOf(CedarSyntaxException.class)
        .hasMessage("mfa: a number is a whole number without exponent; use decimal for others");
    assertThatThrownBy(() -> ContextJson.parse("{\"mfa\": \"yes\"}", schema, READ))
        .isInstanceOf(CedarSyntaxException.class)
        .hasMessage("mfa: expected Bool, found String");
  }

  @Test
  void dataThatYourProgramBuildsIsCheckedToo() throws Exception {
    Schema schema = SchemaParser.parse(SCHEMA);
    Entities entities = EntitiesJson.parse(ENTITIES);
    AuthorizationRequest request = AuthorizationRequest.of(ANNA, READ, PLAN);

    DataValidator data = DataValidator.of(schema);
    List<Mismatch> ofEntities = data.validateEntities(entities);
    List<Mismatch> ofRequest = data.validateRequest(request);

    assertThat(ofEntities).isEmpty();
    assertThat(ofRequest)
        .extracting(Mismatch::toString)
        .containsExactly("context: the required attribute mfa is missing");
  }

  @Test
  void schemaInBothSyntaxes() throws Exception {
    Schema schema =
        SchemaParser.parse(
            """
            entity Team;
            entity User in [Team] = { level: Long };
            action "read" appliesTo { principal: User, resource: Team };
            """);
    byte[] json = SchemaJson.write(schema);
    String text = SchemaPrinter.print(SchemaJson.parse(json));

    assertThat(SchemaJson.parse(json)).isEqualTo(schema);
    assertThat(SchemaParser.parse(text)).isEqualTo(schema);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"":{"entityTypes":{"Team":{},\
            "User":{"memberOfTypes":["Team"],"shape":{"type":"Record",\
            "attributes":{"level":{"type":"Long"}}}}},\
            "actions":{"read":{"appliesTo":{"principalTypes":["User"],\
            "resourceTypes":["Team"]}}}}}""");
  }

  @Test
  void validation() throws Exception {
    Schema schema = SchemaParser.parse(SCHEMA);
    PolicySet policies =
        PolicyParser.parse(
            """
            permit(principal, action == Action::"read", resource)
            when { resource.draft == false && principal.levle > 2 };
            """);

    ValidationResult result = Validator.of(schema).validate(policies, ValidationMode.STRICT);

    assertThat(result.isValid()).isFalse();
    assertThat(result.errors())
        .extracting(Finding::toString)
        .containsExactly(
            "policy0 at 2:8: draft is an optional attribute of Document; test it first, as in:"
                + " x has draft && …",
            "policy0 at 2:35: User has no attribute levle; declare it in the schema or remove it");
    assertThat(result.errors())
        .extracting(Finding::kind)
        .contains(Finding.Kind.UNSAFE_ATTRIBUTE, Finding.Kind.ATTRIBUTE_NOT_FOUND);
  }

  @Test
  void permissiveTakesMore() throws Exception {
    Validator validator = Validator.of(SchemaParser.parse(SCHEMA));
    PolicySet policies =
        PolicyParser.parse("permit(principal, action, resource) when { resource.labels == [] };");

    assertThat(validator.validate(policies, ValidationMode.STRICT).isValid()).isFalse();
    assertThat(validator.validate(policies, ValidationMode.PERMISSIVE).isValid()).isTrue();

    PolicySet dead =
        PolicyParser.parse("permit(principal, action, resource) when { resource is User };");

    ValidationResult result = validator.validate(dead);
    assertThat(result.isValid()).isTrue();
    assertThat(result.warnings())
        .extracting(Finding::toString)
        .containsExactly("policy0 at 1:1: no request that the schema allows satisfies this policy");
  }

  @Test
  void levels() throws Exception {
    Validator validator = Validator.of(SchemaParser.parse(SCHEMA));
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { resource.owner.level < principal.level };");

    assertThat(validator.validateWithLevel(policies, ValidationMode.STRICT, 2).isValid()).isTrue();
    assertThat(validator.validateWithLevel(policies, ValidationMode.STRICT, 1).isValid()).isFalse();
  }

  @Test
  void loadExactlyWhatADecisionNeeds() throws Exception {
    Schema schema = SchemaParser.parse(SCHEMA);
    Entities all = EntitiesJson.parse(ENTITIES, schema);
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { resource.owner.level < principal.level };");
    AuthorizationRequest request = reading("{\"mfa\": true}");

    EntityManifest manifest = EntityManifest.of(policies, schema);
    Reads reads = manifest.reads(request);

    assertThat(reads.principal().attributes()).containsOnlyKeys("level");
    assertThat(reads.principal().ancestors()).isFalse();
    assertThat(reads.resource().attributes()).containsOnlyKeys("owner");
    assertThat(reads.resource().attributes().get("owner").attributes()).containsOnlyKeys("level");

    Entities few = manifest.slice(request, all);

    Authorizer authorizer = Authorizer.of(policies);
    assertThat(few.find(PLAN).orElseThrow().attributes().has("labels")).isFalse();
    assertThat(authorizer.authorize(request, few).isAllowed())
        .isEqualTo(authorizer.authorize(request, all).isAllowed())
        .isTrue();
  }

  @Test
  void erroringForbidDeniesWhereAsked() throws Exception {
    PolicySet policies =
        PolicyParser.parse(
            """
            permit(principal, action, resource);
            forbid(principal, action, resource) when { !context.mfa };
            """);
    Entities entities = Entities.empty();
    AuthorizationRequest request = AuthorizationRequest.of(ANNA, READ, PLAN);

    Authorizer standard = Authorizer.of(policies);
    Authorizer careful =
        Authorizer.builder(policies).errorHandling(ErrorHandling.FORBID_ERRORS_DENY).build();

    assertThat(standard.authorize(request, entities).isAllowed()).isTrue();
    assertThat(careful.authorize(request, entities).isAllowed()).isFalse();
    assertThat(careful.authorize(request, entities).determiningIds()).containsExactly("policy1");
    assertThat(careful.authorize(request, entities))
        .hasToString("DENY by [policy1], errors [policy1: there is no such attribute]");
  }

  @Test
  void explanation() throws Exception {
    Authorizer authorizer =
        Authorizer.of(
            PolicyParser.parse(
                """
                permit(principal, action == Action::"write", resource);
                permit(principal, action == Action::"read", resource)
                when { principal in Team::"editors" }
                unless { resource.draft };
                forbid(principal, action, resource)
                when { !context.mfa };
                """));

    List<PolicyExplanation> explanations =
        authorizer.explain(reading("{\"mfa\": true}"), EntitiesJson.parse(ENTITIES));

    assertThat(explanations)
        .extracting(PolicyExplanation::toString)
        .containsExactly(
            "policy0: the scope is for another action at 1:1",
            "policy1: a condition cannot be evaluated, condition 2, there is no such attribute"
                + " at 4:10",
            "policy2: a condition is not met, condition 1 at 6:1");
  }

  @Test
  void preparedRequest() throws Exception {
    Authorizer authorizer =
        Authorizer.of(PolicyParser.parse("permit(principal, action, resource);"));

    PreparedRequest prepared =
        authorizer.prepare(reading("{\"mfa\": true}"), EntitiesJson.parse(ENTITIES));

    assertThat(authorizer.decide(prepared)).isTrue();
    assertThat(authorizer.authorize(prepared).determiningIds()).containsExactly("policy0");
  }

  @Test
  void interpreterAndBytecodeAnswerAlike() throws Exception {
    PolicySet policies = PolicyParser.parse("permit(principal, action, resource);");
    AuthorizationRequest request = reading("{}");

    Authorizer interpreted = Authorizer.builder(policies).interpretOnly().build();
    Authorizer compiled = Authorizer.builder(policies).compileAtOnce().build();

    assertThat(interpreted.authorize(request, Entities.empty()).determiningIds())
        .isEqualTo(compiled.authorize(request, Entities.empty()).determiningIds())
        .containsExactly("policy0");
  }

  @Test
  void templatesAndLinks() throws Exception {
    PolicySet policies =
        PolicyParser.parse("permit(principal == ?principal, action, resource == ?resource);");

    PolicySet linked =
        policies.link("policy0", "bert-plan", Map.of(Slot.PRINCIPAL, BERT, Slot.RESOURCE, PLAN));

    Authorizer authorizer = Authorizer.of(linked);
    AuthorizationRequest request = AuthorizationRequest.of(BERT, WRITE, PLAN);
    assertThat(authorizer.authorize(request, Entities.empty()).determiningIds())
        .containsExactly("bert-plan");
    assertThat(Authorizer.of(policies).authorize(request, Entities.empty()).isAllowed()).isFalse();
  }

  @Test
  void policiesAsJson() throws Exception {
    PolicySet policies = PolicyParser.parse("permit(principal, action, resource) when { true };");

    String json = PolicyJson.write(policies);
    PolicySet same = PolicyJson.parsePolicySet(json);

    assertThat(same).isEqualTo(policies);
    assertThat(json)
        .contains(
            """
            "policy0":{"effect":"permit",\
            "principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},\
            "conditions":[{"kind":"when","body":{"Value":true}}]}""");
  }

  @Test
  void limitsAreChosen() {
    CedarLimits limits = new CedarLimits(64 * 1024, 32, 100, 1_000, 1_000);

    assertThatThrownBy(() -> PolicyParser.parse("!".repeat(70_000), "upload.cedar", limits))
        .isInstanceOfSatisfying(
            CedarSyntaxException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(CedarSyntaxException.Fault.LIMIT);
              assertThat(e.getMessage()).contains("the text has 70000 characters");
            });
  }

  @Test
  void valuesAreBuiltWithoutJson() {
    CedarRecord attributes =
        CedarRecord.of(Map.of("level", CedarLong.of(3), "name", CedarString.of("Anna")));
    Entity anna = Entity.of(ANNA, attributes, Set.of(EDITORS));

    assertThat(anna.attributes().has("level")).isTrue();
    assertThat(anna.toString()).doesNotContain("anna");
  }
}
