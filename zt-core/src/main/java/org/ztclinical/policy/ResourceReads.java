package org.ztclinical.policy;

import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.policy.Clinical.Attribute;

/**
 * Whether a policy can tell two resources of one type apart: whether it names the resource, or
 * reads it, or reads what is known of a patient. Where no policy can, what was decided about a type
 * holds for each resource of it.
 */
final class ResourceReads implements Expr.Visitor<Boolean> {
  private static final ResourceReads READS = new ResourceReads();

  /** Facts of the context that belong to a patient or resource and not to the request. */
  private static final Set<String> OF_PATIENTS =
      Set.of(
          Attribute.RELATIONSHIP,
          Attribute.RELATIONSHIP_KINDS,
          Attribute.CONSENT,
          Attribute.LABELS);

  private ResourceReads() {}

  static boolean in(Policy policy) {
    boolean byType =
        policy.resource() instanceof ScopeConstraint.Any
            || policy.resource() instanceof ScopeConstraint.Is;
    return !byType || policy.conditions().stream().map(Condition::body).anyMatch(ResourceReads::in);
  }

  private static boolean in(Expr expression) {
    return expression.accept(READS);
  }

  private static boolean inAny(List<Expr> expressions) {
    return expressions.stream().anyMatch(ResourceReads::in);
  }

  @Override
  public Boolean literal(Expr.Literal e) {
    return false;
  }

  @Override
  public Boolean variable(Expr.Variable e) {
    return e.variable() == Expr.Var.RESOURCE;
  }

  @Override
  public Boolean and(Expr.And e) {
    return inAny(e.operands());
  }

  @Override
  public Boolean or(Expr.Or e) {
    return inAny(e.operands());
  }

  @Override
  public Boolean not(Expr.Not e) {
    return in(e.operand());
  }

  @Override
  public Boolean negate(Expr.Negate e) {
    return in(e.operand());
  }

  @Override
  public Boolean ifThenElse(Expr.If e) {
    return in(e.condition()) || in(e.consequence()) || in(e.alternative());
  }

  @Override
  public Boolean arithmetic(Expr.Arithmetic e) {
    return in(e.first()) || e.steps().stream().anyMatch(step -> in(step.operand()));
  }

  @Override
  public Boolean comparison(Expr.Comparison e) {
    return in(e.left()) || in(e.right());
  }

  @Override
  public Boolean in(Expr.In e) {
    return in(e.entity()) || in(e.group());
  }

  @Override
  public Boolean is(Expr.Is e) {
    // Of which type the resource is, is the same for all of one type.
    boolean ofResource =
        e.entity() instanceof Expr.Variable variable && variable.variable() == Expr.Var.RESOURCE;
    return e.group().isPresent() || (!ofResource && in(e.entity()));
  }

  @Override
  public Boolean like(Expr.Like e) {
    return in(e.text());
  }

  @Override
  public Boolean has(Expr.Has e) {
    return isRead(e.object(), e.path().get(0))
        || e.path().stream().anyMatch(OF_PATIENTS::contains)
        || (leadsToPatients(e.path()) && !isLaunch(e.object(), e.path()));
  }

  @Override
  public Boolean getAttribute(Expr.GetAttribute e) {
    return OF_PATIENTS.contains(e.attribute()) || isRead(e.object(), e.attribute());
  }

  /**
   * An attribute of an entity that the policy names, or of one that another leads to, is that of
   * the resource when it happens to be the one asked for. Only of the principal and the launch is
   * the patient the same for all resources.
   */
  private static boolean isRead(Expr object, String attribute) {
    boolean ofOther =
        attribute.equals(Fhir.PATIENT_ATTRIBUTE)
            && !isVariable(object, Expr.Var.PRINCIPAL)
            && !(object instanceof Expr.GetAttribute of
                && isLaunch(of.object(), List.of(of.attribute())));
    return object instanceof Expr.Literal || ofOther || in(object);
  }

  private static boolean leadsToPatients(List<String> path) {
    return path.subList(1, path.size()).contains(Fhir.PATIENT_ATTRIBUTE);
  }

  /** Whether it is the launch, or the patient or encounter of it, in the context. */
  private static boolean isLaunch(Expr object, List<String> path) {
    return isVariable(object, Expr.Var.CONTEXT)
        && path.size() <= 2
        && path.get(0).equals(Attribute.LAUNCH);
  }

  private static boolean isVariable(Expr object, Expr.Var var) {
    return object instanceof Expr.Variable variable && variable.variable() == var;
  }

  @Override
  public Boolean binaryCall(Expr.BinaryCall e) {
    return in(e.receiver()) || in(e.argument());
  }

  @Override
  public Boolean isEmpty(Expr.IsEmpty e) {
    return in(e.set());
  }

  @Override
  public Boolean set(Expr.SetLiteral e) {
    return inAny(e.elements());
  }

  @Override
  public Boolean record(Expr.RecordLiteral e) {
    return e.fields().stream().anyMatch(field -> in(field.value()));
  }

  @Override
  public Boolean extensionCall(Expr.ExtensionCall e) {
    return inAny(e.arguments());
  }
}
