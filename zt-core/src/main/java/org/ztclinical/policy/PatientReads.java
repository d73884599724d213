package org.ztclinical.policy;

import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.policy.Clinical.Attribute;

/**
 * Which of two things a policy looks at, of which a request may not tell enough: the patient, and
 * which resource it is. Where the patient is not known, {@code resource has patient} is false, and
 * a policy that asks for it decides as if there were none.
 */
final class PatientReads {
  /** Facts of the context that are about the patient. */
  private static final Set<String> OF_PATIENTS =
      Set.of(Attribute.RELATIONSHIP, Attribute.RELATIONSHIP_KINDS, Attribute.CONSENT);

  private PatientReads() {}

  /** Whether it reads the patient of a resource, or asks whether there is one. */
  static boolean patient(Policy policy) {
    return policy.conditions().stream()
        .map(Condition::body)
        .flatMap(body -> Operands.allWithin(body).stream())
        .anyMatch(PatientReads::readsPatient);
  }

  private static boolean readsPatient(Expr expression) {
    if (expression instanceof Expr.GetAttribute read) {
      return isOfPatient(read.object(), read.attribute());
    }
    return expression instanceof Expr.Has has
        && (isOfPatient(has.object(), has.path().get(0))
            || has.path().stream().anyMatch(OF_PATIENTS::contains)
            || (has.path().subList(1, has.path().size()).contains(Fhir.PATIENT_ATTRIBUTE)
                && !(isVariable(has.object(), Expr.Var.CONTEXT)
                    && has.path().equals(List.of(Attribute.LAUNCH, Fhir.PATIENT_ATTRIBUTE)))));
  }

  /** Of the principal and of the launch, the patient is another's: theirs. */
  private static boolean isOfPatient(Expr object, String attribute) {
    boolean isLaunch =
        object instanceof Expr.GetAttribute of
            && isVariable(of.object(), Expr.Var.CONTEXT)
            && of.attribute().equals(Attribute.LAUNCH);
    return OF_PATIENTS.contains(attribute)
        || (attribute.equals(Fhir.PATIENT_ATTRIBUTE)
            && !isVariable(object, Expr.Var.PRINCIPAL)
            && !isLaunch);
  }

  /** Whether it tells resources of one type apart by which they are. */
  static boolean identity(Policy policy) {
    boolean byType =
        policy.resource() instanceof ScopeConstraint.Any
            || policy.resource() instanceof ScopeConstraint.Is;
    return !byType
        || policy.conditions().stream().map(Condition::body).anyMatch(PatientReads::readsIdentity);
  }

  private static boolean readsIdentity(Expr expression) {
    if (isResource(expression)) {
      return true;
    }
    boolean onlyOfIt =
        (expression instanceof Expr.GetAttribute read && isResource(read.object()))
            || (expression instanceof Expr.Has has && isResource(has.object()))
            || (expression instanceof Expr.Is is
                && is.group().isEmpty()
                && isResource(is.entity()));
    return !onlyOfIt && Operands.of(expression).stream().anyMatch(PatientReads::readsIdentity);
  }

  private static boolean isResource(Expr expression) {
    return isVariable(expression, Expr.Var.RESOURCE);
  }

  private static boolean isVariable(Expr expression, Expr.Var var) {
    return expression instanceof Expr.Variable variable && variable.variable() == var;
  }
}
