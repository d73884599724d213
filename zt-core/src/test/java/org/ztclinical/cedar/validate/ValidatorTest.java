package org.ztclinical.cedar.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;

/** What each mistake is called, where it is, and what its author is told. */
class ValidatorTest {
  private static final String SCHEMA =
      """
      entity Team in [Team];
      entity User in [Team] = {
        name: String, nick?: String, age: Long, active: Bool, boss?: User, home: {city: String}
      } tags String;
      entity Doc = { owner: User, title: String, words: Set<String>, size: Long };
      entity Colour enum ["red", "green"];
      action readLike;
      action read, list in [readLike] appliesTo {
        principal: User, resource: Doc, context: { reason?: String, at: datetime, from: ipaddr }
      };
      action paint appliesTo { principal: User, resource: Colour };
      """;

  private static Schema schema() throws CedarSyntaxException {
    return SchemaParser.parse(SCHEMA);
  }

  private static ValidationResult validate(String policies) throws CedarSyntaxException {
    return Validator.of(schema()).validate(PolicyParser.parse(policies));
  }

  private static String policy(String body) {
    return "permit(principal, action == Action::\"read\", resource) when { " + body + " };";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          principal == Usr::"a" ¦ UNKNOWN_ENTITY_TYPE ¦ the schema has no entity type Usr; did you mean User?
          principal is Patient ¦ UNKNOWN_ENTITY_TYPE ¦ the schema has no entity type Patient; declare it, or correct the name
          false && principal is Usr ¦ UNKNOWN_ENTITY_TYPE ¦ the schema has no entity type Usr; did you mean User?
          action == Action::"reed" ¦ UNKNOWN_ACTION ¦ the schema has no action Action::"reed"; did you mean Action::"read"?
          principal == Colour::"rad" ¦ UNKNOWN_ENUM_ID ¦ Colour::"rad" is not among the ids of the enumerated type Colour; did you mean red?
          principal.name ¦ UNEXPECTED_TYPE ¦ a condition takes Bool, and this is String
          principal.name && true ¦ UNEXPECTED_TYPE ¦ && takes Bool, and this is String
          principal.active || 1 ¦ UNEXPECTED_TYPE ¦ || takes Bool, and this is Long
          !principal.age ¦ UNEXPECTED_TYPE ¦ ! takes Bool, and this is Long
          if 1 then true else false ¦ UNEXPECTED_TYPE ¦ if takes Bool, and this is Long
          principal.name + 1 > 0 ¦ UNEXPECTED_TYPE ¦ + takes Long, and this is String
          1 - principal.active == 0 ¦ UNEXPECTED_TYPE ¦ - takes Long, and this is Bool
          principal.age * "2" == 0 ¦ UNEXPECTED_TYPE ¦ * takes Long, and this is String
          -(principal.name) == 0 ¦ UNEXPECTED_TYPE ¦ - takes Long, and this is String
          principal.name < "b" ¦ UNEXPECTED_TYPE ¦ < takes Long, datetime or duration, and this is String
          context.at >= duration("1h") ¦ UNEXPECTED_TYPE ¦ >= takes datetime on both sides, and this is duration
          principal.age like "*" ¦ UNEXPECTED_TYPE ¦ like takes String, and this is Long
          principal.name in Team::"a" ¦ UNEXPECTED_TYPE ¦ in takes an entity, and this is String
          principal in resource.words ¦ UNEXPECTED_TYPE ¦ in takes an entity or a set of entities on its right, and this is Set<String>
          principal.name is User ¦ UNEXPECTED_TYPE ¦ is takes an entity, and this is String
          principal.name.contains("a") ¦ UNEXPECTED_TYPE ¦ contains takes a set, and this is String
          resource.words.containsAll("a") ¦ UNEXPECTED_TYPE ¦ containsAll takes a set, and this is String
          principal.name.isEmpty() ¦ UNEXPECTED_TYPE ¦ isEmpty takes a set, and this is String
          principal.name has first ¦ UNEXPECTED_TYPE ¦ has takes an entity or a record, and this is String
          principal has age.years ¦ UNEXPECTED_TYPE ¦ has after age takes an entity or a record, and this is Long
          principal.name.first == "" ¦ UNEXPECTED_TYPE ¦ the access to an attribute takes an entity or a record, and this is String
          context.hasTag("a") ¦ UNEXPECTED_TYPE ¦ hasTag takes an entity, and this is {at: datetime, from: ipaddr, reason?: String}
          principal.hasTag(1) ¦ UNEXPECTED_TYPE ¦ the key of hasTag takes String, and this is Long
          context.from.lessThan(decimal("1.0")) ¦ UNEXPECTED_TYPE ¦ lessThan takes decimal, and this is ipaddr
          1 == principal ¦ INCOMPATIBLE_TYPES ¦ Long and User are never equal; compare values of one type
          [1].contains("a") ¦ INCOMPATIBLE_TYPES ¦ contains compares Long with String, which are never equal
          resource.words.containsAny([1]) ¦ INCOMPATIBLE_TYPES ¦ containsAny compares Set<String> with Set<Long>, which are never equal
          [1, "a"].isEmpty() ¦ INCOMPATIBLE_TYPES ¦ the elements of a set must be of one type, and these are Long and String
          (if principal.active then 1 else "a") == 1 ¦ INCOMPATIBLE_TYPES ¦ the branches of if must be of one type, and these are Long and String
          (if principal.active then principal else resource) == principal ¦ INCOMPATIBLE_TYPES ¦ the branches of if must be of one type, and these are User and Doc
          principal.nam == "a" ¦ ATTRIBUTE_NOT_FOUND ¦ User has no attribute nam; did you mean name?
          context.purpose == "a" ¦ ATTRIBUTE_NOT_FOUND ¦ this record has no attribute purpose; declare it in the schema or remove it
          principal.home["zip code"] == "a" ¦ ATTRIBUTE_NOT_FOUND ¦ this record has no attribute "zip code"; declare it in the schema or remove it
          action.name == "a" ¦ ATTRIBUTE_NOT_FOUND ¦ Action has no attribute name; declare it in the schema or remove it
          principal.nick == "a" ¦ UNSAFE_ATTRIBUTE ¦ nick is an optional attribute of User; test it first, as in: x has nick && …
          context.reason == "a" ¦ UNSAFE_ATTRIBUTE ¦ reason is an optional attribute of context; test it first, as in: x has reason && …
          principal.getTag("a") == "b" ¦ UNSAFE_TAG ¦ this tag of User may be missing; test it first, as in: x.hasTag(key) && x.getTag(key) == …
          principal.hasTag("a") && principal.getTag("b") == "b" ¦ UNSAFE_TAG ¦ this tag of User may be missing; test it first, as in: x.hasTag(key) && x.getTag(key) == …
          resource.getTag("a") == "b" ¦ NO_TAGS ¦ Doc has no tags in the schema
          ip().isIpv4() ¦ ARITY ¦ ip takes 1 argument, and here are 0
          context.from.isIpv4("a") ¦ ARITY ¦ isIpv4 takes no arguments, and here are 1
          context.from.isInRange() ¦ ARITY ¦ isInRange takes 1 argument, and here are 0
          ip("10.0.0.256").isIpv4() ¦ EXTENSION_SYNTAX ¦ "10.0.0.256" is not an address or range, as "10.0.0.0/8" or "::1"
          decimal("1") == decimal("1.0") ¦ EXTENSION_SYNTAX ¦ "1" is not a decimal, as "12.5"
          context.at < datetime("2024") ¦ EXTENSION_SYNTAX ¦ "2024" is not a datetime, as "2024-10-15" or "2024-10-15T11:35:00Z"
          duration("1w") == duration("1h") ¦ EXTENSION_SYNTAX ¦ "1w" is not a duration, as "1d2h3m4s5ms"
          ip(principal.name).isIpv4() ¦ EXTENSION_NOT_LITERAL ¦ ip takes a string literal, so that it can be checked here
          principal in [] ¦ EMPTY_SET ¦ the empty set has no element type; write what it stands for, as in: x.isEmpty()
          """)
  void mistakeIsNamedAndExplained(String body, String kind, String sentence) throws Exception {
    ValidationResult result = validate(policy(body));

    assertThat(result.isValid()).isFalse();
    Finding first = result.errors().get(0);
    assertThat(first.kind().name()).isEqualTo(kind);
    assertThat(first.sentence()).isEqualTo(sentence.strip());
    assertThat(first.policyId()).isEqualTo("policy0");
    assertThat(first.at().isKnown()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permit(principal is Doc, action == Action::\"read\", resource);",
        "permit(principal, action == Action::\"readLike\", resource);",
        "permit(principal in Doc::\"a\", action, resource);",
        "permit(principal, action in [], resource);",
        "permit(principal is User in Doc::\"d\", action, resource);",
        "permit(principal, action == Action::\"paint\", resource is Doc);"
      })
  void scopeThatAdmitsNoRequestIsRefused(String policy) throws Exception {
    assertThat(validate(policy).errors())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.NO_APPLICABLE_ACTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false && 1",
        "true || principal.nothing",
        "if true then true else 1",
        "principal is Doc && principal.title == \"a\"",
        "principal in Doc::\"a\" && 1",
        "action == Action::\"list\" && 1",
        "principal == resource && 1",
        "principal has nick && principal.nick == \"a\"",
        "(principal has nick || principal has nick) && principal.nick == \"a\"",
        "(true && principal has nick) && principal[\"nick\"] == \"a\"",
        "principal has boss.nick && principal.boss.nick == \"a\"",
        "if context has reason then context.reason == \"a\" else true",
        "!(principal has nick && principal.nick == \"a\")",
        "principal.hasTag(context.reason) || true || false",
        "principal.hasTag(principal.name) && principal.getTag(principal.name) == \"a\"",
        "{a: principal, b: 1}.a.name == \"a\"",
        "[principal, resource.owner].contains(User::\"a\")",
        "1 == \"a\" || principal.active",
        "(true && false || true) == 1 || principal.active",
        "context.at.offset(duration(\"1h\")) < datetime(\"2024-01-01\")"
      })
  void soundPolicyIsValid(String body) throws Exception {
    if (body.contains("hasTag(context.reason)")) {
      assertThat(validate(policy(body)).errors())
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.UNSAFE_ATTRIBUTE);
    } else {
      assertThat(validate(policy(body)).errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(principal has nick || principal has boss) && principal.nick == \"a\"",
        "!(principal has nick) || principal.nick == \"a\"",
        "(principal has nick) == true && principal.nick == \"a\"",
        "principal has nick && resource.owner.nick == \"a\"",
        "(if principal has nick then true else false) && principal.nick == \"a\"",
        "principal.nick == \"a\" && principal has nick"
      })
  void testThatProvesNothingDoesNotMakeAnAttributeSafe(String body) throws Exception {
    assertThat(validate(policy(body)).errors())
        .extracting(Finding::kind)
        .contains(Finding.Kind.UNSAFE_ATTRIBUTE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 == principal",
        "[1].contains(\"a\")",
        "principal in []",
        "(if principal.active then principal else resource) == principal",
        "[principal, resource].isEmpty()",
        "(if principal.active then {a: 1} else {a: 1, b: 2}).a == 1",
        "(if principal.active then {a: 1} else {a: \"x\"}) has a",
        "[].contains(1)"
      })
  void permissiveModeTakesWhatCannotFail(String body) throws Exception {
    Validator validator = Validator.of(schema());
    PolicySet policies = PolicyParser.parse(policy(body));

    assertThat(validator.validate(policies, ValidationMode.PERMISSIVE).errors()).isEmpty();
    assertThat(validator.validate(policies).isValid()).isFalse();
  }

  /** As the reference has it: only what the schema rules out is known to be false. */
  @Test
  void whatFollowsMembershipInTheEmptySetIsChecked() throws Exception {
    Validator validator = Validator.of(schema());
    PolicySet alone = PolicyParser.parse(policy("principal in []"));
    PolicySet followed = PolicyParser.parse(policy("principal in [] && 1"));

    assertThat(validator.validate(alone, ValidationMode.PERMISSIVE).errors()).isEmpty();
    assertThat(validator.validate(followed, ValidationMode.PERMISSIVE).errors())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.UNEXPECTED_TYPE);
  }

  @Test
  void actionsOfTwoNamespacesInOneScopeAreRefusedInStrictMode() throws Exception {
    Schema two =
        SchemaParser.parse(
            "entity U; namespace A { action a appliesTo { principal: U, resource: U }; }"
                + " namespace B { action b appliesTo { principal: U, resource: U }; }");
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action in [A::Action::\"a\", B::Action::\"b\"], resource);");

    assertThat(Validator.of(two).validate(policies).errors())
        .extracting(Finding::sentence)
        .containsExactly(
            "the actions of the scope must be of one type, and these are of"
                + " [A::Action, B::Action]; write a policy for each");
    assertThat(Validator.of(two).validate(policies, ValidationMode.PERMISSIVE).errors()).isEmpty();
  }

  @Test
  void everyEnvironmentIsCheckedAndEachMistakeToldOnce() throws Exception {
    ValidationResult result =
        validate("permit(principal, action, resource) when { resource.size > 1 };");

    assertThat(result.errors())
        .extracting(Finding::sentence)
        .containsExactly("Colour has no attribute size; declare it in the schema or remove it");
    assertThat(result.errors().get(0))
        .hasToString(
            "policy0 at 1:44: Colour has no attribute size; declare it in the schema or remove it");
  }

  @Test
  void policyThatNeverAppliesIsAWarning() throws Exception {
    ValidationResult result = validate(policy("principal == resource"));

    assertThat(result.isValid()).isTrue();
    assertThat(result.warnings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.NEVER_APPLIES);
  }

  @Test
  void textThatMisleadsIsAWarning() throws Exception {
    ValidationResult result =
        validate(policy("principal.name == \"sаlly\" || principal.name == \"a\u202eb\""));

    assertThat(result.isValid()).isTrue();
    assertThat(result.warnings())
        .extracting(Finding::sentence)
        .containsExactly(
            "\"sаlly\" mixes the scripts [LATIN, CYRILLIC], whose letters may look alike",
            "\"a\\u{202e}b\" has characters that change the order in which it is read");
  }

  @Test
  void templateIsCheckedForEveryTypeItsSlotCanHave() throws Exception {
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal in ?principal, action, resource == ?resource)"
                + " when { resource.size > 1 };");

    ValidationResult result =
        Validator.of(schema())
            .validate(
                policies.link(
                    "policy0",
                    "link",
                    Map.of(
                        Slot.PRINCIPAL, EntityUid.of("Doc", "d"),
                        Slot.RESOURCE, EntityUid.of("Colour", "blue"))));

    assertThat(result.errors())
        .extracting(Finding::policyId, Finding::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("policy0", Finding.Kind.ATTRIBUTE_NOT_FOUND),
            org.assertj.core.groups.Tuple.tuple("link", Finding.Kind.NO_APPLICABLE_ACTION));
    assertThat(result.warnings())
        .extracting(Finding::policyId, Finding::kind)
        .contains(org.assertj.core.groups.Tuple.tuple("link", Finding.Kind.NEVER_APPLIES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          principal == User::"a" && context.at < datetime("2024-01-01") ¦ 0
          principal.age > 1 ¦ 1
          principal in Team::"t" ¦ 1
          principal is User in Team::"t" ¦ 1
          principal.hasTag("a") ¦ 1
          context has from ¦ 0
          principal has boss.boss.age ¦ 3
          resource.owner.age > 1 ¦ 2
          resource.owner in Team::"t" ¦ 2
          {a: principal, b: User::"x"}.a.age > 1 ¦ 1
          (if principal.active then principal else resource.owner).age > 1 ¦ 2
          principal.home.city == "a" ¦ 1
          action in Action::"readLike" ¦ 1
          false && resource.owner.age > 1 ¦ 0
          """)
  void levelIsHowFarEntitiesAreFollowed(String body, int level) throws Exception {
    Validator validator = Validator.of(schema());
    PolicySet policies = PolicyParser.parse(policy(body));

    assertThat(validator.validateWithLevel(policies, ValidationMode.STRICT, level).errors())
        .isEmpty();
    if (level > 0) {
      assertThat(validator.validateWithLevel(policies, ValidationMode.STRICT, level - 1).errors())
          .extracting(Finding::kind)
          .containsOnly(Finding.Kind.LEVEL);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User::\"a\".age > 1",
        "User::\"a\" in Team::\"t\"",
        "(if principal.active then principal else User::\"a\").age > 1",
        "{a: principal, b: User::\"x\"}.b.age > 1"
      })
  void entityOfThePolicyCannotBeFollowedAtAnyLevel(String body) throws Exception {
    assertThat(
            Validator.of(schema())
                .validateWithLevel(PolicyParser.parse(policy(body)), ValidationMode.STRICT, 1_000)
                .errors())
        .extracting(Finding::sentence)
        .isEqualTo(
            List.of(
                "an entity that stands in the policy cannot be followed at any level;"
                    + " begin with principal, action, resource or context"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1] has a",
        "principal has name.a",
        "resource has words.a.b",
        "\"x\".hasTag(\"a\")",
        "(if 1 then principal else [principal]) has name",
        "{a: [1]}.a.b has c",
        "[principal] in [1]",
        "(1 + 1) is User in principal"
      })
  void illTypedPoliciesHaveALevelToo(String body) throws Exception {
    assertThat(
            Validator.of(schema())
                .validateWithLevel(PolicyParser.parse(policy(body)), ValidationMode.STRICT, 1)
                .errors())
        .isNotEmpty();
  }

  @Test
  void negativeLevelIsRefused() throws Exception {
    Validator validator = Validator.of(schema());

    assertThatThrownBy(
            () -> validator.validateWithLevel(PolicySet.empty(), ValidationMode.STRICT, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a level is 0 or more");
  }
}
