package org.ztclinical.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.text.PolicyNaming;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarLimits;

class RelationshipReadsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          context.relationship == Clinical::Relationship::"treating"            | true
          !(context.authentication.mfa && context.relationshipKinds.isEmpty())  | true
          context["relationship"] == principal                                  | true
          context has relationship                                              | true
          context has relationshipKinds                                         | true
          context == principal                                                  | true
          [context].contains(principal)                                         | true
          {a: context}.a.relationship == principal                              | true
          (if true then context else context).risk == principal                 | true
          context.authentication.mfa                                            | false
          context has authentication.age                                        | false
          resource has relationship                                             | false
          principal.relationship == principal                                   | false
          true                                                                  | false
          """)
  void aPolicyReadsTheRelationship(String condition, boolean reads) throws Exception {
    PolicySet policies =
        PolicyParser.parse(
            "@id(\"x\") permit (principal, action, resource) when { " + condition + " };",
            "x.cedar",
            CedarLimits.defaults(),
            PolicyNaming.byAnnotation());

    assertThat(policies.policies()).singleElement().matches(p -> RelationshipReads.in(p) == reads);
  }
}
