package org.ztclinical.cedar.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.SmallStack;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;

class PolicyJsonTest {
  @Test
  void aPolicySaysTheSameInBothSyntaxes() throws Exception {
    String json =
        """
        {"effect": "permit",
         "annotations": {"id": "x", "flag": null},
         "principal": {"op": "is", "entity_type": "A::User",
                       "in": {"entity": {"type": "G", "id": "g"}}},
         "action": {"op": "in", "entities": [{"type": "Action", "id": "a"},
                                             {"__entity": {"type": "Action", "id": "b"}}]},
         "resource": {"op": "==", "entity": {"type": "Doc", "id": "d"}},
         "conditions": [
           {"kind": "when", "body": {"==": {
             "left": {".": {"left": {"Var": "context"}, "attr": "tls version"}},
             "right": {"Value": "1.3"}}}},
           {"kind": "unless", "body": {"isInRange": [
             {"ip": [{"Value": "10.0.0.1"}]}, {"Value": {"__extn": {"fn": "ip", "arg": "x"}}}]}}]}
        """;
    String text =
        """
        @id("x") @flag
        permit(principal is A::User in G::"g", action in [Action::"a", Action::"b"],
          resource == Doc::"d")
        when { context["tls version"] == "1.3" }
        unless { ip("10.0.0.1").isInRange(ip("x")) };
        """;

    assertThat(PolicyJson.parsePolicy("policy0", json))
        .isEqualTo(PolicyParser.parse(text).policies().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'Value':-5} ~ -5",
        "{'neg':{'arg':{'Value':5}}} ~ -(5)",
        "{'!':{'arg':{'Value':true}}} ~ !true",
        "{'Value':{'__entity':{'type':'A::B','id':'x'}}} ~ A::B::\"x\"",
        "{'Value':[1,['a'],{}]} ~ [1, [\"a\"], {}]",
        "{'Value':{'a':{'__extn':{'fn':'decimal','args':['1.0']}}}} ~ {a: decimal(\"1.0\")}",
        "{'Value':{'__extn':{'fn':'ip','args':[]}}} ~ ip()",
        "{'Set':[{'Var':'principal'},{'Var':'action'}]} ~ [principal, action]",
        "{'Record':{'if':{'Var':'resource'},'b':{'Value':1}}} ~ {\"if\": resource, b: 1}",
        "{'&&':{'left':{'&&':{'left':{'Value':1},'right':{'Value':2}}},'right':{'Value':3}}}"
            + " ~ 1 && 2 && 3",
        "{'&&':{'left':{'Value':1},'right':{'&&':{'left':{'Value':2},'right':{'Value':3}}}}}"
            + " ~ 1 && (2 && 3)",
        "{'-':{'left':{'+':{'left':{'Value':1},'right':{'Value':2}}},'right':{'Value':3}}}"
            + " ~ 1 + 2 - 3",
        "{'*':{'left':{'+':{'left':{'Value':1},'right':{'Value':2}}},'right':{'Value':3}}}"
            + " ~ (1 + 2) * 3",
        "{'in':{'left':{'Var':'principal'},'right':{'Set':[]}}} ~ principal in []",
        "{'is':{'left':{'Var':'principal'},'entity_type':'A::B'}} ~ principal is A::B",
        "{'is':{'left':{'Var':'principal'},'entity_type':'T','in':{'Var':'resource'}}}"
            + " ~ principal is T in resource",
        "{'has':{'left':{'Var':'context'},'attr':'a b'}} ~ context has \"a b\"",
        "{'has':{'left':{'Var':'context'},'attr':['a','b']}} ~ context has a.b",
        "{'has':{'left':{'Var':'context'},'attr':['a']}} ~ context has a",
        "{'like':{'left':{'Value':''},'pattern':['Wildcard',{'Literal':'a*'},{'Literal':'b'}]}}"
            + " ~ \"\" like \"*a\\*b\"",
        "{'like':{'left':{'Value':''},'pattern':[]}} ~ \"\" like \"\"",
        "{'if-then-else':{'if':{'Value':1},'then':{'Value':2},'else':{'Value':3}}}"
            + " ~ if 1 then 2 else 3",
        "{'contains':{'left':{'Value':[]},'right':{'Value':1}}} ~ [].contains(1)",
        "{'containsAll':{'left':{'Value':[]},'right':{'Value':1}}} ~ [].containsAll(1)",
        "{'containsAny':{'left':{'Value':[]},'right':{'Value':1}}} ~ [].containsAny(1)",
        "{'isEmpty':{'arg':{'Value':[]}}} ~ [].isEmpty()",
        "{'hasTag':{'left':{'Var':'principal'},'right':{'Value':'t'}}} ~ principal.hasTag(\"t\")",
        "{'getTag':{'left':{'Var':'principal'},'right':{'Value':'t'}}} ~ principal.getTag(\"t\")",
        "{'toTime':[{'datetime':[{'Value':'x'}]}]} ~ datetime(\"x\").toTime()",
        "{'<=':{'left':{'Value':1},'right':{'Value':2}}} ~ 1 <= 2",
        "{'!=':{'left':{'Value':1},'right':{'Value':2}}} ~ 1 != 2"
      })
  void everyOperatorSaysTheSameInBothSyntaxes(String json, String text) throws Exception {
    assertThat(PolicyJson.parseExpression(json.replace('\'', '"'), CedarLimits.defaults()))
        .isEqualTo(PolicyParser.parseExpression(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "1 ~ MALFORMED ~ expected an object, found a number",
        "{} ~ MALFORMED ~ an expression is an object with one member, its operator",
        "{'Value':1,'Var':'context'} ~ MALFORMED"
            + " ~ an expression is an object with one member, its operator",
        "{'Value':null} ~ NOT_ALLOWED ~ Value: null is not a value",
        "{'Value':[1.5]} ~ NOT_ALLOWED ~ Value[0]: a number is a whole number without exponent;"
            + " use decimal for others",
        "{'Value':{'__expr':'1'}} ~ NOT_ALLOWED"
            + " ~ Value: __expr is no longer part of the language; use __entity or __extn",
        "{'Value':{'__extn':{'fn':'toTime','args':[]}}} ~ NOT_ALLOWED ~ Value.__extn: the first"
            + " argument of the method toTime is its receiver, and is missing",
        "{'Var':'subject'} ~ UNKNOWN"
            + " ~ Var: the variables are principal, action, resource and context",
        "{'Slot':'?principal'} ~ NOT_ALLOWED"
            + " ~ Slot: slots stand in the scope only, not in conditions",
        "{'Unknown':{'name':'x'}} ~ NOT_ALLOWED ~ Unknown: unknowns belong to partial evaluation",
        "{'==':{'left':{'Value':1}}} ~ MALFORMED ~ ==: the member right is missing",
        "{'==':{'left':{'Value':1},'right':{'Value':1},'x':1}} ~ UNKNOWN"
            + " ~ ==.x: there is no such member here",
        "{'==':{'left':{'Value':1},'right':{'if':1}}} ~ UNKNOWN"
            + " ~ ==.right.if: there is no operator or extension function of this name",
        "{'&&':{'left':{'&&':{'left':{'Value':1},'right':1}},'right':{'Value':2}}} ~ MALFORMED"
            + " ~ &&.left.&&.right: expected an object, found a number",
        "{'&&':{'left':{'&&':{'left':{'Value':1}}},'right':{'Value':2}}} ~ MALFORMED"
            + " ~ &&.left.&&: the member right is missing",
        "{'+ -':{'left':{'Value':1},'right':{'Value':2}}} ~ UNKNOWN"
            + " ~ #1: there is no operator or extension function of this name",
        "{'!':{'left':{'Value':1}}} ~ UNKNOWN ~ !.left: there is no such member here",
        "{'.':{'left':{'Value':1},'attr':1}} ~ MALFORMED"
            + " ~ ..attr: expected a string, found a number",
        "{'has':{'left':{'Value':1},'attr':[]}} ~ MALFORMED ~ has.attr: has needs an attribute",
        "{'is':{'left':{'Value':1},'entity_type':'A :: B'}} ~ MALFORMED ~ is.entity_type: a name is"
            + " identifiers joined by ::, without blanks and reserved words",
        "{'like':{'left':{'Value':''},'pattern':['wildcard']}} ~ MALFORMED"
            + " ~ like.pattern[0]: expected \"Wildcard\" or {\"Literal\": \"…\"}",
        "{'like':{'left':{'Value':''},'pattern':'*'}} ~ MALFORMED ~ like.pattern: a pattern is an"
            + " array, as [\"Wildcard\", {\"Literal\": \"text\"}], not a string",
        "{'like':{'left':{'Value':''},'pattern':1}} ~ MALFORMED"
            + " ~ like.pattern: expected an array, found a number",
        "{'if-then-else':{'if':{'Value':1},'then':{'Value':1}}} ~ MALFORMED"
            + " ~ if-then-else: the member else is missing",
        "{'ip':{'Value':1}} ~ MALFORMED ~ ip: expected an array, found an object",
        "{'isIpv4':[]} ~ NOT_ALLOWED"
            + " ~ isIpv4: the first argument of the method isIpv4 is its receiver, and is missing",
        "{'Set':{}} ~ MALFORMED ~ Set: expected an array, found an object",
        "{'Record':{'a b':1}} ~ MALFORMED ~ Record.#1: expected an object, found a number",
        "{'Value':{'__entity':{'type':'U','id':'u','x':1}}} ~ UNKNOWN"
            + " ~ Value.__entity.x: there is no such member here",
        "{'Value':{'__extn':{'fn':'ip','arg':'::1','x':1}}} ~ UNKNOWN"
            + " ~ Value.__extn.x: there is no such member here",
        "{'is':{'left':{'Var':'principal'},'entity_type':'U','in':null}} ~ MALFORMED"
            + " ~ is.in: expected an object, found null",
        "{'Record':{'a':{'Value':1},'a':{'Value':1}}} ~ DUPLICATE"
            + " ~ line 1, column 28: an object has two members of the same name"
      })
  void wrongExpressionsAreRefusedWithThePlace(String json, Fault fault, String message) {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(
            () -> PolicyJson.parseExpression(json.replace('\'', '"'), CedarLimits.defaults()))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'effect':'permit' ~ 'effect':'allow' ~ effect: an effect is permit or forbid",
        "'effect':'permit', ~ ~ the member effect is missing",
        "'conditions':[] ~ 'conditions':[],'note':1 ~ note: there is no such member here",
        "'conditions':[] ~ 'conditions':[{'kind':'if','body':{}}]"
            + " ~ conditions[0].kind: a condition is when or unless",
        "'conditions':[] ~ 'conditions':[{'kind':'when'}]"
            + " ~ conditions[0]: the member body is missing",
        "'conditions':[] ~ 'conditions':[{'kind':'when','body':{'Var':1}}]"
            + " ~ conditions[0].body.Var: expected a string, found a number",
        "'conditions':[] ~ 'conditions':[],'annotations':{'a b':'x'}"
            + " ~ annotations.#1: the name of an annotation is an identifier",
        "'conditions':[] ~ 'conditions':[],'annotations':{'a':1}"
            + " ~ annotations.a: expected a string, found a number",
        "'principal':{'op':'All'} ~ 'principal':{'op':'all'}"
            + " ~ principal.op: the operator is All, ==, in or is",
        "'principal':{'op':'All'} ~ 'principal':{'op':'All','entity':{'type':'U','id':'u'}}"
            + " ~ principal.entity: there is no such member here",
        "'principal':{'op':'All'} ~ 'principal':{'op':'=='}"
            + " ~ principal: the member entity is missing",
        "'principal':{'op':'All'} ~ 'principal':{'op':'==','entity':{'type':'U','id':'u','x':1}}"
            + " ~ principal.entity.x: there is no such member here",
        "'principal':{'op':'All'} ~ 'principal':{'op':'==','entity':{'type':'U','id':'u','__entity':1}}"
            + " ~ principal.entity.type: there is no such member here",
        "'principal':{'op':'All'} ~ 'principal':{'op':'==','slot':'?resource'}"
            + " ~ principal.slot: only the slot ?principal can stand here",
        "'principal':{'op':'All'} ~ 'principal':{'op':'==','slot':'?principal'}"
            + " ~ a policy with slots is a template, and is linked",
        "'principal':{'op':'All'} ~ 'principal':{'op':'in','slot':'?principal','entity':{}}"
            + " ~ principal.entity: there is no such member here",
        "'principal':{'op':'All'} ~ 'principal':{'op':'is','entity_type':'U','in':{'op':'All'}}"
            + " ~ principal.in.op: there is no such member here",
        "'action':{'op':'All'} ~ 'action':{'op':'is','entity':{'type':'Action','id':'a'}}"
            + " ~ action.op: the operator is All, == or in",
        "'action':{'op':'All'} ~ 'action':{'op':'==','entities':[]}"
            + " ~ action.entities: there is no such member here",
        "'action':{'op':'All'} ~ 'action':{'op':'in','entities':[{'type':'U','id':'a'}]} ~"
            + " action.entities[0]: an action is of the type Action, with or without a namespace",
        "'action':{'op':'All'} ~ 'action':{'op':'==','slot':'?action'}"
            + " ~ action.slot: there is no such member here"
      })
  void wrongPoliciesAreRefusedWithThePlace(String from, String to, String message) {
    String policy =
        "{'effect':'permit','principal':{'op':'All'},'action':{'op':'All'},"
            + "'resource':{'op':'All'},'conditions':[]}";
    String wrong = policy.replace(from, to == null ? "" : to).replace('\'', '"');

    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(() -> PolicyJson.parsePolicy("p", wrong))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message));
  }

  private static final String SET =
      ("{'templates':{'t':{'effect':'permit','principal':{'op':'==','slot':'?principal'},"
              + "'action':{'op':'All'},'resource':{'op':'All'},'conditions':[]}},"
              + "'staticPolicies':{'s':{'effect':'forbid','principal':{'op':'All'},"
              + "'action':{'op':'All'},'resource':{'op':'All'},'conditions':[]}},"
              + "'templateLinks':[{'templateId':'t','newId':'l',"
              + "'values':{'?principal':{'__entity':{'type':'U','id':'u'}}}}]}")
          .replace('\'', '"');

  @Test
  void aPolicySetIsReadWithItsTemplatesAndLinks() throws Exception {
    PolicySet set = PolicyJson.parsePolicySet(SET.getBytes(StandardCharsets.UTF_8));

    assertThat(set.policies()).extracting(Policy::id).containsExactly("s", "l");
    assertThat(set.templates()).hasSize(1);
    assertThat(set.policy("l").orElseThrow().principal())
        .isEqualTo(
            PolicyParser.parse("permit(principal == U::\"u\", action, resource);")
                .policies()
                .get(0)
                .principal());
    assertThat(PolicyJson.parsePolicySet("{}")).isEqualTo(PolicySet.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'staticPolicies' ~ 'policies' ~ policies: there is no such member here",
        "'s':{ ~ 't':{ ~ staticPolicies.t: another policy or template has this id",
        "'newId':'l' ~ 'newId':'s'"
            + " ~ templateLinks[0].newId: another policy or template has this id",
        "'templateId':'t' ~ 'templateId':'x'"
            + " ~ templateLinks[0].templateId: there is no template with this id",
        "'?principal':{ ~ '?resource':{"
            + " ~ templateLinks[0].values: a link fills exactly the slots of its template",
        "'?principal':{ ~ '?action':{"
            + " ~ templateLinks[0].values: the slots are ?principal and ?resource",
        "'op':'==','slot':'?principal' ~ 'op':'All'"
            + " ~ templates.t: a template without slots is a static policy",
        "'effect':'forbid','principal':{'op':'All'}"
            + " ~ 'effect':'forbid','principal':{'op':'in','slot':'?principal'}"
            + " ~ staticPolicies.s: a policy with slots is a template, and is linked",
        "'effect':'forbid' ~ 'effect':1"
            + " ~ staticPolicies.s.effect: expected a string, found a number",
        "'newId':'l', ~ ~ templateLinks[0]: the member newId is missing",
        "'newId':'l' ~ 'newId':'l','x':1 ~ templateLinks[0].x: there is no such member here"
      })
  void wrongPolicySetsAreRefusedWithThePlace(String from, String to, String message) {
    String wrong = SET.replace(from.replace('\'', '"'), to == null ? "" : to.replace('\'', '"'));

    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(() -> PolicyJson.parsePolicySet(wrong))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message));
  }

  @Test
  void limitsAreKept() {
    CedarLimits few = new CedarLimits(10_000, 128, 2, 10, 2);
    String three = "{\"Set\":[{\"Value\":1},{\"Value\":1},{\"Value\":1}]}";
    String chain =
        "{\"&&\":{\"left\":{\"&&\":{\"left\":{\"Value\":1},\"right\":{\"Value\":1}}},"
            + "\"right\":{\"Value\":1}}}";

    assertLimit(() -> PolicyJson.parsePolicySet(SET, few), "more than 2 policies");
    assertLimit(() -> PolicyJson.parseExpression(three, few), "more than 2 elements");
    assertLimit(() -> PolicyJson.parseExpression(chain, few), "more than 2 elements");
    assertLimit(
        () -> PolicyJson.parseExpression(" ".repeat(10_000) + "{}", few), "larger than the limit");
  }

  private static void assertLimit(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String words) {
    assertThatExceptionOfType(CedarSyntaxException.class)
        .isThrownBy(reading)
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.LIMIT));
  }

  @Test
  void aMegabyteOfNestingEndsInAnErrorOnASmallStack() throws Exception {
    List<String> openings =
        List.of(
            "[",
            "{\"!\":{\"arg\":",
            "{\"Set\":[",
            "{\"Record\":{\"a\":",
            "{\"Value\":[",
            "{\"&&\":{\"left\":",
            "{\"&&\":{\"left\":{\"Value\":1},\"right\":",
            "{\".\":{\"attr\":\"a\",\"left\":",
            "{\"ip\":[");
    for (String opening : openings) {
      for (int levels : List.of(1_000_000 / opening.length(), 2_100, 200)) {
        String closing = closing(opening).repeat(levels);
        String deep = opening.repeat(levels) + "{\"Value\":1}" + closing;

        assertThat(SmallStack.run(() -> PolicyJson.parseExpression(deep, CedarLimits.defaults())))
            .as("%d of %s", levels, opening)
            .isInstanceOf(CedarSyntaxException.class);
      }
    }
  }

  @Test
  void aMegabyteOfLeftSidesEndsInAnErrorOnASmallStack() throws Exception {
    String opening = "{\"+\":{\"right\":{\"Value\":1},\"left\":";
    for (int levels : List.of(2_048, 1_000_000 / opening.length())) {
      String deep = opening.repeat(levels) + "{\"Value\":1}" + "}}".repeat(levels);

      assertThat(SmallStack.run(() -> PolicyJson.parseExpression(deep, CedarLimits.defaults())))
          .isInstanceOf(CedarSyntaxException.class)
          .hasMessageContaining("nested deeper than the limit");
    }
  }

  private static String closing(String opening) {
    StringBuilder closing = new StringBuilder();
    for (char c : opening.toCharArray()) {
      switch (c) {
        case '{' -> closing.insert(0, '}');
        case '[' -> closing.insert(0, ']');
        case '}' -> closing.deleteCharAt(0);
        default -> {}
      }
    }
    return closing.toString();
  }
}
