package org.ztclinical.cedar.compile;

import org.ztclinical.cedar.eval.Evaluation;
import org.ztclinical.cedar.eval.Node;
import org.ztclinical.cedar.eval.Operations;
import org.ztclinical.cedar.eval.PolicyRunner;

/** The internal names and descriptors that generated code uses (JVM specification 17, §4.2). */
final class Names {
  static final String OBJECT = "java/lang/Object";
  static final String OBJECTS = "[Ljava/lang/Object;";
  static final String STRING = "java/lang/String";
  static final String NODE = of(Node.class);
  static final String EVALUATION = of(Evaluation.class);
  static final String OPERATIONS = of(Operations.class);
  static final String RUNNER = of(PolicyRunner.class);

  /** A part of a policy: the request and its slots in, an outcome out. */
  static final String PART = "(L" + EVALUATION + ";" + OBJECTS + ")I";

  private Names() {}

  static String of(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
