package org.ztclinical.cedar.est;

import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * Reads and writes policies in JSON (Cedar 4.5, JSON policy format). What is written reads back as
 * an equal policy. Stateless.
 *
 * <p>A chain as {@code a && b && c} nests to the left in this format, two levels an operand, though
 * it is flat as a tree. Therefore documents are read and written to {@value #MAX_JSON_DEPTH} levels
 * of JSON, which is about two thousand operands: deeper ones no other reader takes either.
 *
 * <p>Every member that the format does not name is an error, as is null for a member that may be
 * left out, other than an annotation's value. Refused here, and by the reference engine only later
 * or never: further members in references to entities, unknown extension functions, methods without
 * a receiver, templates without slots.
 */
public final class PolicyJson {
  /** How deep objects and arrays may nest, in what is read and in what is written. */
  public static final int MAX_JSON_DEPTH = 4_096;

  private PolicyJson() {}

  /** Reads a policy without slots, under the default limits. */
  public static Policy parsePolicy(String id, String text) throws CedarSyntaxException {
    return parsePolicy(id, text, CedarLimits.defaults());
  }

  /**
   * Reads a policy without slots.
   *
   * @throws CedarSyntaxException that names the place, as in {@code conditions[0].body.&&.left}
   */
  public static Policy parsePolicy(String id, String text, CedarLimits limits)
      throws CedarSyntaxException {
    return new PolicyReader(limits).policy(id, document(text, limits), Place.root());
  }

  /** Reads a policy with slots, under the default limits. */
  public static Template parseTemplate(String id, String text) throws CedarSyntaxException {
    return parseTemplate(id, text, CedarLimits.defaults());
  }

  /**
   * Reads a policy with slots.
   *
   * @throws CedarSyntaxException that names the place
   */
  public static Template parseTemplate(String id, String text, CedarLimits limits)
      throws CedarSyntaxException {
    return new PolicyReader(limits).template(id, document(text, limits), Place.root());
  }

  /** Reads a policy set, under the default limits. */
  public static PolicySet parsePolicySet(String text) throws CedarSyntaxException {
    return parsePolicySet(text, CedarLimits.defaults());
  }

  /** Reads a policy set from UTF-8, under the default limits. */
  public static PolicySet parsePolicySet(byte[] document) throws CedarSyntaxException {
    return parsePolicySet(CedarJson.decode(document, CedarLimits.defaults()));
  }

  /**
   * Reads a policy set: <code>{"staticPolicies": {id: policy}, "templates": {id: template},
   * "templateLinks": [{"templateId": …, "newId": …, "values": {slot: entity}}]}</code>. A part that
   * is left out is empty.
   *
   * @throws CedarSyntaxException that names the place
   */
  public static PolicySet parsePolicySet(String text, CedarLimits limits)
      throws CedarSyntaxException {
    return new PolicySetReader(limits).read(document(text, limits));
  }

  /**
   * Reads an expression, as it is the body of a condition.
   *
   * @throws CedarSyntaxException that names the place
   */
  public static Expr parseExpression(String text, CedarLimits limits) throws CedarSyntaxException {
    return new ExpressionReader(limits).read(document(text, limits), Place.root());
  }

  private static JsonValue document(String text, CedarLimits limits) throws CedarSyntaxException {
    return CedarJson.read(text, limits, MAX_JSON_DEPTH);
  }

  /**
   * The policy in JSON; its id is not part of it, nor the template it was linked from.
   *
   * @throws IllegalArgumentException when it would nest deeper than {@link #MAX_JSON_DEPTH}
   */
  public static String write(Policy policy) {
    return JsonWriter.text(PolicyWriter.policy(policy));
  }

  /**
   * The template in JSON; its id is not part of it.
   *
   * @throws IllegalArgumentException when it would nest deeper than {@link #MAX_JSON_DEPTH}
   */
  public static String write(Template template) {
    return JsonWriter.text(PolicyWriter.template(template));
  }

  /**
   * The policy set in JSON.
   *
   * @throws IllegalArgumentException when it would nest deeper than {@link #MAX_JSON_DEPTH}
   */
  public static String write(PolicySet policies) {
    return JsonWriter.text(PolicyWriter.policySet(policies));
  }

  /**
   * The expression in JSON.
   *
   * @throws IllegalArgumentException when it would nest deeper than {@link #MAX_JSON_DEPTH}
   */
  public static String write(Expr expression) {
    return JsonWriter.text(ExpressionWriter.write(expression));
  }
}
