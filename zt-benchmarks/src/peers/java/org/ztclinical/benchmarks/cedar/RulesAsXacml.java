package org.ztclinical.benchmarks.cedar;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules in XACML 3.0: the forbids in one policy, which stands first, and a policy for each
 * resource type with a rule for each role. So grouped, an engine without an index passes over
 * eleven twelfths of the permits by one comparison each: the best arrangement for it.
 *
 * <p>XACML has no address ranges; addresses are compared by their beginning, which costs less.
 */
final class RulesAsXacml {
  static final String ROOT = "root";
  static final String SUBJECT = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
  static final String ACTION = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
  static final String RESOURCE = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
  static final String ENVIRONMENT = "urn:oasis:names:tc:xacml:3.0:attribute-category:environment";

  private static final String FUNCTION = "urn:oasis:names:tc:xacml:1.0:function:";
  private static final String XML_TYPE = "http://www.w3.org/2001/XMLSchema#";

  private RulesAsXacml() {}

  /** The whole policy set. */
  static String policies() {
    return """
        <PolicySet xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicySetId="%s"
            Version="1.0"
            PolicyCombiningAlgId="urn:oasis:names:tc:xacml:3.0:policy-combining-algorithm:deny-overrides">
          <Target/>
        """
            .formatted(ROOT)
        + forbids()
        + ClinicalRules.TYPES.stream().map(RulesAsXacml::permits).collect(Collectors.joining())
        + "</PolicySet>";
  }

  private static String forbids() {
    return policy(
        "forbids",
        "deny-overrides",
        "<Target/>",
        rule("forbid-without-mfa", "Deny", "<Target/>", not(bool("mfa")))
            + rule(
                "forbid-risk",
                "Deny",
                "<Target/>",
                apply("integer-greater-than", integer("risk"), value(ClinicalRules.MAX_RISK)))
            + rule(
                "forbid-zone",
                "Deny",
                target(ACTION, "action", ClinicalRules.WRITES),
                apply("string-equal", string("zone"), value(ClinicalRules.NO_WRITES_FROM)))
            + rule(
                "forbid-sensitive",
                "Deny",
                "<Target/>",
                apply(
                    "and",
                    apply(
                        "string-at-least-one-member-of",
                        designator(ENVIRONMENT, "labels", "string"),
                        bag(ClinicalRules.SENSITIVE)),
                    not(bool("breakGlass"))))
            + rule(
                "forbid-session",
                "Deny",
                "<Target/>",
                apply(
                    "or",
                    apply(
                        "integer-greater-than",
                        integer("sessionMinutes"),
                        value(ClinicalRules.MAX_SESSION_MINUTES)),
                    not(
                        "<Apply FunctionId=\"urn:oasis:names:tc:xacml:3.0:function:string-starts-with\">"
                            + value("10.")
                            + string("ip")
                            + "</Apply>"))));
  }

  private static String permits(String type) {
    String rules =
        ClinicalRules.grants().stream()
            .filter(grant -> grant.type().equals(type))
            .map(RulesAsXacml::permit)
            .collect(Collectors.joining());
    return policy(type, "permit-overrides", target(RESOURCE, "type", List.of(type)), rules);
  }

  private static String permit(Grant grant) {
    return rule(
        grant.id(),
        "Permit",
        "<Target>"
            + anyOf(SUBJECT, "role", List.of(grant.role()))
            + anyOf(ACTION, "action", grant.actions())
            + "</Target>",
        apply(
            "and",
            bool("mfa"),
            bool("deviceCompliant"),
            apply("integer-greater-than-or-equal", integer("deviceTrust"), value(grant.minTrust())),
            apply("string-is-in", string("zone"), bag(grant.zones())),
            apply("string-is-in", string("purpose"), bag(grant.purposes())),
            apply(
                "string-is-in",
                one("string", designator(RESOURCE, "patient", "string")),
                designator(SUBJECT, "panel", "string"))));
  }

  private static String policy(String id, String algorithm, String target, String rules) {
    return """
        <Policy PolicyId="%s" Version="1.0"
            RuleCombiningAlgId="urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:%s">%s
        %s</Policy>
        """
        .formatted(id, algorithm, target, rules);
  }

  private static String rule(String id, String effect, String target, String condition) {
    return "<Rule RuleId=\"%s\" Effect=\"%s\">%s<Condition>%s</Condition></Rule>%n"
        .formatted(id, effect, target, condition);
  }

  private static String target(String category, String id, List<String> values) {
    return "<Target>" + anyOf(category, id, values) + "</Target>";
  }

  private static String anyOf(String category, String id, List<String> values) {
    return values.stream()
        .map(
            value ->
                "<AllOf><Match MatchId=\""
                    + FUNCTION
                    + "string-equal\">"
                    + value(value)
                    + designator(category, id, "string")
                    + "</Match></AllOf>")
        .collect(Collectors.joining("", "<AnyOf>", "</AnyOf>"));
  }

  private static String apply(String function, String... arguments) {
    return "<Apply FunctionId=\""
        + FUNCTION
        + function
        + "\">"
        + String.join("", arguments)
        + "</Apply>";
  }

  private static String not(String condition) {
    return apply("not", condition);
  }

  private static String bag(List<String> values) {
    return apply("string-bag", values.stream().map(RulesAsXacml::value).toArray(String[]::new));
  }

  private static String bool(String id) {
    return one("boolean", designator(ENVIRONMENT, id, "boolean"));
  }

  private static String integer(String id) {
    return one("integer", designator(ENVIRONMENT, id, "integer"));
  }

  private static String string(String id) {
    return one("string", designator(ENVIRONMENT, id, "string"));
  }

  private static String one(String type, String designator) {
    return apply(type + "-one-and-only", designator);
  }

  private static String value(String text) {
    return "<AttributeValue DataType=\"" + XML_TYPE + "string\">" + text + "</AttributeValue>";
  }

  private static String value(int number) {
    return "<AttributeValue DataType=\"" + XML_TYPE + "integer\">" + number + "</AttributeValue>";
  }

  private static String designator(String category, String id, String type) {
    return "<AttributeDesignator Category=\"%s\" AttributeId=\"%s\" DataType=\"%s%s\" MustBePresent=\"true\"/>"
        .formatted(category, id, XML_TYPE, type);
  }
}
