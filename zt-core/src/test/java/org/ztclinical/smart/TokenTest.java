package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      textBlock =
          """
          category=a      > {'category':[{'coding':[{'system':'s','code':'a'}]}]}                       > true
          category=a      > {'category':[{'coding':[{'code':'a'}]}]}                                    > true
          category=s|a    > {'category':[{'coding':[{'system':'s','code':'a'}]}]}                       > true
          category=s|a    > {'category':[{'coding':[{'system':'t','code':'a'}]}]}                       > false
          category=s|a    > {'category':[{'coding':[{'code':'a'}]}]}                                    > false
          category=|a     > {'category':[{'coding':[{'code':'a'}]}]}                                    > true
          category=|a     > {'category':[{'coding':[{'system':'s','code':'a'}]}]}                       > false
          category=s|     > {'category':[{'coding':[{'system':'s','code':'b'}]}]}                       > true
          category=s|     > {'category':[{'coding':[{'system':'t','code':'b'}]}]}                       > false
          category=a      > {'category':[{'coding':[{'code':'A'}]}]}                                    > false
          category=a      > {'category':[{'coding':[{'code':'b'},{'code':'a'}]}]}                       > true
          category=a      > {'category':[{'coding':[{'code':'b'}]},{'coding':[{'code':'a'}]}]}          > true
          category=a      > {'category':[{'text':'a'}]}                                                 > false
          category=a      > {'category':'a'}                                                            > true
          category=a      > {}                                                                          > false
          category=a,b    > {'category':[{'coding':[{'code':'b'}]}]}                                    > true
          identifier=s|1  > {'identifier':[{'system':'s','value':'1'}]}                                 > true
          identifier=1    > {'identifier':[{'system':'s','value':'1'}]}                                 > true
          identifier=s|1  > {'identifier':[{'system':'t','value':'1'}]}                                 > false
          status=final    > {'status':'final'}                                                          > true
          status=final    > {'status':'amended'}                                                        > false
          status=s|final  > {'status':'final'}                                                          > false
          _security=s|R   > {'meta':{'security':[{'system':'s','code':'R'}]}}                           > true
          _security=s|R   > {'meta':{'security':[{'system':'s','code':'N'}]}}                           > false
          """)
  void constraintMatchesExactly(String constraint, String members, boolean met) {
    String resource = members.replace("{}", "{'id':'1'}");
    resource = "{'resourceType':'Observation'," + resource.substring(1);

    ScopeDecision decision = Asked.with("user/Observation.r?" + constraint).get("/Observation/1");

    assertThat(Asked.refusal(decision, resource).isEmpty()).isEqualTo(met);
  }

  @ParameterizedTest
  @CsvSource({
    "Observation, nosuch=1",
    "Observation, _id=1",
    "Observation, _elements=status",
    "Observation, date=2024",
    "Observation, subject=1",
    "Observation, value-string=a",
    "Observation, code-value-concept=a",
    "Patient, telecom=1",
    "Patient, email=1",
    "Patient, deceased=true",
    "Patient, name=smith",
    "Immunization, category=a"
  })
  void constraintThatCannotBeEvaluatedExactlyGrantsNothing(String type, String constraint) {
    ScopeDecision named = Asked.with("user/" + type + ".r?" + constraint).get("/" + type + "/1");
    ScopeDecision wildcard = Asked.with("user/*.r?" + constraint).get("/" + type + "/1");

    assertThat(Asked.verdict(named)).isEqualTo("not covered");
    assertThat(Asked.verdict(wildcard)).isEqualTo("not covered");
  }
}
