package org.ztclinical.cedar.value;

import java.util.List;

/** Applies the functions of the extension types. */
final class Extensions {
  private Extensions() {}

  static CedarValue apply(ExtensionFunction function, List<CedarValue> arguments)
      throws EvaluationException {
    if (arguments.size() != function.parameters().size()) {
      throw EvaluationException.of(CedarError.ARITY);
    }
    throw EvaluationException.of(CedarError.LIMIT);
  }
}
