package org.ztclinical.cedar.text;

import java.util.Objects;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;

/**
 * Reads policies and templates of the Cedar language 4.5 from text.
 *
 * <p>Every method either gives trees that keep the limits or throws a {@link CedarSyntaxException}
 * whose message says {@code name:line:column}, what is wrong, and what to write where that is
 * known, and shows the line. No text can exhaust the stack: nothing here recurses. Safe for use by
 * many threads.
 *
 * <pre>{@code
 * PolicySet policies = PolicyParser.parse("permit(principal, action, resource);");
 * }</pre>
 */
public final class PolicyParser {
  private static final String UNNAMED = "policy";

  private PolicyParser() {}

  /** {@link #parse(String, String, CedarLimits)} of a text without a name, within the defaults. */
  public static PolicySet parse(String text) throws CedarSyntaxException {
    return parse(text, UNNAMED, CedarLimits.defaults());
  }

  /**
   * Reads a text; its policies and templates get the ids {@code policy0}, {@code policy1}, … in the
   * order of the text.
   *
   * @param sourceName what messages call the text, as {@code baseline.cedar}
   */
  public static PolicySet parse(String text, String sourceName, CedarLimits limits)
      throws CedarSyntaxException {
    return parse(text, sourceName, limits, PolicyNaming.numbered());
  }

  /**
   * Reads a text; a policy or template with an {@code @id} gets that id, the others {@code
   * policyN}. Two with the same id are an error.
   */
  public static PolicySet parseNamed(String text, String sourceName, CedarLimits limits)
      throws CedarSyntaxException {
    return parse(text, sourceName, limits, PolicyNaming.byAnnotation());
  }

  /** Reads a text; the ids come from the naming, and an id given twice is an error. */
  public static PolicySet parse(
      String text, String sourceName, CedarLimits limits, PolicyNaming naming)
      throws CedarSyntaxException {
    Objects.requireNonNull(naming, "naming");
    return new PolicyReader(Tokens.of(text, sourceName, limits), naming).read();
  }

  /** Reads an expression that is the whole text, within the default limits. */
  public static Expr parseExpression(String text) throws CedarSyntaxException {
    return parseExpression(text, "expression", CedarLimits.defaults());
  }

  /** Reads an expression that is the whole text. */
  public static Expr parseExpression(String text, String sourceName, CedarLimits limits)
      throws CedarSyntaxException {
    Tokens tokens = Tokens.of(text, sourceName, limits);
    Expr expression = ExpressionParser.parse(new Bounds(tokens));
    if (!tokens.at(Kind.END)) {
      throw Remedies.afterOperand(tokens, "an operator or the end of the text");
    }
    return expression;
  }
}
